/** One drift scan of a large organization, on the lab's virtual clock and at AWS's rates. */
import { limits } from "@holdfast/aws";
import type { Baseline, Deployment, ScanCoverage } from "@holdfast/core";
import { describeDeployment } from "@holdfast/core/deployment";
import type { ScanReport } from "@holdfast/core/scan";
import { createScanHandler, SCAN_SHARE } from "@holdfast/functions/scan-handler";
import { scanSettingsFrom } from "@holdfast/functions/settings";
import { guardrails, tripwires } from "@holdfast/guardrails";
import {
  createLab,
  createRandomSource,
  createVirtualClock,
  type Handler,
  inProcess,
  type Lab,
  LabRequestHandler,
  type LoggedCall,
} from "@holdfast/lab";
import { createMemoryProbe, type MemoryProbe } from "./memory.ts";

const START = Date.parse("2026-11-23T09:00:00Z");
/** Hours of lab time within which the largest scan must be over. */
const PATIENCE = 6 * 3_600_000;
/** Calls between two looks at the memory. */
const SAMPLE_EVERY = 200;
/** What the scan asks about, beside its own table, queue and bucket. */
const SURVEYED = /^(organizations|sso|identitystore):/;

export interface Measured {
  readonly calls: readonly LoggedCall[];
  readonly coverage: readonly ScanCoverage[];
  /** Seconds of lab time from the message that asked for it to its report. */
  readonly seconds: number;
  /** MB of live heap at the most, beyond what the lab holds before it begins. */
  readonly memory: number;
  /** Of the function: slices, and messages that came for nothing. */
  readonly invocations: number;
}

/** Throws if the scan was not complete, found a drift, or was refused a call. */
export async function measureScan(baseline: Baseline): Promise<Measured> {
  const deployment = describeDeployment(baseline, { guardrails, tripwires }, "lab");
  const memory = createMemoryProbe();
  const clock = createVirtualClock(START);
  const lab = openLab(baseline, deployment, clock, memory);
  try {
    lab.trouble.awsRates(true);
    memory.begin();
    lab.send(queueOf(deployment), { holdfast: "scan" });
    await clock.drain(START + PATIENCE);
    const [report] = lab.reports().filter(({ key }) => /^scans\/.*json$/.test(key));
    if (report === undefined) throw new Error(`no report: ${lab.logs().at(-1)?.text}`);
    const { complete, summary, sections } = JSON.parse(
      new TextDecoder().decode(report.body),
    ) as ScanReport;
    if (!complete || summary.drifted > 0) throw new Error(JSON.stringify(summary));
    const calls = lab.calls().filter(({ action }) => SURVEYED.test(action));
    // Where there is no boundary, that is what AWS says; anything else was refused.
    const refused = calls.filter(({ outcome }) => !/^ok$|NotFoundException$/.test(outcome));
    if (refused.length > 0) throw new Error(`${refused.length} calls were refused`);
    return {
      calls,
      coverage: sections.flatMap(({ coverage = [] }) => coverage),
      seconds: (report.at - START) / 1000,
      memory: memory.peak(),
      invocations: lab.invocations().length,
    };
  } finally {
    await lab.close();
  }
}

function openLab(
  baseline: Baseline,
  deployment: Deployment,
  clock: ReturnType<typeof createVirtualClock>,
  memory: MemoryProbe,
): Lab {
  // Nothing but the scan: what it finds is nobody's business here.
  const functions = deployment.functions.filter(({ name }) => name.endsWith("-drift-scan"));
  let calls = 0;
  const lab: Lab = createLab({
    baseline,
    deployment: { ...deployment, functions },
    clock,
    seed: 1,
    invoker: inProcess((runtime): Handler => {
      const { accessKeyId, secretAccessKey, sessionToken } = runtime.credentials();
      return createScanHandler({
        guardrails,
        baseline,
        settings: scanSettingsFrom(runtime.environment),
        clock: runtime.clock,
        random: createRandomSource(1)("function"),
        client: {
          requestHandler: new LabRequestHandler((request) => {
            if (calls++ % SAMPLE_EVERY === 0) memory.sample();
            return lab.handle(request);
          }),
          credentials: { accessKeyId, secretAccessKey, sessionToken },
        },
      }) as unknown as Handler;
    }),
  });
  return lab;
}

function queueOf({ functions }: Deployment): string {
  const scan = functions.find(({ name }) => name.endsWith("-drift-scan"));
  if (scan === undefined || !("queue" in scan.source)) throw new Error("there is no drift scan");
  return scan.source.queue;
}

/** What calls take at least: the busiest of AWS's buckets decides, at the scan's share of its rate. */
export function secondsAtRates(calls: readonly LoggedCall[]): number {
  const times = limits.map(({ actions, account }) => {
    const count = calls.filter(
      ({ action }) => actions.includes(action) || actions.includes(action.replace(/:.*$/, ":*")),
    ).length;
    const burst = Math.max(1, Math.floor(account.burst * SCAN_SHARE));
    return Math.max(0, count - burst) / (account.perSecond * SCAN_SHARE);
  });
  return Math.max(...times);
}

/**
 * The fewest calls that could have told the same: no more of an action than are known to be needed, and
 * none twice.
 * @param known by action; of the others each call is needed once
 */
export function fewestCalls(
  calls: readonly LoggedCall[],
  known: Readonly<Record<string, number>>,
): number {
  const made = Map.groupBy(calls, ({ action }) => action);
  return [...made].reduce((sum, [action, some]) => {
    const distinct = new Set(some.map(({ input }) => JSON.stringify(input))).size;
    return sum + Math.min(known[action] ?? distinct, distinct);
  }, 0);
}
