import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  REGION,
  type TestContext,
  testContext,
  testEndpoint,
} from "../endpoint.fixture.ts";
import { createDynamoDB, type DynamoDB } from "./dynamodb.ts";

const TableName = "incidents";
let context: TestContext;
let table: DynamoDB;
let client: DynamoDBClient;

beforeEach(() => {
  context = testContext();
  table = createDynamoDB(context);
  table.createTable(ACCOUNT, REGION, TableName);
  client = new DynamoDBClient(testEndpoint([table.service]).configuration);
});

const item = (partition: string, sort: string, version = 1, body = "") => ({
  partition: { S: partition },
  sort: { S: sort },
  version: { N: String(version) },
  ...(body && { body: { S: body } }),
});
const put = (input: Omit<PutItemCommandInput, "TableName">) =>
  client.send(new PutItemCommand({ TableName, ...input }));
const get = (partition: string, sort: string, more: Partial<GetItemCommandInput> = {}) => {
  const Key = { partition: { S: partition }, sort: { S: sort } };
  return client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true, ...more }));
};
const query = (more: Partial<QueryCommandInput> = {}) =>
  client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "#p = :p",
      ExpressionAttributeNames: { "#p": "partition" },
      ExpressionAttributeValues: { ":p": { S: "a" } },
      ConsistentRead: true,
      ...more,
    }),
  );
const sorts = ({ Items = [] }: Awaited<ReturnType<typeof query>>) =>
  Items.map(({ sort }) => sort?.S);

const isNew = {
  ConditionExpression: "attribute_not_exists(#partition)",
  ExpressionAttributeNames: { "#partition": "partition" },
};
const hasVersion = (version: string) => ({
  ConditionExpression: "#version = :expected",
  ExpressionAttributeNames: { "#version": "version" },
  ExpressionAttributeValues: { ":expected": { N: version } },
});

