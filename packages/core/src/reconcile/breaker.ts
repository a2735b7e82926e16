/**
 * The breaker: when two parties fight over a key, reverts slow down and the alert grows louder. It
 * never gives up, or an attacker would burn the budget first and make the real change then; and what takes
 * access away never waits for more than a minute, or a fight would be the way to keep it.
 */
import type { Breaker } from "../decide.ts";

/** Writes within this time count. Milliseconds. */
const WINDOW = 15 * 60_000;
/** So many are ordinary. */
const FREE = 4;
/** The first wait; it doubles with every further write. Milliseconds. */
const FIRST_WAIT = 60_000;
/** No wait is longer. Milliseconds. */
const LONGEST_WAIT = 15 * 60_000;

/**
 * Until when the next writes must wait; undefined if none has to.
 * @param writes times of earlier writes to the key, epoch milliseconds, oldest first
 */
export function breakerOf(writes: readonly number[], now: number): Breaker | undefined {
  const recent = writes.filter((at) => at > now - WINDOW);
  const last = recent.at(-1);
  if (last === undefined || recent.length < FREE) return undefined;
  const until = last + Math.min(FIRST_WAIT * 2 ** (recent.length - FREE), LONGEST_WAIT);
  return until > now ? { until, restrictUntil: last + FIRST_WAIT } : undefined;
}
