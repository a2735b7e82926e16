/** The few DynamoDB expressions the lab understands; any other is refused by name. */
import { type Attributes, type AttributeValue, equalValues, invalid } from "./dynamodb-values.ts";

type Input = Readonly<Record<string, unknown>>;
type Condition = (stored: Attributes | undefined) => boolean;

export interface KeyCondition {
  readonly partition: string;
  /** What the sort key begins with; `""` for all. */
  readonly prefix: string;
  /** What the sort key is greater than; `""` for all. */
  readonly greaterThan: string;
}

/** Words of DynamoDB's reserved list that a table like ours could be tempted to use bare. */
const RESERVED = new Set(
  "ACTION DATA DATE HASH KEY NAME OWNER PARTITION PATH RANGE REGION ROLE SOURCE STATE STATUS TIME TIMESTAMP TTL TYPE USER VALUE VALUES".split(
    " ",
  ),
);

/** Looks up `#name` and `:value`, and remembers which were used. */
class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  constructor(input: Input) {
    // The schema has made sure of both shapes.
    this.#names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
    this.#values = (input.ExpressionAttributeValues ?? {}) as Record<string, AttributeValue>;
  }

  name(text: string, expression: string): string {
    if (!text.startsWith("#")) {
      if (!RESERVED.has(text.toUpperCase())) return text;
      const detail = `Attribute name is a reserved keyword; reserved keyword: ${text}`;
      throw invalid(`Invalid ${expression}: ${detail}`);
    }
    this.#used.add(text);
    const name = this.#names[text];
    if (name !== undefined) return name;
    const detail = `An expression attribute name used in the document path is not defined`;
    throw invalid(`Invalid ${expression}: ${detail}; attribute name: ${text}`);
  }

  value(text: string, expression: string): AttributeValue {
    this.#used.add(text);
    const value = this.#values[text];
    if (value !== undefined) return value;
    const detail = "An expression attribute value used in expression is not defined";
    throw invalid(`Invalid ${expression}: ${detail}; attribute value: ${text}`);
  }

  /** AWS refuses a placeholder that no expression uses. */
  checkAllUsed(): void {
    for (const [member, given] of [
      ["ExpressionAttributeNames", this.#names],
      ["ExpressionAttributeValues", this.#values],
    ] as const) {
      const unused = Object.keys(given).filter((key) => !this.#used.has(key));
      if (unused.length === 0) continue;
      throw invalid(
        `Value provided in ${member} unused in expressions: keys: {${unused.join(", ")}}`,
      );
    }
  }
}

const NAME = "(#?[A-Za-z_][\\w.-]*)";
const VALUE = "(:\\w+)";
const NOT_EXISTS = new RegExp(`^\\s*attribute_not_exists\\s*\\(\\s*${NAME}\\s*\\)\\s*$`);
const EQUALS = new RegExp(`^\\s*${NAME}\\s*=\\s*${VALUE}\\s*$`);
const KEY_CONDITION = new RegExp(
  `^\\s*${NAME}\\s*=\\s*${VALUE}(?:\\s+and\\s+(?:begins_with\\s*\\(\\s*${NAME}\\s*,\\s*${VALUE}\\s*\\)|${NAME}\\s*>\\s*${VALUE}))?\\s*$`,
  "i",
);

/** What PutItem's `ConditionExpression` asks of the stored item; undefined if there is none. */
export function conditionOf(input: Input): Condition | undefined {
  const placeholders = new Placeholders(input);
  const condition = parseCondition(input.ConditionExpression, placeholders);
  placeholders.checkAllUsed();
  return condition;
}

function parseCondition(expression: unknown, placeholders: Placeholders): Condition | undefined {
  if (typeof expression !== "string") return undefined;
  const where = "ConditionExpression";
  const [, absent] = NOT_EXISTS.exec(expression) ?? [];
  if (absent) {
    const name = placeholders.name(absent, where);
    return (stored) => stored?.[name] === undefined;
  }
  const [, left, right] = EQUALS.exec(expression) ?? [];
  if (!left || !right) throw unsupported(where, expression);
  const name = placeholders.name(left, where);
  const value = placeholders.value(right, where);
  return (stored) => equalValues(stored?.[name], value);
}

/** What Query's `KeyConditionExpression` asks for. */
export function keyConditionOf(input: Input): KeyCondition {
  const where = "KeyConditionExpression";
  const expression = input.KeyConditionExpression;
  if (typeof expression !== "string") throw invalid(`${where} must be specified`);
  const [, partitionName, partition, sortName, prefix, startName, start] =
    KEY_CONDITION.exec(expression) ?? [];
  if (!partitionName || !partition) throw unsupported(where, expression);
  const placeholders = new Placeholders(input);
  const condition = {
    partition: keyText(placeholders, "partition", partitionName, partition),
    prefix: sortName && prefix ? keyText(placeholders, "sort", sortName, prefix) : "",
    greaterThan: startName && start ? keyText(placeholders, "sort", startName, start) : "",
  };
  placeholders.checkAllUsed();
  return condition;
}

function keyText(placeholders: Placeholders, key: string, name: string, value: string): string {
  const where = "KeyConditionExpression";
  if (placeholders.name(name, where) !== key) {
    throw invalid(`Query condition missed key schema element: ${key}`);
  }
  const { S: text } = placeholders.value(value, where);
  if (typeof text === "string") return text;
  throw invalid("One or more parameter values were invalid: Condition parameter type is not S");
}

function unsupported(where: string, expression: string): Error {
  const known =
    where === "ConditionExpression"
      ? "attribute_not_exists(name) and name = :value"
      : "partition = :value and begins_with(sort, :value) or sort > :value";
  return invalid(`The lab does not support the ${where} "${expression}", only ${known}.`);
}
