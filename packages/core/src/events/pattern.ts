/** EventBridge event patterns, as far as Holdfast uses them, and a matcher that agrees with Event Ruler. */
import type { Json } from "../json.ts";

/** One alternative of a field: a literal, or a content filter. */
export type Matcher =
  | string
  | number
  | boolean
  | null
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly exists: boolean }
  | { readonly "anything-but": readonly string[] };

/** Fields that must all match; a list holds alternatives. */
export interface EventPattern {
  readonly [field: string]: readonly Matcher[] | EventPattern;
}

/** Whether EventBridge would send `event` to a rule with this pattern. */
export function matches(pattern: EventPattern, event: Json): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    const value = isObject(event) ? event[field] : undefined;
    if (isAlternatives(expected)) return expected.some((one) => matchesValue(one, value));
    return value !== undefined && matches(expected, value);
  });
}

function matchesValue(matcher: Matcher, value: Json | undefined): boolean {
  // An array in the event matches if any of its elements does.
  if (Array.isArray(value)) return value.some((one) => matchesValue(matcher, one));
  if (matcher === null || typeof matcher !== "object") return matcher === value;
  // `exists` looks at leaves only: an object is not a leaf (Event Ruler).
  if ("exists" in matcher) return matcher.exists === (value !== undefined && !isObject(value));
  if ("prefix" in matcher) return typeof value === "string" && value.startsWith(matcher.prefix);
  if ("suffix" in matcher) return typeof value === "string" && value.endsWith(matcher.suffix);
  return typeof value === "string" && !matcher["anything-but"].includes(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAlternatives(value: readonly Matcher[] | EventPattern): value is readonly Matcher[] {
  return Array.isArray(value);
}
