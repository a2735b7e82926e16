/** What must hold of every history, judged by the lab's own history, calls, findings and messages. */
import type { Lab, LoggedCall, OrganizationSnapshot } from "@holdfast/lab";
import { baseline } from "../support/securecart.ts";
import { unjustified } from "./center-writes.ts";
import { type Gap, gapsBetween } from "./distance.ts";
import { unjustifiedInIam } from "./iam-writes.ts";
import { wasDeaf } from "./trails.ts";
import type { Troubles } from "./troubles.ts";

/** One history, at rest. */
export interface History {
  readonly lab: Lab;
  readonly declared: OrganizationSnapshot;
  readonly troubles: Troubles;
  /** By name. */
  readonly deadLetterQueues: readonly string[];
}

/** Which invariant was violated, and how. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

type Check = (history: History) => readonly string[];

/**
 * From a detachment to the declared policy's return, where nothing is in the way: the event, the batch, a
 * stale read's re-check after 30 s, and two writes a second for everything that one call can take away.
 * Milliseconds.
 */
const LONGEST_EXPOSURE = 150_000;
/** So many writes to one target within a history wake the breaker, which slows down on purpose. */
const BREAKER = 4;

const CHECKS: Readonly<Record<string, Check>> = {
  "at rest, the organization is as declared": ({ lab, declared }) =>
    open(gapsBetween(declared, lab.organization())).map(({ id }) => id),

  "no write that the baseline does not justify": ({ lab, declared, troubles }) => {
    const history = lab.changes();
    return enforcersWrites(lab).flatMap((call) => {
      const index = history.findIndex(({ requestId }) => requestId === call.requestId);
      const [before, after] = [history[index - 1], history[index]];
      if (before === undefined || after === undefined) return []; // It was so already.
      const [then, now] = [before, after].map(({ organization }) => ids(declared, organization));
      const opened = now?.filter((id) => !then?.includes(id)) ?? [];
      if (opened.length > 0) return [`${told(call)} opened: ${opened.join("; ")}`];
      const closed = then?.some((id) => !now?.includes(id));
      if (closed || renamesSquatter(call, before.organization, declared)) return [];
      // It wrote what is declared once more, where it could not see yet that it had.
      return troubles.stale ? [] : [`${told(call)} closed nothing`];
    });
  },

  "nobody is given access that is not declared, or loses what is": ({ lab, declared }) => {
    const made = lab.calls().filter(({ action }) => action === "sso:CreatePermissionSet");
    const sets = new Map([
      ...(baseline.identityCenter?.permissionSets ?? []).map(
        ({ arn, name }) => [arn, name] as const,
      ),
      ...made.map(({ object = "", input }) => [object, String(input.Name)] as const),
    ]);
    const writes = lab
      .writes()
      .filter(({ role, outcome }) => role?.includes(":role/holdfast/") && outcome === "ok");
    return [
      ...unjustified(writes, declared, (arn) => sets.get(String(arn)) ?? String(arn)),
      ...unjustifiedInIam(writes, declared, lab.changes()),
    ];
  },

  "no target is without its declared policies for longer than a reconcile takes": (history) => {
    const { lost, killed, throttled } = history.troubles;
    const deaf = wasDeaf(history.declared, history.lab.changes());
    if (lost || killed || throttled || deaf) return []; // Then only that it ends.
    return exposures(history)
      .filter(({ from, to }) => to - from > LONGEST_EXPOSURE)
      .filter(({ target }) => writesTo(history.lab, target) < BREAKER)
      .map(({ id, from, to }) => `${id}, for ${(to - from) / 1000} s`);
  },

  "one alert for each outcome of an incident, as long as nothing else differs": ({ lab }) => {
    const told = new Map<string, { differences: string; outcomes: Set<string> }>();
    return alerts(lab).flatMap(({ incident, outcome, differences }) => {
      if (outcome === "FAILED") return []; // A revert that keeps failing is told again every hour.
      const now = JSON.stringify(differences);
      const before = told.get(incident);
      const outcomes = before?.differences === now ? before.outcomes : new Set<string>();
      const again = outcomes.has(outcome) ? [`${incident} ${outcome} ${now}`] : [];
      told.set(incident, { differences: now, outcomes: outcomes.add(outcome) });
      return again;
    });
  },

  "whatever was put right or stays different is in a finding": ({ lab, declared }) => {
    const findings = JSON.stringify(lab.findings());
    const written = enforcersWrites(lab).flatMap(({ input, action }) => {
      const id = input.TargetId ?? input.AccountId ?? input.PolicyId ?? PART[action] ?? "";
      return findings.includes(String(id)) ? [] : [`${action} on ${id}`];
    });
    const active = JSON.stringify(lab.findings().filter((one) => one.RecordState === "ACTIVE"));
    const lasting = gapsBetween(declared, lab.organization())
      .filter((one) => one.lasting !== null && !active.includes(one.lasting))
      .map(({ id }) => id);
    return [...written, ...lasting];
  },

  "no message ends as a dead letter": ({ lab, deadLetterQueues }) =>
    deadLetterQueues.flatMap((queue) =>
      lab.sqs.receive(queue, 10).map(({ body }) => `${queue}: ${body.slice(0, 200)}`),
    ),
};

