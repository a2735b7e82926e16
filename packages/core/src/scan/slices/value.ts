/** The SDK's values as JSON and back: what a survey has read must mean the same after an interruption. */
import { AwsError } from "../../errors.ts";
import type { Json } from "../../json.ts";

/**
 * Leaves out what the SDK adds about the call itself. An `AwsError` is one that says that something is
 * gone. Throws on what no answer of AWS can hold.
 */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof AwsError) return { $gone: [value.action, value.awsCode, said(value)] };
  if (typeof value !== "object") throw new TypeError(`an answer of AWS holds a ${typeof value}`);
  const members = Object.entries(value).filter(
    ([name, member]) => name !== "$metadata" && member !== undefined,
  );
  return Object.fromEntries(members.map(([name, member]) => [name, toJson(member)]));
}

/** The inverse of `toJson`. */
export function fromJson(json: Json): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(fromJson);
  const { $date, $bytes, $gone } = json as { readonly [key: string]: Json };
  if (typeof $date === "number") return new Date($date);
  if (typeof $bytes === "string") return new Uint8Array(Buffer.from($bytes, "base64"));
  if (Array.isArray($gone)) {
    const [action = "", code = "", text = ""] = $gone.map(String);
    return new AwsError(action, code, "gone", text);
  }
  return Object.fromEntries(Object.entries(json).map(([name, member]) => [name, fromJson(member)]));
}

/** AWS's own words, without what `AwsError` puts before them. */
function said({ action, awsCode, message }: AwsError): string {
  return message.slice(`${action}: ${awsCode}: `.length);
}
