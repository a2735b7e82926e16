import type { Diagnostic, RuleInfo, Validation } from "@holdfast/core/baseline";
import { describe, expect, it } from "vitest";
import { validationJson } from "./json.ts";
import { validationSarif } from "./sarif.ts";

const RULES: readonly RuleInfo[] = ["quota", "typo"].map((id) => ({
  id,
  severity: "error",
  title: `title of ${id}`,
  help: `help for ${id}`,
}));

const problem: Diagnostic = {
  rule: "typo",
  severity: "warning",
  file: "policies/a b.json",
  line: 3,
  column: 7,
  path: "Statement.0",
  message: "is wrong",
  hint: "put it right",
  subject: "a/S",
};
const related = { ...problem, message: "decided here", line: 9, path: "x" };
const locate = (file: string) => `base/${file}`;

const sarif = (...problems: readonly Diagnostic[]) => {
  const [run] = validationSarif({ problems }, RULES, locate).runs;
  if (run === undefined) throw new Error("there is no run");
  return run;
};
const fingerprints = (...problems: readonly Diagnostic[]) =>
  sarif(...problems).results.map((result) => result.partialFingerprints.primaryLocationLineHash);

describe("the JSON form", () => {
  it("has every problem with its place as it is to be shown", () => {
    const validation: Validation = {
      problems: [{ ...problem, related }],
      expectations: { total: 2, held: 1, failed: [] },
    };
    expect(validationJson(validation, false, locate)).toEqual({
      version: 1,
      valid: false,
      problems: [
        {
          ...problem,
          file: "base/policies/a b.json",
          related: { file: "base/policies/a b.json", line: 9, column: 7, message: "decided here" },
        },
      ],
      expectations: { total: 2, held: 1, failed: [] },
    });
  });

  it("counts no expectations where there are none", () => {
    const { expectations } = validationJson({ problems: [] }, true, locate);
    expect(expectations).toEqual({ total: 0, held: 0, failed: [] });
  });
});

describe("the SARIF form", () => {
  it("describes every rule, and lets results point at theirs", () => {
    const { tool, results } = sarif(problem);
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(["quota", "typo"]);
    expect(tool.driver.rules[1]).toMatchObject({
      shortDescription: { text: "title of typo" },
      help: { text: "help for typo" },
      defaultConfiguration: { level: "error" },
    });
    expect(results[0]).toMatchObject({ ruleId: "typo", ruleIndex: 1, level: "warning" });
  });

  it("places results in the repository, by a URI", () => {
    const [result] = sarif({ ...problem, related }).results;
    const place = (startLine: number) => ({
      physicalLocation: {
        artifactLocation: { uri: "base/policies/a%20b.json", uriBaseId: "%SRCROOT%" },
        region: { startLine, startColumn: 7 },
      },
    });
    expect(result?.locations).toEqual([
      { ...place(3), logicalLocations: [{ fullyQualifiedName: "Statement.0" }] },
    ]);
    expect(result?.relatedLocations).toEqual([
      { id: 1, message: { text: "decided here" }, ...place(9) },
    ]);
  });

  it("shows foreign text so that it can't hide or lead anywhere", () => {
    const [result] = sarif({ ...problem, message: "see https://evil \u202e" }).results;
    expect(result?.message.text).toBe("see https[:]//evil \\u{202e} (put it right)");
  });

  it("knows a problem again that has moved, and tells two apart", () => {
    const [before] = fingerprints(problem);
    const [moved, other] = fingerprints(
      { ...problem, line: 99, column: 1, message: "is wrong twice", path: "Statement.7" },
      { ...problem, subject: "b/S" },
    );
    expect(moved).toBe(before);
    expect(other).not.toBe(before);
    const [first, second] = fingerprints(problem, problem);
    expect([first, second]).toEqual([before, before?.replace(/:1$/, ":2")]);
  });
});
