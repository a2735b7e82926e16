import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  PutItemCommand,
  QueryCommand,
  ThrottlingException,
} from "@aws-sdk/client-dynamodb";
import { VersionConflictError } from "@holdfast/core";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createTable } from "./table.ts";
import { callOptions } from "./testing.ts";

const dynamodb = mockClient(DynamoDBClient);
const table = () => createTable({ ...callOptions(), table: "holdfast-test" });
const item = { partition: "key/a", sort: "lease", version: 1, body: { holder: "x" } };
const stored = {
  partition: { S: "key/a" },
  sort: { S: "lease" },
  version: { N: "1" },
  body: { S: '{"holder":"x"}' },
};
const conflict = (Item?: typeof stored) =>
  new ConditionalCheckFailedException({ message: "no", $metadata: {}, ...(Item && { Item }) });
const lostAnswer = () => new InternalServerError({ message: "oops", $metadata: {} });

beforeEach(() => {
  dynamodb.reset();
});

describe("get", () => {
  it("reads an item strongly consistently", async () => {
    const Key = { partition: { S: "key/a" }, sort: { S: "lease" } };
    dynamodb
      .on(GetItemCommand, { TableName: "holdfast-test", Key, ConsistentRead: true }, true)
      .resolves({ Item: { ...stored, expiresAt: { N: "1800000000" } } });
    expect(await table().get("key/a", "lease")).toEqual({ ...item, expiresAt: 1_800_000_000 });
  });

  it("gives undefined only when DynamoDB says that there is no item", async () => {
    dynamodb.on(GetItemCommand).resolvesOnce({}).rejects(new Error("unreachable"));
    expect(await table().get("key/a", "lease")).toBeUndefined();
    await expect(table().get("key/a", "lease")).rejects.toThrow("unreachable");
  });

  it.each([
    ["a body that is cut off", { ...stored, body: { S: '{"holder":' } }],
    ["no body", { ...stored, body: { N: "1" } }],
    ["a version that is no number", { ...stored, version: { N: "many" } }],
    ["no version", { ...stored, version: { S: "1" } }],
    ["no key", { version: { N: "1" }, body: { S: "1" } }],
  ])("throws on %s instead of taking it for absent", async (_what, Item) => {
    dynamodb.on(GetItemCommand).resolves({ Item });
    await expect(table().get("key/a", "lease")).rejects.toMatchObject({ code: "ITEM_CORRUPT" });
  });
});

describe("query", () => {
  it("gives the items of all pages in order", async () => {
    const second = { ...stored, sort: { S: "lease2" } };
    const start = { partition: { S: "key/a" }, sort: { S: "lease" } };
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [stored], LastEvaluatedKey: start })
      .resolves({ Items: [second] });
    expect((await table().query("key/a", "lease")).map(({ sort }) => sort)).toEqual([
      "lease",
      "lease2",
    ]);
    expect(dynamodb.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toMatchObject([
      {
        ConsistentRead: true,
        KeyConditionExpression: "#p = :p AND begins_with(#s, :s)",
        ExpressionAttributeValues: { ":p": { S: "key/a" }, ":s": { S: "lease" } },
      },
      { ConsistentRead: true, ExclusiveStartKey: start },
    ]);
  });

  it("asks for the whole partition if the prefix is empty, which DynamoDB would refuse", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    await table().query("key/a", "");
    const { input } = dynamodb.commandCalls(QueryCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({
      KeyConditionExpression: "#p = :p",
      ExpressionAttributeNames: { "#p": "partition" },
      ExpressionAttributeValues: { ":p": { S: "key/a" } },
    });
  });

  it("begins behind a sort key, but not with a prefix as well: DynamoDB takes one condition", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    await table().query("key/a", "", "lease");
    expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      KeyConditionExpression: "#p = :p AND #s > :s",
      ExpressionAttributeNames: { "#p": "partition", "#s": "sort" },
      ExpressionAttributeValues: { ":p": { S: "key/a" }, ":s": { S: "lease" } },
    });
    await expect(table().query("key/a", "le", "lease")).rejects.toThrow(RangeError);
  });
});

describe("put", () => {
  it("creates an item only if there is none", async () => {
    dynamodb.on(PutItemCommand).resolves({});
    await table().put({ ...item, expiresAt: 1_800_000_000 });
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      Item: { ...stored, expiresAt: { N: "1800000000" } },
      ConditionExpression: "attribute_not_exists(#p)",
      ExpressionAttributeNames: { "#p": "partition" },
    });
  });

  it("replaces an item only if it still has the version before", async () => {
    dynamodb.on(PutItemCommand).resolves({});
    await table().put({ ...item, version: 7 });
    expect(dynamodb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      Item: { version: { N: "7" } },
      ConditionExpression: "#v = :v",
      ExpressionAttributeNames: { "#v": "version" },
      ExpressionAttributeValues: { ":v": { N: "6" } },
    });
  });

  it("reports that somebody else was first, at once even if they wrote the same", async () => {
    dynamodb.on(PutItemCommand).rejects(conflict(stored));
    await expect(table().put(item)).rejects.toBeInstanceOf(VersionConflictError);
    expect(dynamodb.calls()).toHaveLength(1);
  });

  it("recognises its own write whose answer got lost", async () => {
    dynamodb.on(PutItemCommand).rejectsOnce(lostAnswer()).rejects(conflict(stored));
    await expect(table().put(item)).resolves.toBeUndefined();
  });

  it("does not take a write for its own that it was only throttled on", async () => {
    const busy = new ThrottlingException({ message: "slow down", $metadata: {} });
    dynamodb.on(PutItemCommand).rejectsOnce(busy).rejects(conflict(stored));
    await expect(table().put(item)).rejects.toBeInstanceOf(VersionConflictError);
  });

  it.each([
    ["another body", { ...stored, body: { S: '{"holder":"y"}' } }],
    ["another version", { ...stored, version: { N: "2" } }],
    ["an item that is not shown", undefined],
  ])("does not take %s for its own lost write", async (_what, found) => {
    dynamodb.on(PutItemCommand).rejectsOnce(lostAnswer()).rejects(conflict(found));
    await expect(table().put(item)).rejects.toBeInstanceOf(VersionConflictError);
  });
});
