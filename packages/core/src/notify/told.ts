/** What has been said about one incident, and where. Pure. */
import type { MessageRef, Notice } from "./chat.ts";
import { type Claim, isTaken } from "./claim.ts";

/** Changes that are remembered; a revert that fails for four days is told again a hundred times. */
const CHANGES = 100;

export interface Told {
  /** The incident's message; absent while there is none, and where messages have no reference. */
  readonly message?: MessageRef;
  /** `updatedAt` of what the message shows. */
  readonly shows?: string;
  /** Ids of the changes that were told, newest last. */
  readonly changes: readonly string[];
  readonly claim?: Claim;
}

export const NOTHING_TOLD: Told = { changes: [] };

/**
 * What there is to do about a change: nothing, wait for whoever is at it, send the first message, or
 * follow up on it.
 */
export type Next = "told" | "busy" | "post" | "follow";

export function nextFor(told: Told, change: string, claim: Claim, now: number): Next {
  if (told.changes.includes(change)) return "told";
  if (isTaken(told.claim, claim.by, now)) return "busy";
  return told.message === undefined ? "post" : "follow";
}

/** One change of an incident: told once, however often it is delivered. */
export function changeOf({ updatedAt, outcome }: Pick<Notice, "updatedAt" | "outcome">): string {
  return `${updatedAt} ${outcome}`;
}

/** SNS keeps no order: what is older than what the message shows must not replace it. */
export function isNewer(told: Told, { updatedAt }: Pick<Notice, "updatedAt">): boolean {
  return told.shows === undefined || told.shows < updatedAt;
}

/** The state after a change was told; the claim is given back. */
export function afterTelling(
  { message, shows, changes }: Told,
  change: string,
  shown: { readonly message?: MessageRef | undefined; readonly shows?: string },
): Told {
  const now = { message: shown.message ?? message, shows: shown.shows ?? shows };
  return {
    ...(now.message && { message: now.message }),
    ...(now.shows !== undefined && { shows: now.shows }),
    changes: [...changes, change].slice(-CHANGES),
  };
}

/** The state without its claim. */
export function released({ claim: _, ...told }: Told): Told {
  return told;
}
