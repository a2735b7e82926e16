import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../errors.ts";
import { parseManagementPolicy } from "../read/data.ts";
import { checkManagementPolicy } from "./management.ts";
import { MANAGEMENT_QUOTAS } from "./quotas.ts";

const sized = (length: number) => JSON.stringify({ a: "x".repeat(length - '{"a":""}'.length) });

describe("a management policy", () => {
  it("is read as the values that JSON says, and taken as it is", () => {
    // Numbers and keys whose reading is disputed are refused; everything else is fair game.
    const value = fc.jsonValue({ noUnicodeString: false }).filter((one) => {
      const text = JSON.stringify(one);
      return !/__proto__|-0|\d[.e]/.test(text);
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (document) => {
        fc.pre(!JSON.stringify(document).includes("__proto__"));
        const text = JSON.stringify(document);
        expect(parseManagementPolicy(text)).toEqual(JSON.parse(text));
        const { problems } = checkManagementPolicy(text, "TAG_POLICY");
        const statement = Object.hasOwn(document, "Statement");
        expect(problems.map(({ code }) => code)).toEqual(statement ? ["UNSUPPORTED_ELEMENT"] : []);
      }),
    );
  });

  it.each([
    ["{", "JSON_SYNTAX"],
    ["[]", "INVALID_VALUE"],
    ["null", "INVALID_VALUE"],
    ['{"a":1,"a":1}', "DUPLICATE_KEY"],
    ['{"a":{"__proto__":1}}', "RESERVED_KEY"],
    [`${'{"a":'.repeat(40)}1${"}".repeat(40)}`, "TOO_DEEP"],
    ['{"a":1.0}', "NUMBER_PRECISION"],
  ])("is refused as %s", (text, code) => {
    const { document, problems } = checkManagementPolicy(text, "TAG_POLICY", "a.json");
    expect(document).toBeUndefined();
    expect(problems).toMatchObject([{ code, where: "a.json" }]);
    expect(() => parseManagementPolicy(text)).toThrow(PolicyError);
  });

  it.each(Object.entries(MANAGEMENT_QUOTAS))("of type %s has its size", (type, { characters }) => {
    const known = type as keyof typeof MANAGEMENT_QUOTAS;
    const codes = (text: string) =>
      checkManagementPolicy(text, known).problems.map(({ code }) => code);
    expect(codes(sized(characters))).toEqual([]);
    expect(codes(sized(characters + 1))).toEqual(["TOO_LARGE"]);
  });
});
