/** The sections of a baseline that say what an Identity Center is, as it was found. */
import { readPolicyFile } from "../baseline/policy-document.ts";
import type { Finding } from "./findings.ts";
import type { LiveIdentityCenter, LiveOrganization, LivePermissionSet } from "./model.ts";
import { laidOut } from "./policy-text.ts";

/** What goes into `holdfast.yaml`, the lock file and files of their own. */
export interface IdentityCenterSections {
  readonly yaml: {
    readonly permissionSets: Readonly<Record<string, object>>;
    readonly assignments: readonly object[];
    readonly groups: Readonly<Record<string, object>>;
  };
  readonly lock: object;
  /** Path -> text. */
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  /** What it does not say: each a sentence for people. */
  readonly missing: readonly string[];
}

const AWS = "arn:aws:iam::aws:policy/";
const ADMINISTRATOR = `${AWS}AdministratorAccess`;

/**
 * Undefined if there is none. What can't be declared as it is leaves all of it out: part of an allow-list
 * would make drift of the rest.
 * @param accounts id -> name of the accounts in use
 */
export function identityCenterSections(
  { identityCenter: center, management }: LiveOrganization,
  accounts: ReadonlyMap<string, string>,
): IdentityCenterSections | { readonly untold: string } | undefined {
  if (center === undefined) return undefined;
  if ("unread" in center) return { untold: `it could not be read: ${center.unread}` };
  const odd = center.permissionSets.flatMap((set) => whyNot(set) ?? [])[0] ?? unspeakable(center);
  if (odd !== undefined) return { untold: odd };

  const sets = center.permissionSets.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const paths = filesOf(sets);
  const grants = grantsOf(center, accounts, management);
  const groups = center.groups.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const users = new Set([
    ...groups.filter(({ external }) => !external).flatMap(({ members }) => members),
    ...grants.filter(({ type }) => type === "USER").map(({ principal }) => principal),
  ]);
  const nameOf = (id: string) => center.users.get(id) ?? id;
  return {
    yaml: {
      permissionSets: Object.fromEntries(
        sets.map((set) => [set.name, sourceOf(set, paths.get(set.arn))]),
      ),
      assignments: grants.map(({ who, type, set, places }) => ({
        [type === "GROUP" ? "group" : "user"]: who,
        permissionSet: set,
        accounts: places.length === 1 ? places[0] : places,
      })),
      groups: Object.fromEntries(
        groups.map(({ name, external, members }) => [
          name,
          external ? { guarded: false } : { members: members.map(nameOf).toSorted() },
        ]),
      ),
    },
    lock: {
      instance: idIn(center.instance),
      identityStore: center.identityStore,
      permissionSets: Object.fromEntries(sets.map(({ name, arn }) => [name, idIn(arn)])),
      groups: sorted([
        ...groups.filter(({ external }) => !external).map(({ name, id }) => [name, id] as const),
        ...grants
          .filter(({ type }) => type === "GROUP")
          .map(({ who, principal }) => [who, principal] as const),
      ]),
      users: sorted([...users].map((id) => [nameOf(id), id] as const)),
    },
    files: new Map(
      sets.flatMap(({ arn, inlinePolicy }) => {
        const path = paths.get(arn);
        return path === undefined ? [] : [[path, laidOut(inlinePolicy ?? "")] as const];
      }),
    ),
    findings: findingsOf(center, accounts, management),
    missing: groups
      .filter(({ external }) => external)
      .map(({ name }) => {
        return `The members of ${JSON.stringify(name)} are not declared: an external provider looks after them.`;
      }),
  };
}

/** Why a set can't be declared; undefined: it can. */
function whyNot({ name, inlinePolicy, managedPolicies, boundary }: LivePermissionSet) {
  const foreign = [...managedPolicies, ...(boundary?.kind === "aws" ? [boundary.arn] : [])].find(
    (arn) => !arn.startsWith(AWS),
  );
  if (foreign !== undefined) return `${name} has ${foreign}, which is no AWS managed policy`;
  if (inlinePolicy === null) return undefined;
  const { problems } = readPolicyFile("policy", laidOut(inlinePolicy), "IDENTITY");
  const [problem] = problems;
  return problem && `the inline policy of ${name} can't be declared: ${problem.message}`;
}

/** The one name that is no key; see `positions.ts`. */
function unspeakable({ permissionSets, groups, users }: LiveIdentityCenter): string | undefined {
  const names = [...permissionSets, ...groups].map(({ name }) => name);
  return [...names, ...users.values()].includes("__proto__")
    ? "somebody or something is called __proto__"
    : undefined;
}

