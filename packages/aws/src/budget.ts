/** Keeps calls below AWS's rates: token buckets on our own clock, first come first served. */
import { type Clock, HoldfastError } from "@holdfast/core";
import { limits as awsLimits, type Limit, type Rate } from "./limits.ts";

export interface Budgets {
  /**
   * Resolves when a call of `action` may be made; at once if AWS documents no rate for it.
   * Throws an `AwsError` of class `limit`, and takes nothing, if that is after `deadline`
   * (milliseconds since the epoch).
   */
  take(action: string, deadline?: number): Promise<void>;
}

export interface BudgetOptions {
  readonly clock: Clock;
  /** The part of AWS's rates that may be used, above 0 up to 1: events and scan have one each. */
  readonly share: number;
  readonly limits?: readonly Limit[];
}

/** Budgets of one calling account; whoever shares them shares the rates. */
export function createBudgets({ clock, share, limits = awsLimits }: BudgetOptions): Budgets {
  if (!(share > 0 && share <= 1)) throw new RangeError(`share is not in (0, 1]: ${share}`);
  const buckets = new Map<string, readonly Bucket[]>();
  for (const { actions, account, organization } of limits) {
    const shared = [account, ...(organization ? [organization] : [])].map((r) => bucket(r, share));
    for (const action of actions) buckets.set(action, shared);
  }

  return {
    async take(action, deadline = Number.POSITIVE_INFINITY) {
      const all = buckets.get(action) ?? buckets.get(action.replace(/:.*$/, ":*")) ?? [];
      const now = clock.now();
      const start = Math.max(now, ...all.map((each) => each.earliest()));
      if (start > deadline) throw tooLate(action, start - now);
      // Booked before the first await: nobody can get in between, and later callers start later.
      for (const each of all) each.book(start);
      if (start > now) await clock.sleep(start - now);
    },
  };
}

/**
 * A token bucket as "virtual scheduling" (GCRA): instead of counting tokens it remembers until when
 * it is used up. Needs no timer, and the order of bookings is the order of calls.
 */
interface Bucket {
  /** The first instant at which a token is there. */
  earliest(): number;
  book(start: number): void;
}

function bucket(rate: Rate, share: number): Bucket {
  const interval = 1000 / (rate.perSecond * share);
  const ahead = (Math.max(1, Math.floor(rate.burst * share)) - 1) * interval;
  let usedUntil = Number.NEGATIVE_INFINITY;
  return {
    earliest: () => usedUntil - ahead,
    book(start) {
      usedUntil = Math.max(usedUntil, start) + interval;
    },
  };
}

/** Not an AWS error: nothing was asked and nothing is known. Whoever began this comes back later. */
function tooLate(action: string, wait: number): HoldfastError {
  const seconds = Math.ceil(wait / 1000);
  const text = `${action} may be called in ${seconds} s only, to stay within our share of AWS's rate`;
  return new HoldfastError("OUT_OF_TIME", text, { source: "tool" });
}
