/**
 * Grants that the baseline tolerates for a while: when each was first seen, and so until when it may
 * stay. Removing one and giving it again would be the way to keep it for ever, so what was there
 * before counts: nobody has a grant for more than half of the time.
 */
import type { Difference, Tolerance } from "../drift.ts";
import type { Inspection } from "../inspection.ts";

const DAY = 86_400_000;
/** So many grants of a key are remembered; without memory nothing is tolerated. */
const MOST = 200;
/** So many earlier times of each; older ones grow together, the time between them included. */
const TIMES = 10;

/** What is remembered of one grant, by the path of its difference. All in epoch milliseconds. */
export interface Grant {
  /** Since when it is there; undefined: it is not there now. */
  readonly since?: number;
  /** When it was there before: from, to. */
  readonly before: readonly (readonly [from: number, to: number])[];
  /** How far back that counts, in milliseconds. */
  readonly window: number;
}

export type Grants = Readonly<Record<string, Grant>>;

/**
 * An inspection with the end of each tolerance, and what is to be remembered.
 * @param grants what earlier looks remembered of the key
 * @param now epoch milliseconds
 * @param blindSince since when nothing can be remembered, epoch milliseconds; undefined: it can
 */
export function withEnds(
  inspection: Inspection,
  grants: Grants,
  now: number,
  blindSince?: number,
): { readonly inspection: Inspection; readonly grants: Grants } {
  if (inspection.kind !== "known") return { inspection, grants };
  const kept = new Map(Object.entries(grants).flatMap((entry) => stillCounting(entry, now)));
  const there = new Set<string>();
  const differences = inspection.differences.map((difference) => {
    const { path, tolerance } = difference;
    if (tolerance === undefined) return difference;
    there.add(path);
    const { before = [], since = blindSince ?? now } = kept.get(path) ?? {};
    if (!kept.has(path) && kept.size >= MOST) return difference;
    const grant = { since, before, window: windowOf(tolerance) };
    kept.set(path, grant);
    return ending(difference, tolerance, grant, now);
  });
  for (const [path, { since, before, window }] of kept) {
    if (since === undefined || there.has(path)) continue;
    kept.set(path, { before: joined([...before, [since, now]]), window });
  }
  return { inspection: { ...inspection, differences }, grants: Object.fromEntries(kept) };
}

/** Half of it may be used: by any grant at all that is declared, and by twelve hours a day. */
function windowOf({ duration }: Tolerance): number {
  return Math.max(DAY, 2 * duration);
}

function ending(
  difference: Difference,
  tolerance: Tolerance,
  { since, before, window }: Required<Grant>,
  now: number,
): Difference {
  const used = before.reduce(
    (sum, [from, to]) => sum + Math.max(0, to - Math.max(from, since - window)),
    0,
  );
  const until = since + Math.min(tolerance.duration, Math.max(0, window / 2 - used));
  const again =
    before.length === 0 ? "" : `, grant ${before.length + 1} since ${iso(before[0]?.[0])}`;
  const message = `${difference.message}: ${
    now < until ? "it may stay until" : "it was tolerated until"
  } ${iso(until)} (${tolerance.reason}${again})`;
  return { ...difference, message, tolerance: { ...tolerance, until } };
}

function joined(times: Grant["before"]): Grant["before"] {
  const [first, second, ...rest] = times;
  if (times.length <= TIMES || first === undefined || second === undefined) return times;
  return [[first[0], second[1]], ...rest];
}

function stillCounting([path, grant]: [string, Grant], now: number): [string, Grant][] {
  const before = grant.before.filter(([, to]) => to > (grant.since ?? now) - grant.window);
  return before.length === 0 && grant.since === undefined ? [] : [[path, { ...grant, before }]];
}

function iso(ms = 0): string {
  return new Date(ms).toISOString();
}
