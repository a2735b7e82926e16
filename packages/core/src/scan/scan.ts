/** A scan or plan in one go, by whoever can wait for it: every guardrail asked, all of it weighed. */
import type { Action } from "../actions.ts";
import type { Baseline } from "../baseline/model.ts";
import type { Clock } from "../clock.ts";
import type { Guardrail } from "../guardrail.ts";
import type { Caller, Table } from "../ports.ts";
import { createExamine } from "./examine.ts";
import { scanId } from "./id.ts";
import type { ScanReport, ScanScope } from "./model.ts";
import { reportOf } from "./report.ts";
import type { Rotations } from "./rotation.ts";
import { guardrailsIn } from "./scope.ts";
import { readSection } from "./section.ts";

/** How many entries are told what they mean for access. */
const IMPACTS = 200;

export interface ScanDeps {
  readonly kind: ScanReport["kind"];
  readonly baseline: Baseline;
  /** See `ScanBaseline.directory`. */
  readonly directory?: string;
  readonly guardrails: readonly Guardrail[];
  /** Makes each call once: `Answers` behind it. */
  readonly aws: Caller<Action>;
  /** Of the stage; `NOTHING_KEPT` where none is known. */
  readonly table: Pick<Table, "get" | "query">;
  readonly clock: Clock;
  readonly scope?: ScanScope;
  readonly caller: ScanReport["caller"];
  readonly stage: ScanReport["stage"];
  /** See `Baselines.doubt`. */
  readonly doubt?: string | undefined;
  /**
   * What the stage's scans remember, by guardrail: what is too much for one scan is then left to them but
   * for a part. Undefined: nobody else asks for it, so all of it is asked for here.
   */
  readonly rotations?: Readonly<Record<string, Rotations>> | undefined;
  /** Hears how far it is. */
  onProgress?(progress: { readonly keys: number; readonly reading: readonly string[] }): void;
}

/** A table in which nothing is kept: no pause, no hold, no history. */
export const NOTHING_KEPT: Pick<Table, "get" | "query"> = {
  get: async () => undefined,
  query: async () => [],
};

export async function scan(deps: ScanDeps): Promise<ScanReport> {
  const { baseline, directory, aws, table, clock, scope = {}, onProgress } = deps;
  const startedAt = new Date(clock.now()).toISOString();
  const notes = new Set<string>();
  const guardrails = guardrailsIn(scope, deps.guardrails);
  const examine = createExamine({ ...deps, scope, table, notes, impacts: IMPACTS });
  const reading = new Set(guardrails.map(({ id }) => id));
  let keys = 0;
  const progress = () => onProgress?.({ keys, reading: [...reading] });
  progress();
  // All at once: AWS's rates are per operation, so guardrails that ask for other things don't wait.
  const results = await Promise.all(
    guardrails.map(async (guardrail) => {
      const onKey = () => {
        keys += 1;
        progress();
      };
      const rotations = deps.rotations && (deps.rotations[guardrail.id] ?? {});
      const { accounts } = scope;
      const section = { baseline, aws, clock, examine, accounts, rotations, onKey };
      const result = await readSection(guardrail, section);
      reading.delete(guardrail.id);
      progress();
      return result;
    }),
  );
  return reportOf({
    kind: deps.kind,
    id: scanId(startedAt, deps.caller.arn),
    startedAt,
    finishedAt: new Date(clock.now()).toISOString(),
    baseline,
    ...(directory !== undefined && { directory }),
    caller: deps.caller,
    ...(deps.scope && { scope: deps.scope }),
    stage: deps.stage,
    guardrails,
    sections: results.flatMap(({ section, parts }) => [section, ...parts]),
    entries: results.flatMap(({ entries }) => entries),
    notes: [...notes],
  });
}
