/** What is told about Holdfast itself: somebody stopped its writes, or let them go on. */
import type { Json } from "./json.ts";

const WHAT = ["paused", "pause lifted", "hold placed", "hold lifted"] as const;

export interface Announcement {
  /** What was done, in the past tense. */
  readonly what: (typeof WHAT)[number];
  /** A key, a guardrail, `*`, an account id or an ARN. */
  readonly scope: string;
  readonly reason?: string;
  /** ARN of who did it, as STS says. */
  readonly by: string;
  /** ISO 8601; undefined: until lifted, or it is over. */
  readonly until?: string;
  /** ISO 8601. */
  readonly at: string;
  readonly stage: string;
}

/** People may write one by hand: everything in it is looked at before it is told. */
export function isAnnouncement(value: Json | undefined): value is Json & Announcement {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { what, scope, reason = "", by, until = "", at, stage } = value as Record<string, Json>;
  return (
    [scope, reason, by, until, at, stage].every((text) => typeof text === "string") &&
    WHAT.some((known) => known === what)
  );
}
