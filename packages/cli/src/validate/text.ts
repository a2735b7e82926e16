/** What `holdfast validate` found, on a terminal. */
import type { Diagnostic, ProblemSeverity, Validation } from "@holdfast/core/baseline";
import { plain } from "@holdfast/report";
import { paint } from "../terminal.ts";

const out = process.stdout;
const COLOURS = { error: "red", warning: "yellow", note: "dim" } as const;
const LIMIT = 1000;
/** Expectations told in full that one statement decides otherwise; more would bury the statement. */
const TOLD = 2;

/** @param locate the path to show for a file of the baseline */
export function validationText(
  { problems, expectations }: Validation,
  valid: boolean,
  locate: (file: string) => string,
): string {
  const told = tellable(problems);
  const lines = told.flatMap(({ problem, others }, index) => [
    ...(index > 0 && told[index - 1]?.problem.file !== problem.file ? [""] : []),
    ...linesOf(problem, locate),
    ...(others.length === 0 ? [] : [paint("dim", `  ${othersOf(others)}`, out)]),
  ]);
  const summary = [
    `${counted(problems, "error")}, ${counted(problems, "warning")}`,
    ...(expectations ? [`${expectations.held} of ${expectations.total} expectations hold`] : []),
  ].join("; ");
  return [
    ...lines,
    ...(lines.length > 0 ? [""] : []),
    paint(valid ? "green" : "red", summary, out),
    "",
  ].join("\n");
}

interface Told {
  readonly problem: Diagnostic;
  /** Further expectations that the same statement decides otherwise. */
  readonly others: readonly Diagnostic[];
}

/** All problems in their order, but for the expectations that are told with the last one in full. */
function tellable(problems: readonly Diagnostic[]): readonly Told[] {
  const byStatement = Map.groupBy(
    problems.filter(({ rule }) => rule === "expectation-failed"),
    ({ related }) => related && `${related.file}:${related.line}`,
  );
  const groups = [...byStatement].flatMap(([statement, group]) =>
    statement !== undefined && group.length > TOLD + 1 ? [group] : [],
  );
  const left = new Set(groups.flatMap((group) => group.slice(TOLD)));
  return problems
    .filter((problem) => !left.has(problem))
    .map((problem) => {
      const group = groups.find((one) => one[TOLD - 1] === problem);
      return { problem, others: group?.slice(TOLD) ?? [] };
    });
}

function othersOf(others: readonly Diagnostic[]): string {
  const lines = others.map(({ line }) => line).join(", ");
  return `and ${others.length} more by the same statement, on lines ${lines}`;
}

function linesOf(problem: Diagnostic, locate: (file: string) => string): string[] {
  const { rule, severity, message, hint, related } = problem;
  const place = placeOf(problem, locate);
  return [
    `${paint("bold", place, out)}  ${paint(COLOURS[severity], severity, out)}  ${rule}`,
    `  ${pathOf(problem)}${plain(message, LIMIT)}`,
    ...(hint === undefined ? [] : [paint("dim", `  hint: ${plain(hint, LIMIT)}`, out)]),
    ...(related ? [paint("dim", `  see ${placeOf(related, locate)}`, out)] : []),
  ];
}

function placeOf(
  { file, line, column }: { file: string; line: number; column: number },
  locate: (file: string) => string,
): string {
  return `${plain(locate(file))}:${line}:${column}`;
}

/** Lint says what it is about by name; for the rest the path does. */
function pathOf({ path, subject }: Diagnostic): string {
  return path === "" || subject !== undefined ? "" : `${plain(path)}: `;
}

function counted(problems: readonly Diagnostic[], severity: ProblemSeverity): string {
  const count = problems.filter((problem) => problem.severity === severity).length;
  return `${count} ${severity}${count === 1 ? "" : "s"}`;
}
