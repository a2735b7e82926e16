/** Bool and BinaryEquals: values that are read, not matched. */
import { comparison, type Operators } from "./operator.ts";

export const LITERAL_OPERATORS: Operators = {
  Bool: comparison("true or false", readBoolean, (actual, expected) => actual === expected),
  BinaryEquals: comparison("base64", readBase64, (actual, expected) => actual === expected),
};

/** Exactly `true` or `false`; undefined for any other text. */
export function readBoolean(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

/** The bytes behind base64, in hex; undefined for text that is none. */
export function readBase64(text: string): string | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.toString("hex") : undefined;
}
