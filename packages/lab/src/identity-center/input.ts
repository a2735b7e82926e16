/** Reads members of an input that a caller may have sent in any shape. */
import { invalid } from "./errors.ts";

export type Input = Readonly<Record<string, unknown>>;

/** A required string; with `pattern`, one that matches it. */
export function text(input: Input, member: string, pattern = /^/): string {
  const value = input[member];
  if (typeof value === "string" && value !== "" && pattern.test(value)) return value;
  throw invalid(`${member} is not valid.`);
}

/** One of at least one character and at most `most`. */
export function optionalText(input: Input, member: string, most: number): string | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value !== "" && value.length <= most) return value;
  throw invalid(`${member} must have between 1 and ${most} characters.`);
}

export function oneOf<T extends string>(input: Input, member: string, values: readonly T[]): T {
  const value = values.find((one) => one === input[member]);
  if (value !== undefined) return value;
  throw invalid(`${member} must be one of ${values.join(", ")}.`);
}

export function object(value: unknown): Input {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
