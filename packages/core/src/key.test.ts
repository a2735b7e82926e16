import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatKey, parseKey } from "./key.ts";

const part = fc.stringMatching(/^[A-Za-z0-9_.-]{1,20}$/);

describe("resource keys", () => {
  it("come back from their text as they were", () => {
    const keys = fc.record({
      guardrail: part,
      account: part,
      region: part,
      resource: fc.string({ minLength: 1 }),
    });
    fc.assert(
      fc.property(keys, (key) => {
        expect(parseKey(formatKey(key))).toEqual(key);
      }),
    );
  });

  it("refuse text that is no key", () => {
    expect(() => parseKey("scp-attachment/100000000001/us-east-1")).toThrow(TypeError);
  });
});
