/** Small tests and conversions that all body formats share. */
import type { NormalizedSchema } from "@smithy/core/schema";

export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a plain object, not a list, Date or bytes. */
export function isFields(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Date) && !(value instanceof Uint8Array);
}

/** The `typeof` that a text, number or boolean schema asks for; undefined for any other schema. */
export function requiredKind(
  schema: NormalizedSchema,
): "string" | "number" | "boolean" | undefined {
  if (schema.isStringSchema()) return "string";
  if (schema.isNumericSchema()) return "number";
  return schema.isBooleanSchema() ? "boolean" : undefined;
}

/** Epoch seconds or ISO 8601 -> Date; undefined if it is neither. */
export function parseTimestamp(value: unknown): Date | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const time = new Date(typeof value === "number" ? value * 1000 : value);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
