/**
 * The breaker: when two parties fight over a key, reverts slow down and the alert grows louder. It
 * never gives up, or an attacker would burn the budget first and make the real change then.
 */

/** Writes within this time count. Milliseconds. */
const WINDOW = 15 * 60_000;
/** So many are ordinary. */
const FREE = 4;
/** The first wait; it doubles with every further write. Milliseconds. */
const FIRST_WAIT = 60_000;
/** No wait is longer. Milliseconds. */
const LONGEST_WAIT = 15 * 60_000;

/**
 * Until when the next write must wait.
 * @param writes times of earlier writes to the key, epoch milliseconds, oldest first
 * @returns epoch milliseconds, or undefined if it need not wait
 */
export function breakerUntil(writes: readonly number[], now: number): number | undefined {
  const recent = writes.filter((at) => at > now - WINDOW);
  const last = recent.at(-1);
  if (last === undefined || recent.length < FREE) return undefined;
  const until = last + Math.min(FIRST_WAIT * 2 ** (recent.length - FREE), LONGEST_WAIT);
  return until > now ? until : undefined;
}
