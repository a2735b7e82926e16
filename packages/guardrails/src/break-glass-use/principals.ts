/** The declared break-glass principals, and which of them a record is about. */
import type { Baseline, TrailRecord } from "@holdfast/core";
import { isOfSignIn } from "../tripwire/sign-in.ts";

/** One declared principal in one account. */
export interface Principal {
  /** Twelve digits. */
  readonly account: string;
  /** Relative to its account, e.g. `user/break-glass/olivia`; or `permission-set/<name>`. */
  readonly name: string;
}

/**
 * Characters of principals in one pattern: with the rest of it below EventBridge's 2,048, and names
 * have up to 580.
 */
const AT_ONCE = 1_300;

/** The names of declared users or roles, in portions that a pattern can hold. */
export function portions(baseline: Baseline, kind: "user" | "role"): string[][] {
  const names = baseline.breakGlass?.principals.filter((name) => name.startsWith(`${kind}/`)) ?? [];
  const all: string[][] = [];
  let room = 0;
  for (const name of names) {
    room -= name.length + '{"suffix":":"},'.length;
    if (room < 0) {
      all.push([]);
      room = AT_ONCE - name.length;
    }
    all.at(-1)?.push(name);
  }
  return all;
}

/** Those who act: the role of a session, the user itself, or the user that a failed sign-in names. */
export function acting(record: TrailRecord, baseline: Baseline): Principal[] {
  const { actor, account } = record;
  if (actor.role !== undefined) return declared(actor.role, baseline);
  if (actor.arn !== undefined) return declared(actor.arn, baseline);
  // A failed sign-in has no ARN, only the user's name.
  if (!isOfSignIn(record) || actor.type !== "IAMUser") return [];
  return (baseline.breakGlass?.principals ?? [])
    .filter((name) => name.startsWith("user/") && name.split("/").at(-1) === actor.name)
    .flatMap((name) => declared(`arn:aws:iam::${account}:${name}`, baseline));
}

/** The role that a call takes, if it is a declared one. */
export function taken({ eventName, request }: TrailRecord, baseline: Baseline): Principal[] {
  const { roleArn } = request;
  const takes = eventName.startsWith("AssumeRole") && typeof roleArn === "string";
  return takes ? declared(roleArn, baseline) : [];
}

/** The permission set that somebody takes in the access portal, if it is one for emergencies. */
export function federatedTo(
  { eventName, eventSource, service, account }: TrailRecord,
  { breakGlass }: Baseline,
): Principal[] {
  if (eventSource !== "sso.amazonaws.com" || eventName !== "Federate") return [];
  const { role_name: set, account_id: where } = service;
  if (typeof set !== "string" || !breakGlass?.permissionSets?.includes(set)) return [];
  const place = typeof where === "string" ? where : account;
  return [{ account: place, name: `permission-set/${set}` }];
}

/** A list of one if an ARN is that of a declared principal in one of its accounts, else of none. */
function declared(arn: string, { breakGlass, accounts }: Baseline): Principal[] {
  const [, account, name] = /^arn:[^:]+:iam::(\d{12}):((?:user|role)\/.+)$/.exec(arn) ?? [];
  const place = accounts.find(({ id }) => id === account)?.name;
  if (account === undefined || name === undefined || place === undefined) return [];
  const known = breakGlass?.principals.includes(name) && breakGlass.accounts.includes(place);
  return known ? [{ account, name }] : [];
}
