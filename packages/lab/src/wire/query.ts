/** Query-protocol parameters (`Tags.member.1.Key=…`) to the SDK's values, along a schema. */
import type { NormalizedSchema } from "@smithy/core/schema";
import { ServiceError } from "../service.ts";
import { parseTimestamp } from "./values.ts";

/** Parameters by the parts of their dotted names. */
interface Branch {
  value?: string;
  readonly children: Map<string, Branch>;
}

/** Form parameters -> the operation's input. Throws `MalformedInput` where the type is wrong. */
export function decodeQuery(schema: NormalizedSchema, parameters: URLSearchParams): unknown {
  const root: Branch = { children: new Map() };
  for (const [name, value] of parameters) {
    let branch = root;
    for (const part of name.split(".")) {
      const next = branch.children.get(part) ?? { children: new Map() };
      branch.children.set(part, next);
      branch = next;
    }
    branch.value = value;
  }
  return decode(schema, root, "");
}

function decode(schema: NormalizedSchema, branch: Branch, where: string): unknown {
  if (schema.isUnitSchema()) return {};
  if (schema.isStructSchema()) {
    const members = [...schema.structIterator()].flatMap(([name, member]) => {
      const child = branch.children.get(wireName(member, name));
      return child ? [[name, decode(member, child, where ? `${where}.${name}` : name)]] : [];
    });
    return Object.fromEntries(members);
  }
  const flat = schema.getMergedTraits().xmlFlattened !== undefined;
  if (schema.isListSchema()) {
    const element = schema.getValueSchema();
    const items = flat ? branch : branch.children.get(wireName(element, "member"));
    return numbered(items).map((item, index) => decode(element, item, `${where}[${index}]`));
  }
  if (schema.isMapSchema()) {
    const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
    const entries = flat ? branch : branch.children.get("entry");
    const pairs = numbered(entries).map((entry) => {
      const name = entry.children.get(wireName(key, "key"))?.value ?? "";
      const item = entry.children.get(wireName(value, "value")) ?? { children: new Map() };
      return [name, decode(value, item, `${where}.${name}`)];
    });
    return Object.fromEntries(pairs);
  }
  return scalar(schema, branch.value ?? "", where);
}

function wireName(schema: NormalizedSchema, name: string): string {
  return schema.getMergedTraits().xmlName ?? name;
}

/** Children in the order of their numbers, which need not be the order of the text. */
function numbered(branch: Branch | undefined): Branch[] {
  return [...(branch?.children ?? [])]
    .toSorted(([first], [second]) => Number(first) - Number(second))
    .map(([, child]) => child);
}

function scalar(schema: NormalizedSchema, text: string, where: string): unknown {
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, "base64"));
  if (schema.isBooleanSchema()) {
    if (text !== "true" && text !== "false") throw malformed(where, "true or false");
    return text === "true";
  }
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() === "" || Number.isNaN(number)) throw malformed(where, "a number");
    return number;
  }
  if (schema.isTimestampSchema()) {
    const time = parseTimestamp(text);
    if (!time) throw malformed(where, "a timestamp");
    return time;
  }
  return text;
}

function malformed(where: string, expected: string): ServiceError {
  return new ServiceError("MalformedInput", `${where} must be ${expected}`);
}
