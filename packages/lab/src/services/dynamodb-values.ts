/** DynamoDB's attribute values: their size, equality and keys. */
import { isDeepStrictEqual } from "node:util";
import { ServiceError } from "../service.ts";
import { byteLength } from "./support.ts";

/** A tagged value such as `{ S: "text" }`; the tag is one of S, N, B, SS, NS, BS, M, L, NULL, BOOL. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface Key {
  readonly partition: string;
  readonly sort: string;
}

/** Bytes as DynamoDB counts them: names and values in UTF-8, containers with an overhead. */
export function itemSize(item: Attributes): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    return sum + byteLength(name) + valueSize(value);
  }, 0);
}

function valueSize(value: AttributeValue): number {
  const [[tag, content] = ["NULL", true]] = Object.entries(value);
  if (tag === "S") return byteLength(String(content));
  // One byte for two digits, and one more.
  if (tag === "N") return Math.ceil(String(content).length / 2) + 1;
  if (content instanceof Uint8Array) return content.byteLength;
  // Attribute values nest in M and L only, which the schema has made sure of.
  if (tag === "M") {
    const members = content as Attributes;
    return 3 + Object.keys(members).length + itemSize(members);
  }
  if (tag === "L") {
    const items = content as readonly AttributeValue[];
    return items.reduce((sum, item) => sum + 1 + valueSize(item), 3);
  }
  if (Array.isArray(content)) {
    return content.reduce((sum: number, item: unknown) => {
      return sum + (item instanceof Uint8Array ? item.byteLength : byteLength(String(item)));
    }, 0);
  }
  return 1;
}

/** Numbers are equal by value (`1` and `1.0`), everything else by content. */
export function equalValues(first: AttributeValue | undefined, second: AttributeValue): boolean {
  if (first?.N !== undefined && second.N !== undefined) return Number(first.N) === Number(second.N);
  return isDeepStrictEqual(first, second);
}

/** The key inside a whole item. */
export function keyOfItem(item: Attributes): Key {
  return { partition: keyText(item, "partition"), sort: keyText(item, "sort") };
}

/** A key alone, as GetItem takes it: nothing but its two attributes. */
export function keyOf(attributes: Attributes): Key {
  if (Object.keys(attributes).toSorted().join() !== "partition,sort") {
    throw invalid("The provided key element does not match the schema");
  }
  return keyOfItem(attributes);
}

function keyText(attributes: Attributes, name: string): string {
  const value = attributes[name];
  const problem = "One or more parameter values were invalid";
  if (!value) throw invalid(`${problem}: Missing the key ${name} in the item`);
  if (typeof value.S !== "string") {
    const actual = Object.keys(value)[0];
    throw invalid(`${problem}: Type mismatch for key ${name} expected: S actual: ${actual}`);
  }
  if (value.S === "") {
    throw invalid(
      `${problem}: The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  const limit = name === "partition" ? 2048 : 1024;
  if (byteLength(value.S) > limit) throw invalid(`${problem}: ${name} exceeds ${limit} bytes`);
  return value.S;
}

export function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}