/** Where the inline policies are; two names may be one to a file system. */
function filesOf(sets: readonly LivePermissionSet[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const { arn, name, inlinePolicy } of sets) {
    if (inlinePolicy === null) continue;
    const file = taken.has(name.toLowerCase()) ? `${name}-${idIn(arn)}` : name;
    taken.add(name.toLowerCase());
    paths.set(arn, `permission-sets/${file}.json`);
  }
  return paths;
}

/** Only what differs from the defaults. */
function sourceOf(set: LivePermissionSet, inlinePolicy: string | undefined): object {
  const { description, sessionDuration, relayState, tags, boundary } = set;
  const managed = set.managedPolicies.map(withoutPrefix);
  const customer = set.customerManagedPolicies.map(({ path, name }) => path + name);
  return {
    ...(description !== "" && { description }),
    ...(sessionDuration !== "PT1H" && { sessionDuration }),
    ...(relayState !== null && { relayState }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(inlinePolicy !== undefined && { inlinePolicy }),
    ...(managed.length > 0 && { managedPolicies: managed }),
    ...(customer.length > 0 && { customerManagedPolicies: customer }),
    ...(boundary !== null && {
      boundary:
        boundary.kind === "aws"
          ? { managedPolicy: withoutPrefix(boundary.arn) }
          : { customerManagedPolicy: boundary.path + boundary.name },
    }),
  };
}

interface Grant {
  readonly who: string;
  readonly type: "GROUP" | "USER";
  readonly principal: string;
  readonly set: string;
  /** Names of accounts, or `all`. */
  readonly places: readonly string[];
}

/** One entry for each principal and set; `all` only where it is every member account. */
function grantsOf(
  center: LiveIdentityCenter,
  accounts: ReadonlyMap<string, string>,
  management: string,
): readonly Grant[] {
  const sets = new Map(center.permissionSets.map(({ arn, name }) => [arn, name]));
  const groups = new Map(center.groups.map(({ id, name }) => [id, name]));
  const inUse = center.assignments.filter(({ account }) => accounts.has(account));
  const alike = Map.groupBy(inUse, ({ type, principal, permissionSet }) =>
    JSON.stringify([type, principal, permissionSet]),
  );
  const members = [...accounts].filter(([id]) => id !== management);
  return [...alike.values()]
    .flatMap((all): Grant[] => {
      const [first] = all;
      if (first === undefined) return [];
      const { type, principal, permissionSet } = first;
      const ids = new Set(all.map(({ account }) => account));
      const everywhere = members.length > 1 && members.every(([id]) => ids.has(id));
      const named = [...accounts].filter(
        ([id]) => ids.has(id) && !(everywhere && id !== management),
      );
      const names = named.map(([, name]) => name).toSorted();
      const who = (type === "GROUP" ? groups : center.users).get(principal) ?? principal;
      const places = everywhere ? ["all", ...names] : names;
      return [{ who, type, principal, set: sets.get(permissionSet) ?? "", places }];
    })
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

const order = ({ set, type, who }: Grant) => JSON.stringify([set, type, who]);

/** What nobody should get used to. */
function findingsOf(
  center: LiveIdentityCenter,
  accounts: ReadonlyMap<string, string>,
  management: string,
): readonly Finding[] {
  const sets = new Map(center.permissionSets.map((set) => [set.arn, set]));
  const groups = new Set(center.groups.map(({ id }) => id));
  const found = center.assignments.flatMap(
    ({ account, permissionSet, type, principal }): Finding[] => {
      const where = accounts.get(account);
      const set = sets.get(permissionSet);
      if (where === undefined || set === undefined) return [];
      const key = `${set.name} in ${where}`;
      const known = type === "GROUP" ? groups.has(principal) : center.users.has(principal);
      const administers = set.managedPolicies.includes(ADMINISTRATOR);
      return [
        ...(known
          ? []
          : [
              `the ${type.toLowerCase()} ${principal} has it, whom the identity store does not know`,
            ]),
        ...(known && type === "USER"
          ? [`${center.users.get(principal)} has it by an assignment of their own, past all groups`]
          : []),
        ...(administers && account === management
          ? ["everything in the management account, where no control policy holds"]
          : []),
      ].map((finding) => ({ guardrail: "account-assignment", key, finding }));
    },
  );
  const distinct = new Map(found.map((one) => [JSON.stringify(one), one]));
  return [...distinct.values()].toSorted((a, b) =>
    JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
  );
}

function sorted(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutPrefix(arn: string): string {
  return arn.slice(AWS.length);
}

function idIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
