import { HoldfastError } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { describeError } from "./errors.ts";

const NAME = "p\u001b]0;owned\u0007\u202e\r\nx";

describe("an error", () => {
  // Names of policies, units and accounts stand in messages, also in AWS's own: some take any character.
  it.each([
    ["of the user", new HoldfastError("X", `no ${NAME}`, { source: "user", hint: `see ${NAME}` })],
    ["of Node's", Object.assign(new Error(NAME), { code: "ENOENT", syscall: "open" })],
    ["that is a defect", new Error(NAME)],
    ["that is none", NAME],
  ])("%s has no control over the terminal", (_whose, error) => {
    const text = describeError(error);
    expect(text).toContain("\\u{1b}]0;owned\\u{7}\\u{202e}\\u{d}\nx");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("keeps its lines", () => {
    const error = new HoldfastError("X", "first\n  second", { source: "user", hint: "third" });
    expect(describeError(error)).toBe("holdfast: first\n  second\nthird\n");
  });
});
