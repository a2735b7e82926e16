/** Condition elements about a request: every operator, with values that just hold and just don't. */
import type { Random } from "@holdfast/core";
import type { ConditionBlock, ConditionValue, ContextValue } from "@holdfast/policy";
import { chance, pick, scalarOrList, several } from "./draw.ts";
import type { Key, KeyType } from "./keys.ts";
import { arnAround, ESCAPED, patternAround, withVariable } from "./patterns.ts";

type Values = Readonly<Record<string, ContextValue>>;

const STRING = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"];
const FOLDED = ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"];
const ORDER = ["Equals", "NotEquals", "LessThan", "LessThanEquals"].concat([
  "GreaterThan",
  "GreaterThanEquals",
]);
const ARN = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"];

const OPERATORS: Readonly<Record<KeyType, readonly string[]>> = {
  string: [...STRING, ...FOLDED],
  strings: [...STRING, ...FOLDED],
  arn: [...ARN, ...ARN, ...STRING],
  number: ORDER.map((name) => `Numeric${name}`),
  date: ORDER.map((name) => `Date${name}`),
  boolean: ["Bool"],
  address: ["IpAddress", "NotIpAddress"],
  binary: ["BinaryEquals"],
};

/** One to three clauses about the request's keys, some of which it lacks. */
export function drawConditions(
  random: Random,
  keys: readonly Key[],
  context: Values,
): ConditionBlock {
  const block: Record<string, Record<string, ConditionValue | readonly ConditionValue[]>> = {};
  for (const { operator, key, values } of several(random, 1, 3, () =>
    drawClause(random, pick(random, keys), context),
  )) {
    block[operator] = { ...block[operator], [key]: values };
  }
  return block;
}

function drawClause(random: Random, key: Key, context: Values) {
  if (chance(random, 0.08)) {
    return { operator: "Null", key: spelled(random, key.name), values: flag(random) };
  }
  const base = pick(random, OPERATORS[key.type]);
  // AWS advises against set operators on keys of one value, and evaluates them all the same.
  const isSet = key.type === "strings" || chance(random, 0.04);
  const quantifier = isSet ? pick(random, ["ForAllValues:", "ForAnyValue:"]) : "";
  const suffix = chance(random, 0.2) ? "IfExists" : "";
  const values = several(random, 1, 3, () => drawValue(random, base, key, context));
  return {
    operator: `${quantifier}${base}${suffix}`,
    key: spelled(random, key.name),
    values: scalarOrList(random, values),
  };
}

/** Key names are compared without case, and people write them in either. */
function spelled(random: Random, name: string): string {
  return chance(random, 0.1) ? name.toLowerCase() : name;
}

function flag(random: Random): ConditionValue {
  return pick<ConditionValue>(random, ["true", "false", true, false]);
}

function drawValue(random: Random, operator: string, key: Key, context: Values): ConditionValue {
  const actual = context[key.name];
  const present = actual === undefined ? [] : [actual].flat();
  const around =
    present.length > 0 && chance(random, 0.75)
      ? pick(random, present)
      : pick(random, key.values.flat());
  if (operator === "Bool") return chance(random, 0.6) ? around : flag(random);
  if (operator.startsWith("Numeric")) return drawNumber(random, Number(around));
  if (operator.startsWith("Date")) return drawDate(random, around);
  if (operator.endsWith("IpAddress")) return drawBlock(random, around);
  if (operator === "BinaryEquals") return around;
  return drawText(random, operator, around, context);
}

function drawText(random: Random, operator: string, around: string, context: Values): string {
  const isArn = operator.startsWith("Arn");
  if (chance(random, 0.1)) {
    const text = withVariable(random, around, context);
    if (!isArn || text.startsWith("arn:")) return text;
  }
  if (isArn) return arnAround(random, around);
  if (chance(random, 0.03)) return pick(random, ESCAPED);
  if (operator.endsWith("Like")) return patternAround(random, around);
  return pick(random, [around, around, around.toUpperCase(), `${around}x`]);
}

function drawNumber(random: Random, around: number): ConditionValue {
  const value = around + pick(random, [-1, 0, 0, 1]);
  return pick<ConditionValue>(random, [value, String(value), `${value}.0`, `${value}.5`]);
}

/** The instant, a second or half of one beside it, or its day; as ISO 8601 or in seconds. */
function drawDate(random: Random, around: string): string {
  const instant = /^\d+$/.test(around) ? Number(around) * 1000 : Date.parse(around);
  const moved = new Date(instant + pick(random, [-1000, 0, 0, 500, 1000]));
  return pick(random, [
    () => moved.toISOString(),
    () => moved.toISOString().replace(".000Z", "Z"),
    () => moved.toISOString().replace("Z", "+00:00"),
    () => moved.toISOString().slice(0, 10),
    () => String(Math.floor(moved.getTime() / 1000)),
  ])();
}

function drawBlock(random: Random, around: string): string {
  const others = ["10.0.0.0/8", "203.0.113.0/24", "2001:db8::/32", "0.0.0.0/0", "::/0"];
  const lengths = around.includes(":") ? [32, 48, 64, 128] : [8, 24, 31, 32];
  return pick(random, [
    () => around,
    () => `${around}/${pick(random, lengths)}`,
    () => pick(random, others),
  ])();
}
