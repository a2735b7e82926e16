/** The incident table in DynamoDB: strongly consistent reads and version-conditioned puts. */
import { AwsError, type Item, type Table, VersionConflictError } from "@holdfast/core";
import { type CallOptions, createCall } from "./call.ts";
import { fromAttributes, isStoredAs, type StoredItem, toAttributes } from "./item.ts";
import { isObject } from "./json.ts";

export interface TableOptions extends CallOptions {
  /** Name or ARN of the DynamoDB table. */
  readonly table: string;
}

/** Throws an `AwsError` if DynamoDB does, a `HoldfastError` (`ITEM_CORRUPT`) on an unreadable item. */
export function createTable(options: TableOptions): Table {
  const call = createCall(options);
  const TableName = options.table;

  return {
    async get(partition, sort) {
      const output = await call("dynamodb:GetItem", {
        TableName,
        Key: { partition: { S: partition }, sort: { S: sort } },
        ConsistentRead: true,
      });
      return output.Item && fromAttributes(output.Item);
    },

    async query(partition, prefix, after) {
      const items: Item[] = [];
      let start: StoredItem | undefined;
      do {
        const page = await call("dynamodb:Query", {
          TableName,
          ConsistentRead: true,
          ...condition(partition, prefix, after),
          ...(start && { ExclusiveStartKey: start }),
        });
        items.push(...(page.Items ?? []).map(fromAttributes));
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },

    async put(item) {
      let answerLost = false;
      const request = { TableName, Item: toAttributes(item), ...expectation(item) };
      try {
        await call("dynamodb:PutItem", request, (error) => {
          answerLost ||= error.class === "transient";
        });
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        // An earlier attempt may have been written though its answer got lost.
        if (answerLost && isStoredAs(storedItem(error), item)) return;
        throw new VersionConflictError(`${item.partition} ${item.sort}`);
      }
    },
  };
}

/** `partition` is a reserved word of DynamoDB, and an empty prefix is not a legal value. */
function condition(partition: string, prefix: string, after = "") {
  // DynamoDB takes one condition on the sort key.
  if (prefix !== "" && after !== "") throw new RangeError("a query has a prefix or a start");
  const some = prefix !== "" || after !== "";
  const wanted = after === "" ? "begins_with(#s, :s)" : "#s > :s";
  return {
    KeyConditionExpression: some ? `#p = :p AND ${wanted}` : "#p = :p",
    ExpressionAttributeNames: { "#p": "partition", ...(some && { "#s": "sort" }) },
    ExpressionAttributeValues: {
      ":p": { S: partition },
      ...(some && { ":s": { S: prefix || after } }),
    },
  };
}

function expectation(item: Item) {
  if (item.version === 1) {
    return {
      ConditionExpression: "attribute_not_exists(#p)",
      ExpressionAttributeNames: { "#p": "partition" },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
  }
  return {
    ConditionExpression: "#v = :v",
    ExpressionAttributeNames: { "#v": "version" },
    ExpressionAttributeValues: { ":v": { N: String(item.version - 1) } },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
}

function isConditionFailure(error: unknown): error is AwsError {
  return error instanceof AwsError && error.awsCode === "ConditionalCheckFailedException";
}

/** What the condition was checked against: DynamoDB sends it along when asked for ALL_OLD. */
function storedItem(error: AwsError): StoredItem | undefined {
  // The SDK's ConditionalCheckFailedException; its class would load the whole client.
  return isObject(error.cause) ? (error.cause.Item as StoredItem | undefined) : undefined;
}
