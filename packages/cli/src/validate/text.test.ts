import type { Diagnostic } from "@holdfast/core/baseline";
import { describe, expect, it } from "vitest";
import { validationText } from "./text.ts";

const problem: Diagnostic = {
  rule: "schema",
  severity: "error",
  file: "holdfast.yaml",
  line: 3,
  column: 7,
  path: "units.Root",
  message: "unknown key",
  hint: "remove it",
};
/** As a stream without colour gets it: an escape sequence here would be the baseline's. */
const text = (...problems: readonly Diagnostic[]) =>
  validationText(
    { problems, expectations: { total: 58, held: 57, failed: [] } },
    problems.length === 0,
    (file) => `base/${file}`,
  );

describe("holdfast validate on a terminal", () => {
  it("says in one line that nothing is wrong", () => {
    expect(text()).toBe("0 errors, 0 warnings; 57 of 58 expectations hold\n");
  });

  it("gives each problem its place, rule, path and hint, with files apart", () => {
    const failed: Diagnostic = {
      ...problem,
      rule: "expectation-failed",
      file: "z.yaml",
      subject: "Root does nothing",
      message: '"Root does nothing" does not hold',
      related: { ...problem, file: "policies/a.json", line: 9, column: 1 },
    };
    const { hint: _, ...unhinted } = failed;
    expect(text(problem, unhinted).split("\n")).toEqual([
      "base/holdfast.yaml:3:7  error  schema",
      "  units.Root: unknown key",
      "  hint: remove it",
      "",
      "base/z.yaml:3:7  error  expectation-failed",
      '  "Root does nothing" does not hold',
      "  see base/policies/a.json:9:1",
      "",
      "2 errors, 0 warnings; 57 of 58 expectations hold",
      "",
    ]);
  });

  it("tells two of the expectations that one statement decides otherwise, and where the others are", () => {
    const failed = (line: number, file = "policies/a.json"): Diagnostic => ({
      ...problem,
      rule: "expectation-failed",
      file: "expectations.yaml",
      line,
      path: "",
      message: `expectation ${line}`,
      related: { ...problem, file, line: 4, column: 5 },
    });
    const [one, two, three, four, other] = [
      ...[1, 2, 3, 4].map((line) => failed(line)),
      failed(5, "b.json"),
    ];
    const shown = (...list: readonly (Diagnostic | undefined)[]) =>
      text(...list.filter((each) => each !== undefined))
        .split("\n")
        .filter((line) => /^ {2}(?:expectation|and)/.test(line));
    expect(shown(one, two, other, three, four)).toEqual([
      "  expectation 1",
      "  expectation 2",
      "  and 2 more by the same statement, on lines 3, 4",
      "  expectation 5",
    ]);
    expect(shown(one, two, three)).toEqual([
      "  expectation 1",
      "  expectation 2",
      "  expectation 3",
    ]);
    const counted = text(...[one, two, three, four].filter((each) => each !== undefined));
    expect(counted).toContain("4 errors");
  });

  it("does not let the baseline's text reach the terminal unescaped", () => {
    const wild = "\u001b[2J\nforged:1:1  error";
    const shown = text({ ...problem, message: wild, hint: wild, file: wild, path: wild });
    expect(shown).toContain("\\u{1b}[2J");
    expect(shown.split("\n").filter((line) => line.startsWith("forged"))).toEqual([]);
  });
});
