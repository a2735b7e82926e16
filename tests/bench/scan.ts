/**
 * The drift scan of large organizations, with AWS's documented rates enforced on the lab's virtual
 * clock: calls against what is needed at least, and time against what the rates allow the scan.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { limits } from "@holdfast/aws";
import type { Baseline, Deployment } from "@holdfast/core";
import { describeDeployment } from "@holdfast/core/deployment";
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
import type { Figure } from "./figure.ts";
import { largeOrganization } from "./large-organization.ts";

const START = Date.parse("2026-11-23T09:00:00Z");
/** Hours of lab time within which the largest scan must be over. */
const PATIENCE = 6 * 3_600_000;
/** Calls between two looks at the memory. */
const SAMPLE_EVERY = 200;

interface Measured {
  readonly calls: readonly LoggedCall[];
  /** Seconds of lab time from the message that asked for it to its report. */
  readonly seconds: number;
  /** MB of live heap at the most, beyond what the lab holds before it begins. */
  readonly memory: number;
  /** Of the function: slices, and messages that came for nothing. */
  readonly invocations: number;
}

export async function scanOfLargeOrganizations(base: Baseline): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const accounts of [1_000, 10_000]) {
    const baseline = largeOrganization(base, accounts);
    figures.push(...figuresOf(accounts, baseline, await measure(baseline)));
  }
  return figures;
}

function figuresOf(accounts: number, baseline: Baseline, measured: Measured): Figure[] {
  const { calls, seconds, memory, invocations } = measured;
  const size = accounts.toLocaleString("en-US");
  const id = `scan.${accounts}`;
  const needed = leastCalls(baseline, calls);
  const least = leastSeconds(calls);
  return [
    {
      id: `${id}.calls`,
      title: `Organizations calls of a scan of ${size} accounts`,
      value: calls.length,
      unit: "calls",
      goal: { atMost: Math.ceil(needed * 1.2), because: `1.2 times the ${needed} that are needed` },
    },
    {
      id: `${id}.time`,
      title: "  time at AWS's rates, of which the scan takes a fifth",
      value: seconds,
      unit: "s",
      goal: {
        atMost: least * 1.2,
        because: `1.2 times the ${Math.round(least)} s that the rates allow`,
      },
      note: `${invocations} invocations`,
    },
    {
      id: `${id}.memory`,
      title: "  live heap at the most, lab excluded",
      value: memory,
      unit: "MB",
    },
  ];
}

async function measure(baseline: Baseline): Promise<Measured> {
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
    const { complete, summary } = JSON.parse(new TextDecoder().decode(report.body));
    if (!complete || summary.drifted > 0) throw new Error(JSON.stringify(summary));
    const calls = lab.calls().filter(({ action }) => action.startsWith("organizations:"));
    const refused = calls.filter(({ outcome }) => outcome !== "ok");
    if (refused.length > 0) throw new Error(`${refused.length} calls were refused`);
    return {
      calls,
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

/** Items on a page of Organizations. */
const PAGE = 20;

/**
 * What can't be known with fewer calls: the pages of each list, and each policy's content once. Of
 * actions that are not listed here, what was called without repetition.
 */
function leastCalls(baseline: Baseline, calls: readonly LoggedCall[]): number {
  const { accounts, units, policies } = baseline;
  const pages = (items: number) => Math.max(1, Math.ceil(items / PAGE));
  const targetsOf = (name: string) =>
    [...units, ...accounts].filter((target) => target.policies.includes(name)).length;
  const everywhere = units.length + accounts.length;
  // AWS's own policy of both types is attached to everything.
  const attachments =
    2 * pages(everywhere) + policies.reduce((sum, { name }) => sum + pages(targetsOf(name)), 0);
  const known: Readonly<Record<string, number>> = {
    "organizations:ListPolicies": pages(policies.length + 1) + 1,
    "organizations:ListTargetsForPolicy": attachments,
    "organizations:DescribePolicy": policies.length,
    "organizations:ListAccounts": pages(accounts.length),
  };
  const made = Map.groupBy(calls, ({ action }) => action);
  return [...made].reduce((sum, [action, some]) => {
    const distinct = new Set(some.map(({ input }) => JSON.stringify(input))).size;
    return sum + Math.min(known[action] ?? distinct, distinct);
  }, 0);
}

/** The busiest of AWS's buckets decides: its calls at the scan's share of its rate. */
function leastSeconds(calls: readonly LoggedCall[]): number {
  const times = limits.map(({ actions, account }) => {
    const count = calls.filter(({ action }) => actions.includes(action)).length;
    const burst = Math.max(1, Math.floor(account.burst * SCAN_SHARE));
    return Math.max(0, count - burst) / (account.perSecond * SCAN_SHARE);
  });
  return Math.max(...times);
}

interface MemoryProbe {
  /** What is alive now is not counted. */
  begin(): void;
  sample(): void;
  /** MB. */
  peak(): number;
}

/** Collects garbage before it looks, so that only what is alive counts. */
function createMemoryProbe(): MemoryProbe {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  let before = 0;
  let most = 0;
  const alive = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  return {
    begin() {
      before = alive();
    },
    sample() {
      most = Math.max(most, alive());
    },
    peak: () => Math.max(0, most - before) / 2 ** 20,
  };
}
