import { describe, expect, it } from "vitest";
import { HoldfastError } from "../errors.ts";
import { readCompiledBaseline } from "./compiled.ts";
import { load } from "./fixture.ts";

function refusal(text: string): HoldfastError {
  try {
    readCompiledBaseline(text);
  } catch (error) {
    if (error instanceof HoldfastError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("reading a compiled baseline", () => {
  it("gives back what was compiled, however the JSON is formatted", () => {
    const baseline = load();
    expect(readCompiledBaseline(JSON.stringify(baseline))).toEqual(baseline);
    expect(readCompiledBaseline(JSON.stringify(baseline, null, 2))).toEqual(baseline);
  });

  it.each([
    ["a changed mode", '"default":"alert"', '"default":"off"'],
    ["a later end of an exemption", "2027-01-31", "2099-01-31"],
    ["an added member", '{"version":1', '{"extra":1,"version":1'],
    ["a missing hash", '"hash"', '"hsah"'],
  ])("refuses %s", (_, before, after) => {
    const text = JSON.stringify(load());
    expect(text).toContain(before);
    const error = refusal(text.replace(before, after));
    expect(error).toMatchObject({ code: "BASELINE_CORRUPT", source: "tool" });
    expect(error.message).toContain("hash");
  });

  it.each(["", "null", "[]", "1", '{"version":2}'])("refuses %j", (text) => {
    expect(refusal(text).code).toBe("BASELINE_CORRUPT");
  });
});
