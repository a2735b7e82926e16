/** Type guards for data from outside: records, stored items, errors of the SDK. */
import type { Json } from "@holdfast/core";

/** Anything with members; lists are not. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text that says something: CloudTrail writes `""` where others leave a field out. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An object out of parsed JSON, or an empty one. */
export function membersOf(value: unknown): { readonly [key: string]: Json } {
  // Whatever JSON.parse gave holds nothing but JSON, all the way down.
  return isObject(value) ? (value as { readonly [key: string]: Json }) : {};
}
