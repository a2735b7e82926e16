/** Who is talking: two deliveries of the same alert must not say the same thing twice. */

/** Held by an invocation until it ends, however it ends. */
export interface Claim {
  /** Unique to the invocation. */
  readonly by: string;
  /** Epoch milliseconds: no sooner than the invocation is stopped. */
  readonly until: number;
}

/** Whether somebody else holds it. */
export function isTaken(claim: Claim | undefined, by: string, now: number): boolean {
  return claim !== undefined && claim.by !== by && claim.until > now;
}
