/** What it means that somebody has a permission set, or has it no longer: with an example call where one is found. */
import {
  type Account,
  accountById,
  type Baseline,
  type Impact,
  levelsFor,
  type PermissionSet,
  permissionSetByName,
  policiesOfSet,
  secondsOf,
} from "@holdfast/core";
import type { Level } from "@holdfast/policy";
import { isAdministrator } from "./aspects.ts";
import { deviationsOf, type Want } from "./deviations.ts";
import type { Live } from "./live.ts";

/** Work that the search for an example may take: a tenth of a second of it. */
const WORK = 10_000_000;
/** Names in one sentence. */
const NAMED = 5;

/** Undefined: nobody has anything or lacks anything because of it. */
export async function impact(want: Want, live: Live | undefined): Promise<Impact | undefined> {
  if (live === undefined) return undefined;
  const { baseline, account: id, label } = want;
  const deviations = deviationsOf(want, live);
  const gained = deviations.flatMap((one) =>
    one.kind === "undeclared" ? [whoIs(one.principal.type, one.name)] : [],
  );
  const lost = deviations.flatMap((one) =>
    one.kind === "missing" ? [whoIs(one.principal.type, one.principal.name)] : [],
  );
  const account = accountById(baseline, id) ?? { id, name: id, unit: live.unit, policies: [] };
  const center = baseline.identityCenter;
  const set = center && permissionSetByName(center, label);
  const sentences = [
    ...(gained.length > 0
      ? [
          `${listed(gained)} may now ${await powers(set, account, want)} in ${account.name}`,
          `sessions that have begun last up to ${longest(set)}, also after the assignment is gone`,
        ]
      : []),
    ...(lost.length > 0 ? [`${listed(lost)} can no longer be ${label} in ${account.name}`] : []),
  ];
  return sentences.length === 0 ? undefined : { sentences, accounts: 1 };
}

function whoIs(type: "GROUP" | "USER", name: string): string {
  return type === "GROUP" ? `every member of ${name}` : name;
}

function listed(all: readonly string[]): string {
  const more = all.length - NAMED;
  return [...all.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** "do everything …", "do what ReadOnlyAccess allows, such as call s3:GetObject on …" */
async function powers(
  set: PermissionSet | undefined,
  account: Account,
  { baseline, label }: Want,
): Promise<string> {
  if (set === undefined) return `do whatever ${label} allows, which nobody declared,`;
  if (isAdministrator(set)) {
    return account.id === baseline.organization.management
      ? "do everything, which no policy of the organization limits,"
      : "do everything that the policies of the organization leave";
  }
  const example = await exampleOf(set, account, baseline);
  return `do what ${label} allows${example === undefined ? "" : `, such as ${example},`}`;
}

/** A call that the set and the organization's policies allow; undefined: none is known. */
async function exampleOf(
  set: PermissionSet,
  account: Account,
  baseline: Baseline,
): Promise<string | undefined> {
  const [{ compare }, { loadAwsManagedPolicies }, { loadActionUniverse }] = await Promise.all([
    import("@holdfast/policy/compare"),
    import("@holdfast/policy/aws-managed"),
    import("@holdfast/policy/universe"),
  ]);
  const { identityCenter: center, organization } = baseline;
  if (center === undefined) return undefined;
  const policies = policiesOfSet(set, center, await loadAwsManagedPolicies());
  // Policies of the organization don't apply to its management account.
  const above =
    account.id === organization.management
      ? []
      : levelsFor(baseline, account, "SERVICE_CONTROL_POLICY");
  const around: Level[] = [
    ...above,
    ...(policies.boundary ? [{ name: "boundary", policies: policies.boundary }] : []),
  ];
  const options = { account: account.id, universe: await loadActionUniverse(), limit: WORK };
  const { weaker } = compare(
    [...around, { name: set.name, policies: [] }],
    [...around, { name: set.name, policies: policies.identity }],
    options,
  );
  if (weaker === undefined) return undefined;
  const { action, resource } = weaker.request;
  return `call ${action}${resource === "*" ? "" : ` on ${resource}`}`;
}

/** "4 hours"; of a set that nobody declared, the longest that AWS allows. */
function longest(set: PermissionSet | undefined): string {
  const minutes = Math.round((secondsOf(set?.sessionDuration ?? "PT12H") ?? 0) / 60);
  if (minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? "an hour" : `${minutes / 60} hours`;
}
