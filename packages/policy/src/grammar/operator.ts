/** The names of condition operators and the values that each can read. */
import { readBlock } from "../evaluate/operators/ip.ts";
import { readBase64, readBoolean } from "../evaluate/operators/literal.ts";
import { readDate, readNumber } from "../evaluate/operators/order.ts";
import { quote } from "../quote.ts";

export interface OperatorName {
  /** What its values are, e.g. "a number". */
  readonly what: string;
  readonly reads: (value: string) => boolean;
  /** Policy variables are replaced in its values. */
  readonly variables: boolean;
}

const TEXT = { what: "text", reads: () => true, variables: true };
const ARN = { what: '"*" or an ARN of six parts', reads: isArnPattern, variables: true };
const NUMBER = values("a number", readNumber);
const DATE = values("a date", readDate);
const BOOLEAN = values("true or false", readBoolean);
const BINARY = values("base64", readBase64);
const IP = values("an IP address or CIDR block", readBlock);

const ORDERED = [
  "Equals",
  "NotEquals",
  "LessThan",
  "LessThanEquals",
  "GreaterThan",
  "GreaterThanEquals",
];

/** IAM User Guide, "Condition operators". */
const OPERATORS: ReadonlyMap<string, OperatorName> = new Map([
  ...named(TEXT, "String", ["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase"]),
  ...named(TEXT, "String", ["Like", "NotLike"]),
  ...named(NUMBER, "Numeric", ORDERED),
  ...named(DATE, "Date", ORDERED),
  ...named(BOOLEAN, "", ["Bool", "Null"]),
  ...named(BINARY, "Binary", ["Equals"]),
  ...named(IP, "", ["IpAddress", "NotIpAddress"]),
  ...named(ARN, "Arn", ["Equals", "NotEquals", "Like", "NotLike"]),
]);

/** An operator by its name with quantifier and suffix, or why there is none of that name. */
export function readOperator(name: string): OperatorName | { readonly problem: string } {
  const [, quantifier, base = "", suffix] =
    /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/s.exec(name) ?? [];
  const operator = OPERATORS.get(base);
  if (operator === undefined) return { problem: unknown(name, base) };
  // Null asks about the key itself, for which neither the suffix nor a quantifier has a meaning.
  if (base === "Null" && suffix !== undefined) return { problem: "Null can't have IfExists" };
  if (base === "Null" && quantifier !== undefined) {
    return { problem: `Null can't have ${quantifier.slice(0, -1)}` };
  }
  return operator;
}

function unknown(name: string, base: string): string {
  const problem = `there is no condition operator ${quote(name)}`;
  // AWS documents no other spelling, so another case may mean nothing at all.
  const meant = [...OPERATORS.keys()].find((one) => one.toLowerCase() === base.toLowerCase());
  return meant === undefined ? problem : `${problem}, only ${meant}`;
}

function named(operator: OperatorName, family: string, endings: readonly string[]) {
  return endings.map((ending) => [`${family}${ending}`, operator] as const);
}

function values(what: string, read: (text: string) => unknown): OperatorName {
  return { what, reads: (value) => read(value) !== undefined, variables: false };
}

// Each of the six parts is compared by itself, so a shorter pattern fits no ARN.
function isArnPattern(value: string): boolean {
  return value === "*" || value.split(":").length >= 6;
}
