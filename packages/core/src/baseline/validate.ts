/** Checks a file against a zod schema and says where it is wrong in the file's own words. */
import * as z from "zod";
import type { Path, SourceFile } from "./positions.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** The value of `file` as the schema types it, or every way in which it does not fit. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  file: SourceFile,
): { readonly value: z.output<Schema> } | { readonly problems: readonly Problem[] } {
  const result = schema.safeParse(file.value, { error: explain });
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, schema, file)) };
}

function problemsOf(issue: z.core.$ZodIssue, schema: z.ZodType, file: SourceFile): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) =>
      file.keyProblem([...issue.path, key], "unknown key", didYouMean(key, known)),
    );
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => file.keyProblem(issue.path, message));
  }
  return [file.problem(issue.path, issue.message)];
}

/** Messages for what the schema leaves to zod. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "invalid_value" && issue.code !== "invalid_type") return undefined;
  if (issue.input === undefined) return "is required";
  if (issue.code === "invalid_value") return `must be ${issue.values.map(String).join(", ")}`;
  if (issue.expected === "string" && typeof issue.input === "number") {
    return "is a number here: write it in quotes";
  }
  return `must be ${NAMES[issue.expected] ?? issue.expected}`;
}

const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  array: "a list",
  object: "a map of keys and values",
  record: "a map of keys and values",
};

/** The keys that the schema allows in the object at `path`. */
function knownKeys(schema: z.core.$ZodType, path: Path): readonly string[] {
  const [key, ...rest] = path;
  if (schema instanceof z.ZodPipe) return knownKeys(schema.out, path);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return knownKeys(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodObject) {
    if (key === undefined) return Object.keys(schema.shape);
    const member: unknown = schema.shape[String(key)];
    return member instanceof z.ZodType ? knownKeys(member, rest) : [];
  }
  if (schema instanceof z.ZodRecord) return knownKeys(schema.valueType, rest);
  if (schema instanceof z.ZodArray) return knownKeys(schema.element, rest);
  return [];
}
