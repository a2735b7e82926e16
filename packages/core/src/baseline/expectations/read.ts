/** Reads `expectations.yaml`. */
import type { BaselineFiles } from "../draft.ts";
import { readYaml, type SourceFile } from "../positions.ts";
import { type Problem, ruled } from "../problem.ts";
import { validate } from "../validate.ts";
import { type Expectation, expectationsSchema } from "./schema.ts";

export const EXPECTATIONS_FILE = "expectations.yaml";

export interface ExpectationsFile {
  readonly file: SourceFile;
  readonly expectations: readonly Expectation[];
}

/** Undefined if there is no such file; the problems instead if it can't be used. */
export function readExpectations(
  files: BaselineFiles,
): ExpectationsFile | readonly Problem[] | undefined {
  const text = files.read(EXPECTATIONS_FILE);
  if (text === undefined) return undefined;
  const file = readYaml(EXPECTATIONS_FILE, text);
  if (!("value" in file)) return ruled("syntax", file);
  const result = validate(expectationsSchema, file);
  if ("problems" in result) return ruled("schema", result.problems);
  const problems = mistakes(result.value.expectations, file);
  return problems.length > 0 ? problems : { file, expectations: result.value.expectations };
}

/** Failures are told by name. */
function mistakes(expectations: readonly Expectation[], file: SourceFile): Problem[] {
  const names = expectations.map(({ name }) => name);
  const doubles = names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [file.problem(["expectations", index, "name"], "is the name of another one already")]
      : [],
  );
  return ruled("reference", doubles);
}
