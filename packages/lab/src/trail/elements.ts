/** `requestParameters` and `responseElements` as each service records them. */
import type { Json } from "@holdfast/core";
import type { Call } from "../service.ts";

// securityhub alone keeps the API's own casing (cloudtrail-shapes 1).
const PASCAL = new Set(["securityhub"]);

// Members that CloudTrail never shows.
const SECRET = new Set([
  "Password",
  "SecretAccessKey",
  "SecretString",
  "ServiceCredentialSecret",
  "ServicePassword",
]);

/** What CloudTrail shows in place of a member's value; undefined: the value itself. */
type Veil = (member: string) => string | undefined;

const maskedNames: Veil = (member) =>
  member === "AccountName" || member === "Email" ? "****" : undefined;
const hiddenContent: Veil = (member) =>
  member === "Content" ? "HIDDEN_DUE_TO_SECURITY_REASONS" : undefined;

// What people and groups are called is hidden since July 2025 (AWS Security Blog), and their addresses.
const hiddenNames: Veil = (member) =>
  /^(UserName|DisplayName|FamilyName|GivenName|Description|Value|AttributeValue)$/.test(member)
    ? "HIDDEN_DUE_TO_SECURITY_REASONS"
    : undefined;

function veilOf({ service, operation }: Call): Veil {
  if (service === "identitystore") return hiddenNames;
  if (service !== "organizations") return () => undefined;
  return operation === "PutResourcePolicy" ? hiddenContent : maskedNames;
}

// Writes of AWS Organizations whose answer is recorded; all others record null.
const ANSWERED = new Set([
  "CreatePolicy",
  "UpdatePolicy",
  "EnablePolicyType",
  "DisablePolicyType",
  "CreateOrganizationalUnit",
  "UpdateOrganizationalUnit",
  "CreateAccount",
  "InviteAccountToOrganization",
  "AcceptHandshake",
  "PutResourcePolicy",
]);

/** Bytes above which CloudTrail leaves an element out altogether. */
const LARGEST = 100 * 1024;

export function requestParameters(call: Call): Json {
  return limited(recorded(call.input, PASCAL.has(call.service), veilOf(call)));
}

/** Of a successful call. */
export function responseElements(
  call: Call,
  output: Readonly<Record<string, unknown>>,
  readOnly: boolean,
): Json {
  const { service, operation } = call;
  if (service === "organizations" && !ANSWERED.has(operation)) return null;
  // AssumeRole counts as read-only, and its answer is recorded all the same.
  if (readOnly && operation !== "AssumeRole") return null;
  return limited(recorded(output, PASCAL.has(service), veilOf(call)));
}

/** Of an event of AWS Organizations itself; `details` has the SDK's member names. */
export function serviceEventDetails(details: Readonly<Record<string, unknown>>): Json {
  return limited(recorded(details, false, maskedNames));
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

/** A time in an answer, as CloudTrail writes it. */
export function localTime(time: Date): string {
  return localized.format(time).replace(/ (?=[AP]M$)/, "\u202f");
}

function recorded(value: unknown, pascal: boolean, veil: Veil): Json {
  if (value instanceof Date) return localTime(value);
  if (Array.isArray(value)) return value.map((item) => recorded(item, pascal, veil));
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([name, member]) => member !== undefined && !SECRET.has(name))
      .map(([name, member]) => [keyOf(name, pascal), veil(name) ?? recorded(member, pascal, veil)]);
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
