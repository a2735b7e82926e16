/** Reads members of an input that a caller may have sent in any shape. */
import type { PolicyType } from "@aws-sdk/client-organizations";
import { invalid } from "./errors.ts";
import { isPolicyType } from "./policy-kinds.ts";

export type Input = Readonly<Record<string, unknown>>;

/** A required string. */
export function text(input: Input, member: string): string {
  const value = input[member];
  if (typeof value === "string" && value !== "") return value;
  throw invalid("INPUT_REQUIRED", `${member} is required.`);
}

export function optionalText(input: Input, member: string): string | undefined {
  return input[member] === undefined ? undefined : text(input, member);
}

/** Throws if the text is longer than AWS takes. */
export function limited<T extends string | undefined>(value: T, member: string, most: number): T {
  if (value === undefined || value.length <= most) return value;
  throw invalid("MAX_LENGTH_EXCEEDED", `${member} must have at most ${most} characters.`);
}

export function policyType(input: Input, member: string): PolicyType {
  const value = text(input, member);
  if (isPolicyType(value)) return value;
  throw invalid("INVALID_ENUM_POLICY_TYPE", `${member}: there are no policies of type ${value}.`);
}