/** Every violation; empty: the history is as it must be. */
export function violationsOf(history: History): Violation[] {
  return Object.entries(CHECKS).flatMap(([invariant, check]) =>
    check(history).map((what) => ({ invariant, what })),
  );
}

/** What is guarded as a whole, by the calls that change it. */
const PART: Readonly<Record<string, string>> = {
  "organizations:EnableAWSServiceAccess": "trusted services",
  "organizations:DisableAWSServiceAccess": "trusted services",
  "organizations:PutResourcePolicy": "delegation policy",
  "organizations:DeleteResourcePolicy": "delegation policy",
};

function open(gaps: readonly Gap[]): Gap[] {
  return gaps.filter((one) => one.lasting === null);
}

function ids(declared: OrganizationSnapshot, actual: OrganizationSnapshot): string[] {
  return open(gapsBetween(declared, actual)).map(({ id }) => id);
}

/** By the role, which a caller can't choose. */
function enforcersWrites(lab: Lab): LoggedCall[] {
  return lab
    .writes()
    .filter(({ role, outcome }) => role?.includes(":role/holdfast/") && outcome === "ok")
    .filter(({ action }) => action.startsWith("organizations:"));
}

/** Somebody else's policy that has a declared name is in the way, and is renamed. */
function renamesSquatter(
  { action, input }: LoggedCall,
  before: OrganizationSnapshot,
  declared: OrganizationSnapshot,
): boolean {
  if (action !== "organizations:UpdatePolicy" || typeof input.PolicyId !== "string") return false;
  const name = before.policies[input.PolicyId]?.name;
  const foreign = !(input.PolicyId in declared.policies);
  return foreign && Object.values(declared.policies).some((policy) => policy.name === name);
}

interface Exposure {
  readonly id: string;
  readonly target: string;
  readonly from: number;
  readonly to: number;
}

/** Every stretch of time in which a target lacked a declared policy. */
function exposures({ lab, declared }: History): Exposure[] {
  const since = new Map<string, number>();
  const found: Exposure[] = [];
  for (const { at, organization } of lab.changes()) {
    const missing = new Set(
      gapsBetween(declared, organization)
        .map(({ id }) => id)
        .filter((id) => id.includes(" is not attached to ")),
    );
    for (const [id, from] of since) {
      if (missing.has(id)) continue;
      found.push({ id, target: id.split(" ").at(-1) ?? "", from, to: at });
      since.delete(id);
    }
    for (const id of missing) if (!since.has(id)) since.set(id, at);
  }
  return found;
}

function writesTo(lab: Lab, target: string): number {
  return enforcersWrites(lab).filter(({ input }) => input.TargetId === target).length;
}

/** What subscribers such as queues got: the alerts as JSON. */
function alerts(
  lab: Lab,
): { readonly incident: string; readonly outcome: string; readonly differences?: unknown }[] {
  return lab
    .published()
    .map(({ byProtocol }) => JSON.parse(byProtocol.sqs ?? ""))
    .filter(({ incident }) => incident !== undefined); // The others are digests of scans.
}

function told({ action, input }: LoggedCall): string {
  return `${action} ${JSON.stringify(input)}`;
}
