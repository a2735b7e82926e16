/** Numeric and date operators: the same six comparisons over numbers and over points in time. */
import { comparison, type Operators, type Read } from "./operator.ts";

export const NUMERIC_OPERATORS = orderOperators("Numeric", "a number", readNumber);
export const DATE_OPERATORS = orderOperators("Date", "a date", readDate);

function orderOperators(family: string, kind: string, read: Read<number>): Operators {
  const equal = (actual: number, expected: number) => actual === expected;
  return {
    [`${family}Equals`]: comparison(kind, read, equal),
    [`${family}NotEquals`]: comparison(kind, read, equal, true),
    [`${family}LessThan`]: comparison(kind, read, (actual, expected) => actual < expected),
    [`${family}LessThanEquals`]: comparison(kind, read, (actual, expected) => actual <= expected),
    [`${family}GreaterThan`]: comparison(kind, read, (actual, expected) => actual > expected),
    [`${family}GreaterThanEquals`]: comparison(
      kind,
      read,
      (actual, expected) => actual >= expected,
    ),
  };
}

/** An integer or decimal number of at most 15 digits, which a double keeps exactly enough to order. */
export function readNumber(text: string): number | undefined {
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(text)) return undefined;
  return text.replace(/\D/g, "").replace(/^0+/, "").length > 15 ? undefined : Number(text);
}

const ISO =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Milliseconds since the epoch, from a W3C ISO 8601 date or from seconds since the epoch. */
export function readDate(text: string): number | undefined {
  const [matched, year, month = "01", day = "01", time = "T00:00Z"] = ISO.exec(text) ?? [];
  if (matched === undefined) return /^\d{5,12}$/.test(text) ? Number(text) * 1000 : undefined;
  const midnight = new Date(`${year}-${month}-${day}T00:00Z`);
  // Engines let 30 February roll over into March.
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return undefined;
  const at = Date.parse(`${year}-${month}-${day}${time}`);
  return Number.isNaN(at) ? undefined : at;
}
