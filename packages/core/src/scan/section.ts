/** Reads one section: a guardrail's survey, key by key. Keeps nothing of what is in sync. */
import type { Action } from "../actions.ts";
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import type { Coverage, Guardrail, Turn } from "../guardrail.ts";
import { formatKey } from "../key.ts";
import type { Caller } from "../ports.ts";
import type { Examine } from "./examine.ts";
import type { ScanEntry, ScanSection } from "./model.ts";
import { reasonOf } from "./reason.ts";

export interface SectionResult {
  readonly section: ScanSection;
  readonly entries: readonly ScanEntry[];
  /** Of the keys that were watched for, those that were seen in sync. */
  readonly seenInSync: readonly string[];
}

export interface SectionDeps {
  readonly baseline: Baseline;
  readonly aws: Caller<Action>;
  readonly clock: Clock;
  readonly examine: Examine;
  /** ISO 8601 of the section's first read, where an earlier slice began it. */
  readonly asOf?: string | undefined;
  /** Keys whose being in sync somebody has to hear of. */
  readonly watchedFor?: ReadonlySet<string>;
  /** Hears of every key. */
  onKey?(): void;
  /** Whether a failure shall be thrown instead of told, because the section is tried again. */
  retries?(error: unknown): boolean;
}

/** Never throws unless `retries` says so: what can't be read is part of the result. */
export async function readSection(guardrail: Guardrail, deps: SectionDeps): Promise<SectionResult> {
  const { baseline, aws, clock, examine, watchedFor, onKey, retries } = deps;
  const asOf = deps.asOf ?? new Date(clock.now()).toISOString();
  const entries: ScanEntry[] = [];
  const seenInSync: string[] = [];
  let coverage: Coverage | undefined;
  let keys = 0;
  let inSync = 0;

  const result = (rest: Pick<ScanSection, "state" | "reason">): SectionResult => ({
    section: { guardrail: guardrail.id, ...rest, asOf, ...coverage, keys, inSync },
    entries,
    seenInSync,
  });

  try {
    for await (const one of guardrail.survey(baseline, aws, turnAt(asOf))) {
      if ("coverage" in one) {
        coverage = one;
        continue;
      }
      const { key, inspection } = one;
      const examined = await examine(guardrail, key, inspection);
      if (examined.kind === "outside" || examined.kind === "off") continue;
      keys += 1;
      onKey?.();
      if (examined.kind === "entry") {
        entries.push(examined.entry);
        continue;
      }
      inSync += 1;
      const id = formatKey(key);
      if (watchedFor?.has(id)) seenInSync.push(id);
    }
    return result({ state: "READ" });
  } catch (error) {
    if (retries?.(error)) throw error;
    return result({ state: keys > 0 ? "PARTIAL" : "NOT_CHECKED", reason: reasonOf(error) });
  }
}

/** How often everything is scanned by schedule. Milliseconds. */
const PERIOD = 4 * 3_600_000;

/** The same for all slices of a scan, and one more for the next. */
function turnAt(asOf: string): Turn {
  return { turn: Math.floor(Date.parse(asOf) / PERIOD) };
}
