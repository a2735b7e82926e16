/** What `holdfast validate` found, on a terminal. */
import type { Diagnostic, ProblemSeverity, Validation } from "@holdfast/core/baseline";
import { plain } from "@holdfast/report";
import { paint } from "../terminal.ts";

const out = process.stdout;
const COLOURS = { error: "red", warning: "yellow", note: "dim" } as const;
const LIMIT = 1000;

/** @param locate the path to show for a file of the baseline */
export function validationText(
  { problems, expectations }: Validation,
  valid: boolean,
  locate: (file: string) => string,
): string {
  const lines = problems.flatMap((problem, index) => [
    ...(index > 0 && problems[index - 1]?.file !== problem.file ? [""] : []),
    ...linesOf(problem, locate),
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
