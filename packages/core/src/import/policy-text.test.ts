import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { laidOut } from "./policy-text.ts";

describe("a policy's text, laid out", () => {
  it("is as JSON.stringify lays out what it can write, however it came", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4, "\t"), (value, indent) => {
        // A negative zero is one of the numbers that would not come back.
        const json = JSON.stringify(value);
        expect(laidOut(JSON.stringify(value, null, indent))).toBe(
          `${JSON.stringify(JSON.parse(json), null, 2)}\n`,
        );
      }),
    );
  });

  it("leaves numbers and escapes as they were written", () => {
    const odd = '{"a":12345678901234567890,"b":1.0e2,"c":"\\u0041\\/ {[,:]}","d":[ ],"e":{ }}';
    expect(laidOut(odd)).toBe(
      '{\n  "a": 12345678901234567890,\n  "b": 1.0e2,\n  "c": "\\u0041\\/ {[,:]}",\n  "d": [],\n  "e": {}\n}\n',
    );
  });
});
