/** How far users and roles are from what was declared, by the lab's own state. */
import type { IamSnapshot, OrganizationSnapshot } from "@holdfast/lab";
import type { Gap } from "./distance.ts";

type Role = IamSnapshot["roles"][string];
type User = IamSnapshot["users"][string];

const DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";

const gap = (id: string): Gap => ({ id, lasting: null });

/** Everything in `actual` that is not as in `declared`. Nobody can reach into an account that is gone. */
export function iamGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  const here = (key: string) => actual.accounts[accountIn(key)]?.state === "ACTIVE";
  return [
    ...Object.entries(actual.iam.users)
      .filter(([key]) => here(key))
      .flatMap(([key, user]) => userGaps(key, user, declared.iam.users[key])),
    ...Object.keys(declared.iam.users)
      .filter((key) => here(key) && !(key in actual.iam.users))
      .map((key) => ({ id: `${key} is gone`, lasting: nameIn(key) })),
    ...Object.entries(actual.iam.roles)
      .filter(([key]) => here(key) && !lettingIn(declared).includes(key))
      .flatMap(([key, role]) => strangersIn(key, role)),
    ...lettingIn(declared)
      .filter(here)
      .flatMap((key) => declaredRoleGaps(key, declared, actual)),
  ];
}

const accountIn = (key: string): string => key.slice(0, key.indexOf("/"));
const nameIn = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

/** A user of that name on another path is somebody else. A declared one may have a key for twelve hours. */
function userGaps(key: string, user: User, declared: User | undefined): Gap[] {
  if (declared?.path === user.path) return [];
  const active = Object.entries(user.credentials).filter(([, status]) => status === "Active");
  return [
    ...active.map(([id]) => gap(`${id} of ${key} is active`)),
    ...(user.password ? [gap(`${key} has a password`)] : []),
    ...(user.attached.includes(DENY_ALL) ? [] : [gap(`${key} is not denied everything`)]),
  ];
}

/** Roles that are declared to let somebody in from another account. */
function lettingIn({ iam }: OrganizationSnapshot): string[] {
  return Object.entries(iam.roles)
    .filter(([key, role]) => strangersIn(key, role).length > 0)
    .map(([key]) => key);
}

/** Whom a role lets in from beyond its account. */
function strangersIn(key: string, role: Role): Gap[] {
  return admitted(role.trust)
    .filter((who) => !who.startsWith(`arn:aws:iam::${accountIn(key)}:`) && who !== accountIn(key))
    .filter((who) => !/^A(ROA|IDA)/.test(who) && who !== "lambda.amazonaws.com")
    .filter((who) => who !== "codebuild.amazonaws.com")
    .map((who) => gap(`${key} lets in ${who}`));
}

function declaredRoleGaps(
  key: string,
  declared: OrganizationSnapshot,
  actual: OrganizationSnapshot,
): Gap[] {
  const [wanted, now] = [declared.iam.roles[key], actual.iam.roles[key]];
  const lasting = { id: `${key} is not as declared`, lasting: nameIn(key) };
  if (wanted === undefined || now === undefined || now.id !== wanted.id) return [lasting];
  if (meaning(wanted.trust) === meaning(now.trust)) return [];
  const same = trustedBy(wanted).every((arn) => idOf(arn, actual) === idOf(arn, declared));
  // Whoever was made again under a trusted name is not let in, and nobody else has been declared.
  return same ? [gap(lasting.id)] : [lasting];
}

/** ARNs of the roles that a role lets in. */
export function trustedBy({ trust }: Role): string[] {
  return admitted(trust).filter((who) => who.includes(":role/"));
}

/** Unique id of the role that has an ARN; undefined: there is none, or nobody can look. */
export function idOf(arn: string, { iam, accounts }: OrganizationSnapshot): string | undefined {
  const [, , , , account = "", name = ""] = arn.split(":");
  if (accounts[account]?.state !== "ACTIVE") return undefined;
  const role = iam.roles[`${account}/role/${name.slice(name.lastIndexOf("/") + 1)}`];
  return role && `role${role.path}${name.slice(name.lastIndexOf("/") + 1)}` === name
    ? role.id
    : undefined;
}

type Statement = {
  readonly Effect: string;
  readonly Principal: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: unknown;
};

function statementsOf(trust: string): readonly Statement[] {
  return [JSON.parse(trust).Statement].flat();
}

/** Everybody whom a policy names to let in; a bare account id as it is. */
export function admitted(trust: string): string[] {
  return statementsOf(trust)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Principal }) =>
      typeof Principal === "string" ? [Principal] : Object.values(Principal).flat(),
    );
}

/** The same for policies that let in the same on the same conditions, as far as a history draws them. */
function meaning(trust: string): string {
  const ways = statementsOf(trust).map(({ Effect, Principal, Condition }) => {
    const who = typeof Principal === "string" ? Principal : Object.values(Principal).flat().sort();
    return JSON.stringify([Effect, who, Condition ?? null]);
  });
  return ways.sort().join("\n");
}
