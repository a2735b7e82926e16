import { describe, expect, it } from "vitest";
import { REPORT } from "./report.fixture.ts";
import { scanText } from "./text.ts";
import { coverageWords } from "./words.ts";

const what = "every account and permission set";

describe("how much was asked for", () => {
  it.each([
    [{ what, done: 24, of: 24, since: "2026-11-23T09:00:00.000Z" }, `${what}: all 24`],
    [
      { what, done: 5_467, of: 100_000, since: "2026-11-20T09:00:00.000Z" },
      `${what}: 5,467 of 100,000, all of them since 2026-11-20T09:00:00Z`,
    ],
    [{ what, done: 0, of: 0 }, `${what}: not checked`],
    [{ what, done: 5_467, of: 100_000 }, `${what}: 5,467 of 100,000, not yet all of them`],
  ])("%j", (coverage, words) => {
    expect(coverageWords(coverage)).toBe(words);
  });

  it("is in the text of a scan, with the part that could not be read", () => {
    const text = scanText(REPORT);
    expect(text).toContain(
      "account-assignment has asked for every user: all 12; every account and permission set: 5,467 of",
    );
    expect(text).toMatch(/\[\?\] account-assignment {2}100000000001 {2}not read: sso:List/);
  });
});
