/** What `holdfast validate` found, for programs. Strings are as they stand in the baseline: escape them where they are shown. */
import type { Diagnostic, Expectations, Problem, Validation } from "@holdfast/core/baseline";

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Version 1 of the machine form; docs/schemas/validate.schema.json describes it. */
export interface ValidationJson {
  readonly version: 1;
  readonly valid: boolean;
  readonly problems: readonly (Place &
    Pick<Diagnostic, "rule" | "severity" | "path" | "message" | "hint" | "subject"> & {
      readonly related?: Place & { readonly message: string };
    })[];
  /** All zero if there are none, or if the baseline itself could not be loaded. */
  readonly expectations: Expectations;
}

/** @param locate the path to show for a file of the baseline */
export function validationJson(
  { problems, expectations }: Validation,
  valid: boolean,
  locate: (file: string) => string,
): ValidationJson {
  const placeOf = ({ file, line, column }: Problem): Place => ({
    file: locate(file),
    line,
    column,
  });
  return {
    version: 1,
    valid,
    problems: problems.map((problem) => {
      const { rule, severity, path, message, hint, subject, related } = problem;
      return {
        rule,
        severity,
        ...placeOf(problem),
        path,
        message,
        ...(hint !== undefined && { hint }),
        ...(subject !== undefined && { subject }),
        ...(related && { related: { ...placeOf(related), message: related.message } }),
      };
    }),
    expectations: expectations ?? { total: 0, held: 0, failed: [] },
  };
}
