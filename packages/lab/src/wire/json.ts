/** JSON bodies to the SDK's values and back, along a schema. */
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../service.ts";
import { type Fields, isFields, parseTimestamp, requiredKind } from "./values.ts";

/** What members are called on the wire: REST-JSON gives them names of their own (`jsonName`), JSON-RPC does not. */
export type Names = "own" | "plain";

function nameOf(member: NormalizedSchema, name: string, names: Names): string {
  return names === "own" ? String(member.getMergedTraits().jsonName ?? name) : name;
}

/** JSON as parsed -> the SDK's values. Throws `SerializationException` where the type is wrong. */
export function decodeJson(
  schema: NormalizedSchema,
  json: unknown,
  names: Names = "plain",
  where = "body",
): unknown {
  if (schema.isDocumentSchema()) return json;
  if (schema.isStructSchema()) {
    const fields = expectFields(json, where);
    const members = [...schema.structIterator()]
      .map(([name, member]) => ({ name, member, wire: nameOf(member, name, names) }))
      // AWS reads null as "not given".
      .filter(({ wire }) => Object.hasOwn(fields, wire) && fields[wire] !== null)
      .map(({ name, member, wire }) => [
        name,
        decodeJson(member, fields[wire], names, `${where}.${wire}`),
      ]);
    return Object.fromEntries(members);
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(json)) throw mistyped(where, "a list", json);
    const element = schema.getValueSchema();
    return json.map((item: unknown, index) =>
      decodeJson(element, item, names, `${where}[${index}]`),
    );
  }
  if (schema.isMapSchema()) {
    const value = schema.getValueSchema();
    const entries = Object.entries(expectFields(json, where));
    return Object.fromEntries(
      entries.map(([key, item]) => [key, decodeJson(value, item, names, `${where}.${key}`)]),
    );
  }
  return decodeScalar(schema, json, where);
}

function decodeScalar(schema: NormalizedSchema, json: unknown, where: string): unknown {
  if (schema.isBlobSchema()) {
    if (typeof json !== "string") throw mistyped(where, "base64 text", json);
    return new Uint8Array(Buffer.from(json, "base64"));
  }
  if (schema.isTimestampSchema()) {
    const time = parseTimestamp(json);
    if (!time) throw mistyped(where, "a timestamp", json);
    return time;
  }
  const kind = requiredKind(schema);
  if (kind && typeof json !== kind) throw mistyped(where, `a ${kind}`, json);
  return json;
}

/**
 * The SDK's values -> what `JSON.stringify` takes. Throws a plain error for a member the model does
 * not have or a value of the wrong type: that is a bug in the lab's service, not the caller's.
 */
export function encodeJson(
  schema: NormalizedSchema,
  value: unknown,
  names: Names = "plain",
  where = "output",
): unknown {
  if (schema.isDocumentSchema() || schema.isUnitSchema()) return value;
  if (schema.isStructSchema()) {
    const fields = requireFields(value, where);
    const members = new Map(schema.structIterator());
    const entries = Object.entries(fields).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.map(([name, item]) => {
        const member = members.get(name);
        if (!member) throw new Error(`${where}.${name} is not in the service model.`);
        return [nameOf(member, name, names), encodeJson(member, item, names, `${where}.${name}`)];
      }),
    );
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new Error(`${where} must be a list.`);
    const element = schema.getValueSchema();
    return value.map((item: unknown, index) =>
      encodeJson(element, item, names, `${where}[${index}]`),
    );
  }
  if (schema.isMapSchema()) {
    const element = schema.getValueSchema();
    const entries = Object.entries(requireFields(value, where));
    return Object.fromEntries(
      entries.map(([key, item]) => [key, encodeJson(element, item, names, `${where}.${key}`)]),
    );
  }
  return encodeScalar(schema, value, where);
}

function encodeScalar(schema: NormalizedSchema, value: unknown, where: string): unknown {
  if (schema.isBlobSchema()) {
    if (!(value instanceof Uint8Array)) throw new Error(`${where} must be bytes.`);
    return Buffer.from(value).toString("base64");
  }
  if (schema.isTimestampSchema()) {
    if (!(value instanceof Date)) throw new Error(`${where} must be a Date.`);
    // 5 is `TIMESTAMP_DATE_TIME` of @smithy/types; JSON's default is epoch seconds.
    return schema.getSchema() === 5 ? value.toISOString() : value.getTime() / 1000;
  }
  const kind = requiredKind(schema);
  if (kind && typeof value !== kind) throw new Error(`${where} must be a ${kind}.`);
  return value;
}

function requireFields(value: unknown, where: string): Fields {
  if (!isFields(value)) throw new Error(`${where} must be an object.`);
  return value;
}

function expectFields(json: unknown, where: string): Fields {
  if (!isFields(json)) throw mistyped(where, "an object", json);
  return json;
}

function mistyped(where: string, expected: string, actual: unknown): ServiceError {
  const found = actual === null ? "null" : Array.isArray(actual) ? "a list" : typeof actual;
  return new ServiceError("SerializationException", `${where} must be ${expected}, not ${found}`);
}
