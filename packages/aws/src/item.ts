/** An item of the incident table as DynamoDB attributes, and back. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { HoldfastError, type Item, type Json } from "@holdfast/core";

export type StoredItem = Record<string, AttributeValue>;

/** The body is one JSON text: nothing is ever queried by it, and JSON survives unchanged. */
export function toAttributes(item: Item): StoredItem {
  return {
    partition: { S: item.partition },
    sort: { S: item.sort },
    version: { N: String(item.version) },
    body: { S: JSON.stringify(item.body) },
    ...(item.expiresAt !== undefined && { expiresAt: { N: String(item.expiresAt) } }),
  };
}

/** Throws a `HoldfastError` (`ITEM_CORRUPT`): a broken item is unknown, never absent. */
export function fromAttributes(stored: StoredItem): Item {
  const partition = stored.partition?.S;
  const sort = stored.sort?.S;
  if (partition === undefined || sort === undefined) throw corrupt("an item", "it has no key");
  const name = `item ${partition} ${sort}`;
  const version = integer(stored.version, name);
  if (version === undefined) throw corrupt(name, "it has no version");
  const expiresAt = integer(stored.expiresAt, name);
  return {
    partition,
    sort,
    version,
    body: parseBody(stored.body?.S, name),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** Whether `stored` is what writing `item` would have left. */
export function isStoredAs(stored: StoredItem | undefined, item: Item): boolean {
  const { version, body } = toAttributes(item);
  return stored?.version?.N === version?.N && stored?.body?.S === body?.S;
}

function integer(value: AttributeValue | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value.N);
  if (!Number.isSafeInteger(number) || number < 1) throw corrupt(name, "a number is not one");
  return number;
}

function parseBody(body: string | undefined, name: string): Json {
  if (body === undefined) throw corrupt(name, "it has no body");
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    throw corrupt(name, "its body is not JSON", error);
  }
}

function corrupt(item: string, why: string, cause?: unknown): HoldfastError {
  return new HoldfastError("ITEM_CORRUPT", `${item} of the incident table is corrupt: ${why}`, {
    source: "tool",
    hint: "Only Holdfast may write to this table: see who else did, then delete the item.",
    cause,
  });
}
