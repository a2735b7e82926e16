/** Reads one section: a guardrail's survey, key by key. Keeps nothing of what is in sync. */
import type { Action } from "../actions.ts";
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import type { Guardrail } from "../guardrail.ts";
import { formatKey } from "../key.ts";
import type { Caller } from "../ports.ts";
import type { ScanCoverage, SurveyContext } from "../survey.ts";
import type { Examine } from "./examine.ts";
import type { ScanEntry, ScanSection } from "./model.ts";
import { reasonOf } from "./reason.ts";
import { createRotation, type Rotations } from "./rotation.ts";

export interface SectionResult {
  readonly section: ScanSection;
  readonly entries: readonly ScanEntry[];
  /** Parts that were not read although the rest was: sections of their own. */
  readonly parts: readonly ScanSection[];
  /** What the next scan has to know of this one; undefined: as it was, since this one was not to its end. */
  readonly rotations?: Rotations;
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
  /** What earlier scans remembered; undefined: nobody remembers, so everything is asked for. */
  readonly rotations?: Rotations | undefined;
  /** Left out: all accounts. */
  readonly accounts?: readonly string[] | undefined;
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
  const rotation = createRotation(Date.parse(asOf), deps.rotations);
  const entries: ScanEntry[] = [];
  const parts: ScanSection[] = [];
  const beyond: ScanCoverage[] = [];
  const seenInSync: string[] = [];
  let keys = 0;
  let inSync = 0;

  const context: SurveyContext = {
    isAbout: (account) => deps.accounts?.includes(account) ?? true,
    turn: rotation.turn,
    notChecked(part, why) {
      const nothing = { asOf, keys: 0, inSync: 0 };
      const reason = reasonOf(why);
      parts.push({ guardrail: guardrail.id, ...part, state: "NOT_CHECKED", reason, ...nothing });
    },
    beyond: (what) => void beyond.push({ what, done: 0, of: 0 }),
  };
  const result = (
    rest: Pick<ScanSection, "state" | "reason" | "coverage">,
  ): Pick<SectionResult, "section" | "entries" | "parts" | "seenInSync"> => ({
    section: { guardrail: guardrail.id, ...rest, asOf, keys, inSync },
    entries,
    parts,
    seenInSync,
  });

  try {
    for await (const { key, inspection } of guardrail.survey(baseline, aws, context)) {
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
    const coverage = [...rotation.coverage(), ...beyond];
    const read = result({ state: "READ", ...(coverage.length > 0 && { coverage }) });
    return { ...read, rotations: rotation.remembered() };
  } catch (error) {
    if (retries?.(error)) throw error;
    return result({ state: keys > 0 ? "PARTIAL" : "NOT_CHECKED", reason: reasonOf(error) });
  }
}
