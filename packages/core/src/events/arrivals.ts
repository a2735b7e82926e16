/** Which accounts records of AWS Organizations are about, wherever in them AWS says so. */
import { type Json, memberOf } from "../json.ts";
import type { TrailRecord } from "../record.ts";
import type { EventPattern } from "./pattern.ts";

/** Of an account that came. */
export const ARRIVALS = ["AcceptHandshake", "AccountJoinedOrganization", "CreateAccountResult"];

export const ARRIVAL_PATTERN: EventPattern = {
  source: ["aws.organizations"],
  // AWS does not say which of the two its newest events of membership come as.
  "detail-type": ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"],
  detail: {
    eventSource: ["organizations.amazonaws.com"],
    eventName: ARRIVALS,
    errorCode: [{ exists: false }],
  },
};

const ACCOUNT = /^\d{12}$/;

/** Every `accountId` at any depth: where AWS puts it in its newest events is not documented. */
export function accountIdsIn(value: Json): Json[] {
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap(accountIdsIn);
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "accountId" ? [inner] : accountIdsIn(inner),
  );
}

/** Ids of the accounts that a handshake is between. */
export function partiesOf(handshake: Json | undefined): (Json | undefined)[] {
  const parties = memberOf(handshake, "parties");
  return Array.isArray(parties)
    ? parties
        .filter((party) => memberOf(party, "type") === "ACCOUNT")
        .map((one) => memberOf(one, "id"))
    : [];
}

/** The accounts that a record says have joined, each once. */
export function arrivals({ eventName, request, response, service, actor }: TrailRecord): string[] {
  const candidates =
    eventName === "AcceptHandshake"
      ? // The invited account calls; the organization's copy of the record may name it in the parties only.
        [...partiesOf(response.handshake), actor.account]
      : accountIdsIn([service, request, response]);
  const ids = candidates.filter((id) => typeof id === "string").filter((id) => ACCOUNT.test(id));
  return [...new Set(ids)];
}