describe("a conditional put", () => {
  it("of a new item succeeds once and shows the other writer what is there", async () => {
    await put({ Item: item("a", "1"), ...isNew });
    const second = put({
      Item: item("a", "1", 9),
      ...isNew,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const error: unknown = await second.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: item("a", "1") });
    expect(table.items(ACCOUNT, REGION, TableName)).toEqual([item("a", "1")]);
  });

  it("goes by the version that is stored, compared as a number", async () => {
    await put({ Item: item("a", "1", 1) });
    await put({ Item: item("a", "1", 2), ...hasVersion("1.0") });
    await expect(put({ Item: item("a", "1", 3), ...hasVersion("1") })).rejects.toThrow(
      ConditionalCheckFailedException,
    );
    expect((await get("a", "1")).Item).toEqual(item("a", "1", 2));
  });

  it("on an item that is not there fails, for nothing has no version", async () => {
    await expect(put({ Item: item("a", "1", 2), ...hasVersion("1") })).rejects.toThrow(
      ConditionalCheckFailedException,
    );
  });

  it("lets exactly one of many concurrent writers win", async () => {
    await put({ Item: item("a", "1", 1) });
    const writes = Array.from({ length: 20 }, (_, index) =>
      put({ Item: item("a", "1", 2, `writer ${index}`), ...hasVersion("1") }),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("an expression", () => {
  it.each([
    ["attribute_exists(body)", "does not support the ConditionExpression"],
    ["version > :v", "does not support the ConditionExpression"],
    ["attribute_not_exists(partition)", "reserved keyword: partition"],
    ["attribute_not_exists(#undefined)", "attribute name: #undefined"],
    ["version = :undefined", "attribute value: :undefined"],
  ])("%s is refused by name", async (ConditionExpression, message) => {
    const refused = put({ Item: item("a", "1"), ConditionExpression });
    await expect(refused).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining(message),
    });
  });

  it("must use every placeholder that is given", async () => {
    const refused = put({ Item: item("a", "1"), ExpressionAttributeNames: { "#x": "x" } });
    await expect(refused).rejects.toThrow("unused in expressions: keys: {#x}");
  });

  it("that the lab does not have is refused, not ignored", async () => {
    await expect(query({ FilterExpression: "version = :v" })).rejects.toThrow(
      "does not support FilterExpression",
    );
  });
});

describe("a query", () => {
  const prefixed = {
    KeyConditionExpression: "#p = :p AND begins_with(sort, :s)",
    ExpressionAttributeValues: { ":p": { S: "a" }, ":s": { S: "x#" } },
  };

  it("finds what begins with a prefix, in the order of its bytes, forwards or backwards", async () => {
    for (const sort of ["x#2", "x#10", "x#é", "y", "x"]) await put({ Item: item("a", sort) });
    await put({ Item: item("b", "x#1") });
    expect(sorts(await query(prefixed))).toEqual(["x#10", "x#2", "x#é"]);
    const backwards = await query({ ...prefixed, ScanIndexForward: false });
    expect(sorts(backwards)).toEqual(["x#é", "x#2", "x#10"]);
  });

  it("finds what is greater than a key, that key excluded", async () => {
    for (const sort of ["#cursor", "2026#a", "2026#b", "x"]) await put({ Item: item("g", sort) });
    const greater = await query({
      KeyConditionExpression: "#p = :p AND sort > :s",
      ExpressionAttributeValues: { ":p": { S: "g" }, ":s": { S: "2026#a" } },
    });
    expect(sorts(greater)).toEqual(["2026#b", "x"]);
  });

  it("gives every item exactly once over its pages, whatever their size and direction", async () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 });
    const property = fc.asyncProperty(
      keys,
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      async (names, Limit, ScanIndexForward) => {
        const partition = `p${fc.stringify([names, Limit, ScanIndexForward])}`.slice(0, 500);
        for (const name of names) await put({ Item: item(partition, name) });
        const seen: (string | undefined)[] = [];
        let page: Awaited<ReturnType<typeof query>> | undefined;
        do {
          page = await query({
            Limit,
            ScanIndexForward,
            ExpressionAttributeValues: { ":p": { S: partition } },
            ExclusiveStartKey: page?.LastEvaluatedKey,
          });
          expect(page.Count).toBeLessThanOrEqual(Limit);
          seen.push(...sorts(page));
        } while (page.LastEvaluatedKey);
        const bytewise = names.toSorted((one, two) =>
          Buffer.compare(Buffer.from(one), Buffer.from(two)),
        );
        expect(seen).toEqual(ScanIndexForward ? bytewise : bytewise.toReversed());
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });

  it("ends a page at one megabyte", async () => {
    for (const sort of ["1", "2", "3", "4"]) {
      await put({ Item: item("a", sort, 1, "x".repeat(390 * 1024)) });
    }
    const first = await query();
    expect(sorts(first)).toEqual(["1", "2", "3"]);
    expect(first.LastEvaluatedKey).toEqual({ partition: { S: "a" }, sort: { S: "3" } });
    const second = await query({ ExclusiveStartKey: first.LastEvaluatedKey });
    expect(sorts(second)).toEqual(["4"]);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  it("names a last key when it stopped at its limit, though nothing follows", async () => {
    await put({ Item: item("a", "1") });
    expect((await query({ Limit: 1 })).LastEvaluatedKey).toBeDefined();
  });
});

describe("a table", () => {
  it("is known to its account and Region only", async () => {
    await expect(get("a", "1", { TableName: "other" })).rejects.toThrow(ResourceNotFoundException);
    const config = testEndpoint([table.service]).configuration;
    const elsewhere = new DynamoDBClient({ ...config, region: "eu-west-1" });
    const Key = { partition: { S: "a" }, sort: { S: "1" } };
    await expect(elsewhere.send(new GetItemCommand({ TableName, Key }))).rejects.toThrow(
      ResourceNotFoundException,
    );
  });

  it("refuses items beyond 400 KB, names included", async () => {
    const room = 400 * 1024 - "partitionasort1version".length - 2 - "body".length;
    await put({ Item: item("a", "1", 1, "x".repeat(room)) });
    await expect(put({ Item: item("a", "1", 1, "x".repeat(room + 1)) })).rejects.toThrow(
      "Item size has exceeded the maximum allowed size",
    );
  });

  it.each([
    [{ partition: { S: "a" } }, "Missing the key sort"],
    [{ partition: { N: "1" }, sort: { S: "b" } }, "Type mismatch for key partition"],
    [{ partition: { S: "a" }, sort: { S: "" } }, "empty string value. Key: sort"],
  ])("refuses the key %j", async (Item, message) => {
    await expect(put({ Item })).rejects.toThrow(message);
  });

  it("keeps an expired item readable, as DynamoDB may for days", async () => {
    const expiring = {
      ...item("a", "1"),
      expiresAt: { N: String(context.clock.now() / 1000 + 60) },
    };
    await put({ Item: expiring });
    context.advance(24 * 3600);
    expect((await get("a", "1")).Item).toEqual(expiring);
  });

  it("shows every write to a consistent read at once, and to any read after a second", async () => {
    const stale = new Set<string | undefined>();
    for (let version = 1; version <= 40; version += 1) {
      await put({ Item: item("a", "1", version) });
      expect((await get("a", "1")).Item).toEqual(item("a", "1", version));
      const eventual = await get("a", "1", { ConsistentRead: false });
      stale.add(eventual.Item?.version?.N === String(version) ? "new" : "old");
    }
    expect(stale).toEqual(new Set(["new", "old"]));
    context.advance(1);
    expect((await get("a", "1", { ConsistentRead: false })).Item).toEqual(item("a", "1", 40));
  });
});
