/** The SDK's values to XML elements, along a schema: the response side of the Query protocol. */
import type { NormalizedSchema } from "@smithy/core/schema";
import { isFields, requiredKind } from "./values.ts";

/**
 * The content of an element. Throws a plain error for a member the model does not have or a value
 * of the wrong type: that is a bug in the lab's service, not the caller's.
 */
export function encodeXml(schema: NormalizedSchema, value: unknown, where = "output"): string {
  if (schema.isUnitSchema()) return "";
  if (schema.isStructSchema()) {
    const members = new Map(schema.structIterator());
    return entriesOf(value, where)
      .map(([name, item]) => {
        const member = members.get(name);
        if (!member) throw new Error(`${where}.${name} is not in the service model.`);
        return element(nameOf(member, name), encodeXml(member, item, `${where}.${name}`));
      })
      .join("");
  }
  if (schema.getMergedTraits().xmlFlattened !== undefined) {
    throw new Error(`${where}: flattened lists and maps are not implemented.`);
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new Error(`${where} must be a list.`);
    const member = schema.getValueSchema();
    const name = nameOf(member, "member");
    return value
      .map((item: unknown, index) => element(name, encodeXml(member, item, `${where}[${index}]`)))
      .join("");
  }
  if (schema.isMapSchema()) {
    const [keyName, member] = [nameOf(schema.getKeySchema(), "key"), schema.getValueSchema()];
    return entriesOf(value, where)
      .map(([key, item]) => {
        const content = encodeXml(member, item, `${where}.${key}`);
        const pair = element(keyName, escapeXml(key)) + element(nameOf(member, "value"), content);
        return element("entry", pair);
      })
      .join("");
  }
  return escapeXml(scalar(schema, value, where));
}

/** An element with content that is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Text as element content. What XML 1.0 cannot carry becomes U+FFFD, so that any parser reads it. */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those XML 1.0 forbids.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      // A parser turns a bare carriage return into a line feed.
      .replaceAll("\r", "&#xD;")
  );
}

function scalar(schema: NormalizedSchema, value: unknown, where: string): string {
  if (schema.isBlobSchema()) {
    if (!(value instanceof Uint8Array)) throw new Error(`${where} must be bytes.`);
    return Buffer.from(value).toString("base64");
  }
  if (schema.isTimestampSchema()) {
    if (!(value instanceof Date)) throw new Error(`${where} must be a Date.`);
    return value.toISOString();
  }
  const kind = requiredKind(schema);
  if (kind && typeof value !== kind) throw new Error(`${where} must be a ${kind}.`);
  return String(value);
}

function entriesOf(value: unknown, where: string): [string, unknown][] {
  if (!isFields(value)) throw new Error(`${where} must be an object.`);
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function nameOf(schema: NormalizedSchema, name: string): string {
  return schema.getMergedTraits().xmlName ?? name;
}
