/** Reads members of an input that a caller may have sent in any shape. */
import type { PolicyType } from "@holdfast/core";
import { invalid } from "./errors.ts";

type Input = Readonly<Record<string, unknown>>;

/** A required string. */
export function text(input: Input, member: string): string {
  const value = input[member];
  if (typeof value === "string" && value !== "") return value;
  throw invalid("INPUT_REQUIRED", `${member} is required.`);
}

export function optionalText(input: Input, member: string): string | undefined {
  return input[member] === undefined ? undefined : text(input, member);
}

/** The two policy types that the lab knows. */
export function policyType(input: Input, member: string): PolicyType {
  const value = text(input, member);
  if (value === "SERVICE_CONTROL_POLICY" || value === "RESOURCE_CONTROL_POLICY") return value;
  throw invalid("INVALID_ENUM_POLICY_TYPE", `${member}: the lab has no policies of type ${value}.`);
}
