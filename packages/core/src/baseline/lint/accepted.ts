/** Warnings that the baseline's authors have looked at and want so: told as notes, never hidden. */
import { BASELINE_FILE } from "../load.ts";
import type { Places } from "../places.ts";
import type { Diagnostic } from "../problem.ts";
import type { BaselineSource } from "../schema.ts";
import { didYouMean } from "../suggest.ts";
import type { RuleInfo } from "./rule.ts";

export const unusedAcceptance: RuleInfo = {
  id: "unused-acceptance",
  severity: "warning",
  title: "What is accepted is there",
  help:
    "An entry under `accepted` that fits no warning would hide the next one that comes along. Remove " +
    "it, or correct its rule and key. Errors can't be accepted.",
};

/** The problems as they are to be shown, and a warning for each entry that fits none. */
export function withAccepted(
  diagnostics: readonly Diagnostic[],
  accepted: BaselineSource["accepted"],
  { main }: Places,
): Diagnostic[] {
  const used = new Set<number>();
  const shown = diagnostics.map((diagnostic): Diagnostic => {
    const index = accepted.findIndex(
      ({ rule, key }) => rule === diagnostic.rule && key === diagnostic.subject,
    );
    const entry = accepted[index];
    if (entry === undefined || diagnostic.severity !== "warning") return diagnostic;
    used.add(index);
    const { hint: _, ...rest } = diagnostic;
    return { ...rest, severity: "note", message: `${rest.message}; accepted: ${entry.reason}` };
  });
  const unused = accepted.flatMap(({ rule, key }, index): Diagnostic[] => {
    if (used.has(index)) return [];
    const same = diagnostics.filter((one) => one.rule === rule);
    const subjects = same.flatMap(({ subject }) => subject ?? []);
    const error = same.some(({ subject, severity }) => subject === key && severity === "error");
    const problem = main.problem(
      ["accepted", index],
      error ? `${rule} is an error, which can't be accepted` : `there is no ${rule} about ${key}`,
      didYouMean(key, subjects) ?? `remove it from ${BASELINE_FILE}`,
    );
    const { id, severity } = unusedAcceptance;
    return [{ ...problem, rule: id, severity, subject: key }];
  });
  return [...shown, ...unused];
}
