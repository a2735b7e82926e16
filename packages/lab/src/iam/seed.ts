/** The users and roles that a baseline declares, in full agreement with it. */
import type { Baseline, DeclaredTrust, TrustedPrincipal } from "@holdfast/core";
import { type Entity, entityKey, type IamState, type Role, type User } from "./state.ts";

const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

/** `since` is when they were made. */
export function seedIam(baseline: Baseline, since: number): IamState {
  const { trust = [] } = baseline;
  const trusted = trust.flatMap(({ principals }) => principals);
  const users = [...emergencyUsers(baseline, since), ...trustedUsers(trusted, since)];
  const roles = [...trustedRoles(trusted, since), ...trust.map((one) => trustingRole(one, since))];
  return { users: byKey(users), roles: byKey(roles) };
}

/** Break-glass users, in each of their accounts: a sealed password, and no key. */
function emergencyUsers({ breakGlass, accounts }: Baseline, since: number): User[] {
  if (breakGlass === undefined) return [];
  const places = accounts.filter(({ name }) => breakGlass.accounts.includes(name));
  return places.flatMap(({ id: account }) =>
    breakGlass.principals.flatMap((principal, index): User[] => {
      const [, path, name] = /^user(\/(?:.+\/)?)([^/]+)$/.exec(principal) ?? [];
      if (path === undefined || name === undefined) return [];
      const id = `AIDAHFLB${account}${index}`;
      const password = { created: since, resetRequired: false };
      const attached = [managed("AdministratorAccess")];
      return [{ ...entity(account, path, name, id, since), attached, credentials: [], password }];
    }),
  );
}

function trustedUsers(trusted: readonly TrustedPrincipal[], since: number): User[] {
  return trusted.flatMap((principal): User[] => {
    const own = ownEntity(principal, "user", since);
    return own ? [{ ...own, credentials: [], password: undefined }] : [];
  });
}

/** Whoever is declared to be let in somewhere; here a build service starts them. */
function trustedRoles(trusted: readonly TrustedPrincipal[], since: number): Role[] {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
  const trust = statements({
    Effect: "Allow",
    Principal: { Service: "codebuild.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  return trusted.flatMap((principal): Role[] => {
    const own = ownEntity(principal, "role", since);
    if (own === undefined) return [];
    const inline = new Map([["deploy", statements(statement)]]);
    return [{ ...own, inline, trust, bound: new Map(), description: "", maxSession: 3600 }];
  });
}

/** A principal whose id is pinned is one of the organization's own. */
function ownEntity(
  { arn, id }: TrustedPrincipal,
  kind: "role" | "user",
  since: number,
): Entity | undefined {
  const [, account, path, name] =
    new RegExp(`^arn:aws:iam::(\\d{12}):${kind}(/(?:.+/)?)([^/]+)$`).exec(arn) ?? [];
  if (id === undefined || account === undefined || path === undefined || name === undefined) {
    return undefined;
  }
  return entity(account, path, name, id, since);
}

function trustingRole(declared: DeclaredTrust, since: number): Role {
  const { account, role: name, id, principals } = declared;
  return {
    ...entity(account, "/", name, id, since),
    attached: [managed("PowerUserAccess")],
    trust: trustOf(declared),
    bound: new Map(principals.flatMap(({ arn, id: bound }) => (bound ? [[arn, bound]] : []))),
    description: "",
    maxSession: 3600,
  };
}

function trustOf({ principals, externalId, conditions }: DeclaredTrust): string {
  const Condition =
    externalId === undefined
      ? conditions
      : {
          ...conditions,
          StringEquals: { ...conditions?.StringEquals, "sts:ExternalId": externalId },
        };
  const arnsOf = (wanted: (principal: TrustedPrincipal) => boolean) =>
    principals.filter(wanted).map(({ arn }) => arn);
  const admitting = (type: string, arns: readonly string[], Action: string, on: unknown) =>
    arns.length === 0
      ? []
      : [{ Effect: "Allow", Principal: { [type]: arns }, Action, Condition: on }];
  return statements(
    ...admitting(
      "AWS",
      arnsOf(({ kind }) => kind !== "federated"),
      "sts:AssumeRole",
      Condition,
    ),
    ...admitting(
      "Federated",
      arnsOf(({ arn }) => arn.includes(":saml-provider/")),
      "sts:AssumeRoleWithSAML",
      conditions,
    ),
    ...admitting(
      "Federated",
      arnsOf(({ arn }) => arn.includes(":oidc-provider/")),
      "sts:AssumeRoleWithWebIdentity",
      conditions,
    ),
  );
}

function entity(account: string, path: string, name: string, id: string, created: number): Entity {
  return { account, path, name, id, created, attached: [], inline: new Map() };
}

function statements(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

function byKey<E extends Entity>(entities: readonly E[]): ReadonlyMap<string, E> {
  return new Map(entities.map((one) => [entityKey(one.account, one.name), one]));
}
