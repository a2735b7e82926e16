/** `requestParameters` and `responseElements` as each service records them. */
import type { Json } from "@holdfast/core";
import type { Call } from "../service.ts";

// securityhub alone keeps the API's own casing (cloudtrail-shapes 1).
const PASCAL = new Set(["securityhub"]);

// Members that CloudTrail never shows.
const SECRET = new Set(["SecretAccessKey"]);

// Writes of AWS Organizations whose answer is recorded; all others record null.
const ANSWERED = new Set([
  "CreatePolicy",
  "UpdatePolicy",
  "EnablePolicyType",
  "DisablePolicyType",
  "CreateOrganizationalUnit",
]);

/** Bytes above which CloudTrail leaves either of them out altogether. */
const LARGEST = 100 * 1024;

export function requestParameters({ service, input }: Call): Json {
  return limited(recorded(input, PASCAL.has(service)));
}

/** Of a successful call. */
export function responseElements(
  { service, operation }: Call,
  output: Readonly<Record<string, unknown>>,
  readOnly: boolean,
): Json {
  if (service === "organizations" && !ANSWERED.has(operation)) return null;
  // AssumeRole counts as read-only, and its answer is recorded all the same.
  if (readOnly && operation !== "AssumeRole") return null;
  return limited(recorded(output, PASCAL.has(service)));
}

function limited(value: Json): Json {
  const empty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return empty || Buffer.byteLength(JSON.stringify(value)) > LARGEST ? null : value;
}

// Since 2025: "May 24, 2025, 2:48:54 PM", with a narrow no-break space (U+202F) before PM.
const localized = new Intl.DateTimeFormat("en-US", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

function recorded(value: unknown, pascal: boolean): Json {
  if (value instanceof Date) return localized.format(value).replace(/ (?=[AP]M$)/, "\u202f");
  if (Array.isArray(value)) return value.map((item) => recorded(item, pascal));
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([name, member]) => member !== undefined && !SECRET.has(name))
      .map(([name, member]) => [keyOf(name, pascal), recorded(member, pascal)]);
    return Object.fromEntries(members);
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  return null;
}

// Only the first letter is lowered: `SAMLProviderArn` becomes `sAMLProviderArn`.
function keyOf(name: string, pascal: boolean): string {
  return pascal ? name : name.charAt(0).toLowerCase() + name.slice(1);
}
