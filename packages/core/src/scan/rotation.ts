/**
 * Takes turns: what is too much for one scan is cut into parts, and each scan asks for those that were
 * asked for longest ago. What is in which part depends on nothing else, so an organization may grow.
 */
import type { ScanCoverage, Share } from "../survey.ts";

/** Parts of everything, whatever its number: all of it has its turn within so many scans. */
export const PARTS = 128;

/** When each part was asked for, in epoch milliseconds; null: never. */
type Turns = readonly (number | null)[];

/** What scans remember of earlier ones, by the name of what takes turns. */
export type Rotations = Readonly<Record<string, Turns>>;

export interface Rotation {
  /** See `SurveyContext.turn`. */
  turn(share: Share): (id: string) => boolean;
  /** Of all that took turns. */
  coverage(): readonly ScanCoverage[];
  /** What the next scan has to know, if all of that was read. */
  remembered(): Rotations;
}

/**
 * @param now epoch milliseconds; the same for all of a scan
 * @param earlier what scans before remembered; undefined: nobody remembers, so everything is asked for
 */
export function createRotation(now: number, earlier: Rotations | undefined): Rotation {
  const coverage = new Map<string, ScanCoverage>();
  const remembered = new Map<string, Turns>(Object.entries(earlier ?? {}));
  return {
    turn({ name, what, ids, atMost }) {
      const sizes = new Array<number>(PARTS).fill(0);
      for (const id of ids) {
        const part = partOf(id);
        sizes[part] = (sizes[part] ?? 0) + 1;
      }
      const before = earlier?.[name] ?? [];
      const taken = take(sizes, before, earlier ? atMost : Number.POSITIVE_INFINITY);
      // Where there is nothing, all of it has been asked for.
      const turns = sizes.map((size, part) =>
        taken.has(part) || size === 0 ? now : (before[part] ?? null),
      );
      remembered.set(name, turns);
      coverage.set(name, { what, ...countOf(sizes, taken), ...sinceOf(turns) });
      return (id) => taken.has(partOf(id));
    },
    coverage: () => [...coverage.values()].filter(({ of }) => of > 0),
    remembered: () => Object.fromEntries(remembered),
  };
}

/** Those asked for longest ago first, as many as there is room for, and one in any case. */
function take(sizes: readonly number[], before: Turns, atMost: number): ReadonlySet<number> {
  const last = (part: number) => before[part] ?? 0;
  const byLast = (a: number, b: number) => last(a) - last(b) || a - b;
  const filled = [...sizes.keys()].filter((part) => sizes[part] !== 0);
  const taken = new Set<number>();
  let count = 0;
  for (const part of filled.toSorted(byLast)) {
    count += sizes[part] ?? 0;
    if (taken.size > 0 && count > atMost) break;
    taken.add(part);
  }
  return taken;
}

function countOf(sizes: readonly number[], taken: ReadonlySet<number>) {
  const sum = (some: readonly number[]) => some.reduce((total, size) => total + size, 0);
  return { done: sum(sizes.filter((_size, part) => taken.has(part))), of: sum(sizes) };
}

function sinceOf(turns: Turns): Pick<ScanCoverage, "since"> {
  const known = turns.filter((at) => at !== null);
  return known.length < turns.length ? {} : { since: new Date(Math.min(...known)).toISOString() };
}

/** FNV-1a of the UTF-16 code units: short, and spreads ids that differ in one character. */
function partOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % PARTS;
}
