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

/** Events in which Identity Center says that it hands out a session of a permission set. */
export const FEDERATES: readonly string[] = ["Federate", "GetRoleCredentials"];

/** What the name of the role of a permission set begins with, in whichever account. */
export const reservedName = (set: string) => `AWSReservedSSO_${set}_`;

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

/**
 * The permission set that somebody takes, in the access portal (`Federate`) or with the CLI
 * (`GetRoleCredentials`), if it is one for emergencies.
 */
export function federatedTo(
  { eventName, eventSource, service, account }: TrailRecord,
  { breakGlass }: Baseline,
): Principal[] {
  if (eventSource !== "sso.amazonaws.com" || !FEDERATES.includes(eventName)) return [];
  const { role_name: set, account_id: where } = service;
  if (typeof set !== "string" || !breakGlass?.permissionSets?.includes(set)) return [];
  const place = typeof where === "string" ? where : account;
  return [{ account: place, name: `permission-set/${set}` }];
}

/**
 * A list of one if an ARN is that of a declared principal in one of its accounts, or of the role of a
 * permission set for emergencies in any, else of none.
 */
function declared(arn: string, baseline: Baseline): Principal[] {
  const { breakGlass, accounts } = baseline;
  const [, account, name] = /^arn:[^:]+:iam::(\d{12}):((?:user|role)\/.+)$/.exec(arn) ?? [];
  if (account === undefined || name === undefined) return [];
  const set = setOf(name);
  if (set !== undefined && breakGlass?.permissionSets?.includes(set)) {
    return [{ account, name: `permission-set/${set}` }];
  }
  const place = accounts.find(({ id }) => id === account)?.name;
  if (place === undefined || !breakGlass?.principals.includes(name)) return [];
  return breakGlass.accounts.includes(place) ? [{ account, name }] : [];
}

/** The permission set that Identity Center made a role for; nobody else can make one under that path. */
function setOf(role: string): string | undefined {
  const [, set] =
    /^role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(
      role,
    ) ?? [];
  return set;
}
