import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import { fromJson, toJson } from "./value.ts";

const answer = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
    fc.array(tie("value")),
    fc.dictionary(fc.stringMatching(/^[A-Z][a-z]*$/), tie("value"), { noNullPrototype: true }),
  ),
})).value;

describe("an answer of AWS", () => {
  it("means the same after it was written down", () => {
    fc.assert(
      fc.property(answer, (value) => {
        expect(fromJson(JSON.parse(JSON.stringify(toJson(value))))).toEqual(value);
      }),
    );
  });

  it("is kept without what the SDK says about the call, and without what is not there", () => {
    const output = { Name: "x", NextToken: undefined, $metadata: { requestId: "r" } };
    expect(toJson(output)).toEqual({ Name: "x" });
  });

  it("may be that something is not there", () => {
    const gone = new AwsError("sso:Get", "ResourceNotFoundException", "gone", "no boundary: none");
    const kept = fromJson(JSON.parse(JSON.stringify(toJson(gone))));
    expect(kept).toBeInstanceOf(AwsError);
    expect(kept).toMatchObject({
      action: "sso:Get",
      awsCode: "ResourceNotFoundException",
      class: "gone",
      message: gone.message,
    });
  });

  it("is never kept by halves", () => {
    expect(() => toJson({ stream: () => {} })).toThrow(TypeError);
    expect(() => toJson(Number.NaN)).toThrow(TypeError);
  });
});
