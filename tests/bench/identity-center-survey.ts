/**
 * The survey of who may be what, in a large organization: 7,000 accounts and 200 permission sets, of which
 * ten are in every account and each of the others in a hundred.
 */
import type { Assignment, Baseline, IdentityCenter, PermissionSet } from "@holdfast/core";
import type { LoggedCall } from "@holdfast/lab";
import type { Figure } from "./figure.ts";
import { largeOrganization } from "./large-organization.ts";
import { fewestCalls, measureScan, secondsAtRates } from "./measured-scan.ts";

const ACCOUNTS = 7_000;
const SETS = 200;
const EVERYWHERE = 10;
/** Items on a page, as the survey asks for. */
const PAGE = 100;

/** Hours between two scans; see docs/scan.md. */
const INTERVAL = 4;

export async function identityCenterSurvey(base: Baseline): Promise<Figure[]> {
  const baseline = largeIdentityCenter(base);
  const { calls, coverage, seconds, memory, invocations } = await measureScan(baseline);
  const sso = calls.filter(({ action }) => action.startsWith("sso:"));
  const pairs = coverage.find(({ what }) => what === "every account and permission set");
  if (pairs === undefined) throw new Error("the scan says nothing of accounts and permission sets");
  const least = leastCalls(sso, pairs.done);
  const allowed = secondsAtRates(calls);
  const scans = Math.ceil(pairs.of / pairs.done);
  const id = "identity-center-survey";
  return [
    {
      id: `${id}.calls`,
      title: "Identity Center calls of a scan of 7,000 accounts and 200 permission sets",
      value: sso.length,
      unit: "calls",
      goal: { atMost: Math.ceil(1.2 * least), because: `1.2 times the ${least} that are needed` },
      note: "one for each account and set would be 1,400,000",
    },
    {
      id: `${id}.time`,
      title: "  time at AWS's rates, of which the scan takes a fifth",
      value: seconds,
      unit: "s",
      goal: {
        atMost: 1.2 * allowed,
        because: `1.2 times the ${Math.round(allowed)} s that the rates allow`,
      },
      note: `${invocations} invocations`,
    },
    {
      id: `${id}.turns`,
      title: "  scans until every account and permission set was asked for by itself",
      value: scans,
      unit: "scans",
      note: `${pairs.done.toLocaleString("en-US")} of ${pairs.of.toLocaleString("en-US")} in one: ${scans * INTERVAL} hours`,
    },
    {
      id: `${id}.memory`,
      title: "  live heap at the most, lab excluded",
      value: memory,
      unit: "MB",
    },
  ];
}

/**
 * What can't be known with fewer calls: where each set is, and what each group has, page by page; of
 * accounts and sets one call for each whose turn it is; of everything else what was called once.
 */
function leastCalls(calls: readonly LoggedCall[], turns: number): number {
  const pages = EVERYWHERE * Math.ceil(ACCOUNTS / PAGE) + (SETS - EVERYWHERE);
  return fewestCalls(calls, {
    "sso:ListAccountsForProvisionedPermissionSet": pages,
    "sso:ListAccountAssignmentsForPrincipal": pages,
    "sso:ListAccountAssignments": turns,
  });
}

function largeIdentityCenter(base: Baseline): Baseline {
  const { identityCenter: center } = base;
  const [like] = center?.permissionSets ?? [];
  if (center === undefined || like === undefined)
    throw new Error("the example has no permission set");
  const organization = largeOrganization(base, ACCOUNTS);
  const units = organization.units.filter(({ path }) => path !== "Root").map(({ path }) => path);
  const permissionSets = Array.from({ length: SETS }, (_, index) => setLike(like, index));
  const assignments = permissionSets.map(({ name }, index): Assignment => {
    const unit = units[index % units.length];
    const everywhere = index < EVERYWHERE;
    return {
      principal: { type: "GROUP", name: `Group-${name}`, id: uuid(index) },
      permissionSet: name,
      accounts: [],
      units: everywhere || unit === undefined ? [] : [unit],
      all: everywhere,
    };
  });
  const identityCenter: IdentityCenter = {
    ...center,
    permissionSets,
    assignments,
    groups: [],
    justInTime: [],
  };
  return { ...organization, identityCenter };
}

function setLike(like: PermissionSet, index: number): PermissionSet {
  const number = String(index).padStart(3, "0");
  const { relayState: _, inlinePolicy: __, boundary: ___, ...plain } = like;
  return {
    ...plain,
    name: `Set-${number}`,
    arn: `${like.arn.slice(0, -3)}${number}`,
    customerManagedPolicies: [],
  };
}

const uuid = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
