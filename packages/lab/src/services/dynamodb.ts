/** DynamoDB: Get, Query and conditional Put on tables with string keys `partition` and `sort`. */
import { type Call, type Context, type Operation, type Service, ServiceError } from "../service.ts";
import { conditionOf, keyConditionOf } from "./dynamodb-expressions.ts";
import { Table } from "./dynamodb-table.ts";
import { type Attributes, invalid, itemSize, keyOf, keyOfItem } from "./dynamodb-values.ts";
import { numberOf, onlySupports, PerRegion, textOf } from "./support.ts";

export interface DynamoDB {
  readonly service: Service;
  /** Throws if the account has a table of that name in the Region. */
  createTable(account: string, region: string, name: string): void;
  /** All items, ordered by key, as they are. Throws if the table does not exist. */
  items(account: string, region: string, name: string): readonly Attributes[];
}

type Input = Readonly<Record<string, unknown>>;

/** Bytes, names included. */
const ITEM_LIMIT = 400 * 1024;

export function createDynamoDB(context: Context): DynamoDB {
  const places = new PerRegion<Map<string, Table>>(() => new Map());

  function tableOf(input: Input, { principal, region }: Call): Table {
    // A caller may also name it by ARN, which then decides the account.
    const [name = "", account = principal.account] = textOf(input, "TableName")
      .replace(/^arn:aws:dynamodb:[^:]+:(\d{12}):table\/(.+)$/, "$2:$1")
      .split(":");
    const table = places.in(account, region).get(name);
    if (table) return table;
    throw new ServiceError("ResourceNotFoundException", "Requested resource not found");
  }

  const GetItem: Operation = (input, call) => {
    onlySupports("GetItem", input, GET_ITEM, "ValidationException");
    const item = tableOf(input, call).get(
      keyOf(attributesOf(input.Key)),
      isTrue(input, "ConsistentRead"),
    );
    return item ? { Item: item } : {};
  };

  const PutItem: Operation = (input, call) => {
    onlySupports("PutItem", input, PUT_ITEM, "ValidationException");
    const table = tableOf(input, call);
    const item = attributesOf(input.Item);
    const key = keyOfItem(item);
    const condition = conditionOf(input);
    if (itemSize(item) > ITEM_LIMIT)
      throw invalid("Item size has exceeded the maximum allowed size");
    const stored = table.get(key, true);
    if (condition && !condition(stored)) throw conditionFailed(input, stored);
    table.put(item);
    return input.ReturnValues === "ALL_OLD" && stored ? { Attributes: stored } : {};
  };

  const Query: Operation = (input, call) => {
    onlySupports("Query", input, QUERY, "ValidationException");
    const table = tableOf(input, call);
    const condition = keyConditionOf(input);
    const limit = numberOf(input, "Limit") ?? Number.POSITIVE_INFINITY;
    if (limit < 1) throw invalid("Limit must be greater than or equal to 1");
    const start = input.ExclusiveStartKey;
    const { items, last } = table.query({
      ...condition,
      limit,
      after: start === undefined ? undefined : startKey(start, condition.partition),
      descending: input.ScanIndexForward === false,
      consistent: isTrue(input, "ConsistentRead"),
    });
    return {
      Items: items,
      Count: items.length,
      ScannedCount: items.length,
      ...(last && {
        LastEvaluatedKey: { partition: { S: last.partition }, sort: { S: last.sort } },
      }),
    };
  };

  return {
    service: { name: "dynamodb", operations: { GetItem, PutItem, Query } },
    createTable(account, region, name) {
      const place = places.in(account, region);
      if (place.has(name)) throw new Error(`${account} has a table ${name} in ${region} already.`);
      place.set(name, new Table(context));
    },
    items(account, region, name) {
      const table = places.in(account, region).get(name);
      if (!table) throw new Error(`${account} has no table ${name} in ${region}.`);
      return table.items();
    },
  };
}

const GET_ITEM = ["TableName", "Key", "ConsistentRead"];
const PUT_ITEM = [
  "TableName",
  "Item",
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValues",
  "ReturnValuesOnConditionCheckFailure",
];
const QUERY = [
  "TableName",
  "KeyConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ConsistentRead",
  "Limit",
  "ExclusiveStartKey",
  "ScanIndexForward",
];

/** The schema has made sure of the shape. */
function attributesOf(value: unknown): Attributes {
  return value as Attributes;
}

function isTrue(input: Input, name: string): boolean {
  return input[name] === true;
}

function startKey(start: unknown, partition: string): ReturnType<typeof keyOf> {
  const key = keyOf(attributesOf(start));
  if (key.partition === partition) return key;
  throw invalid(
    "The provided starting key is outside query boundaries based on provided conditions",
  );
}

function conditionFailed(input: Input, stored: Attributes | undefined): ServiceError {
  const showOld = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && stored;
  return new ServiceError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    showOld ? { Item: stored } : {},
  );
}
