/**
 * The drift scan of large organizations, with AWS's documented rates enforced on the lab's virtual
 * clock: calls against what is needed at least, and time against what the rates allow the scan.
 */
import type { Baseline } from "@holdfast/core";
import type { LoggedCall } from "@holdfast/lab";
import type { Figure } from "./figure.ts";
import { largeOrganization } from "./large-organization.ts";
import { fewestCalls, type Measured, measureScan, secondsAtRates } from "./measured-scan.ts";

export async function scanOfLargeOrganizations(base: Baseline): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const accounts of [1_000, 10_000]) {
    const baseline = largeOrganization(base, accounts);
    figures.push(...figuresOf(accounts, baseline, await measureScan(baseline)));
  }
  return figures;
}

function figuresOf(accounts: number, baseline: Baseline, measured: Measured): Figure[] {
  const { seconds, memory, invocations } = measured;
  const calls = measured.calls.filter(({ action }) => action.startsWith("organizations:"));
  const size = accounts.toLocaleString("en-US");
  const id = `scan.${accounts}`;
  const needed = leastCalls(baseline, calls);
  const least = secondsAtRates(calls);
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
  return fewestCalls(calls, {
    "organizations:ListPolicies": pages(policies.length + 1) + 1,
    "organizations:ListTargetsForPolicy": attachments,
    "organizations:DescribePolicy": policies.length,
    "organizations:ListAccounts": pages(accounts.length),
  });
}
