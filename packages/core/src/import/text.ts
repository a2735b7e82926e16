/** `holdfast.yaml` of an organization as it was found, with what a newcomer has to know beside it. */
import type { ReviewItem } from "../baseline/model.ts";
import { nameInAws } from "../baseline/query.ts";
import { type Commented, commented } from "./commented.ts";
import { DELEGATION, type Declaration } from "./declare.ts";
import type { LiveAccount } from "./model.ts";

export interface ImportOptions {
  readonly hubRegion: string;
  readonly identityCenterRegion: string;
  /** With both of the above. */
  readonly regions: readonly string[];
  /** Ids of the guardrails: only what one of them guards can be under review. */
  readonly guardrails: readonly string[];
  /** UTC, `YYYY-MM-DD`: since when what is under review is. */
  readonly today: string;
}

export const delegationFile = `policies/${DELEGATION}.json`;

const HEAD = [
  "The baseline of this organization, as holdfast import found it. It says what is, which nobody has",
  "judged yet. What next:",
  "  1. Read it, decide on what stands under `review`, and keep it in version control.",
  "  2. npx holdfast validate    checks it offline; plan compares it with the organization.",
  "  3. npx holdfast build, and deploy it: everything is in mode alert, and nothing is written.",
  "  4. Go from alert to restrict and revert, guardrail by guardrail and unit by unit.",
  "docs/baseline.md explains every key.",
];

export function baselineText(
  declaration: Declaration,
  review: readonly ReviewItem[],
  options: ImportOptions,
): string {
  const { organization } = declaration;
  const { hubRegion, identityCenterRegion, regions } = options;
  const policies = policiesOf(declaration);
  const trust = trustOf(declaration);
  const { illegible, identityCenter } = declaration;
  const sections =
    identityCenter && !("untold" in identityCenter) ? identityCenter.yaml : undefined;
  const yaml = commented(
    {
      version: 1,
      organization: {
        management: organization.management,
        hubRegion,
        identityCenterRegion,
        regions,
      },
      modes: { default: "alert" },
      accounts: accountsOf(declaration),
      units: unitsOf(declaration),
      ...(Object.keys(policies).length > 0 && { policies }),
      ...(illegible.length > 0 && { leaveAlone: illegible.map(({ policy }) => policy.id) }),
      ...(trust && { organizationTrust: trust }),
      ...sections,
      ...(review.length > 0 && { review }),
    },
    HEAD,
  );
  explain(yaml, declaration);
  if (Object.keys(policies).length > 0) explainPolicies(yaml, declaration, Object.keys(policies));
  if (trust) explainTrust(yaml);
  if (sections) explainIdentityCenter(yaml);
  if (review.length > 0) explainReview(yaml);
  yaml.below(...lastWords(declaration));
  return yaml.toString();
}

function accountsOf({ accounts, attached, organization }: Declaration) {
  const entries = sorted(accounts).map(([id, name]) => {
    const own = attached.get(id);
    return [name, own === undefined ? id : { id, policies: own }] as const;
  });
  const isPayer = ([name]: readonly [string, unknown]) =>
    name === accounts.get(organization.management);
  return Object.fromEntries([
    ...entries.filter(isPayer),
    ...entries.filter((one) => !isPayer(one)),
  ]);
}

function unitsOf({ accounts, attached, organization, units }: Declaration) {
  const names = new Map(organization.units.map(({ id, name }) => [id, name]));
  const members = Map.groupBy(organization.accounts, ({ parent }) => parent);
  const entries = byPath(units).map(([id, path]) => {
    const inside = (members.get(id) ?? []).flatMap((one) => accounts.get(one.id) ?? []);
    const own = attached.get(id);
    const name = names.get(id);
    const unit = {
      ...(name !== undefined && name !== nameInAws({ path }) && { name }),
      ...(inside.length > 0 && { accounts: inside.toSorted() }),
      ...(own && { policies: own }),
    };
    return [path, unit] as const;
  });
  return Object.fromEntries(entries);
}

/** Only what differs from the defaults, or is named nowhere else. */
function policiesOf({ policies }: Declaration) {
  const entries = policies
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, name, type, description, targets }) => {
      const settings = {
        ...(name !== key && { name }),
        ...(type !== "SERVICE_CONTROL_POLICY" && { type }),
        ...(description !== "" && { description }),
      };
      return { key, settings, needed: Object.keys(settings).length > 0 || targets.length === 0 };
    });
  return Object.fromEntries(
    entries.filter(({ needed }) => needed).map(({ key, settings }) => [key, settings]),
  );
}

function trustOf({ accounts, trust }: Declaration) {
  if (trust === undefined) return undefined;
  const { delegatedAdministrators, trustedServices, delegationPolicy } = trust;
  const administrators = delegatedAdministrators
    .map(({ account, services }) => [accounts.get(account) ?? account, services] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    delegatedAdministrators: Object.fromEntries(administrators),
    trustedServices,
    ...(delegationPolicy !== undefined && { delegationPolicy: delegationFile }),
  };
}

function explain(yaml: Commented, declaration: Declaration): void {
  const { organization, accounts, illegible } = declaration;
  yaml.above(
    ["organization"],
    "AWS Organizations does not say which Regions are in use, nor where Identity Center is: correct them.",
  );
  yaml.beside(["organization", "hubRegion"], "where Holdfast is to live");
  yaml.beside(["organization", "identityCenterRegion"], "not read");
  yaml.above(
    ["modes"],
    "off < alert < restrict < revert. In alert, people are told and nothing is written.",
  );
  yaml.above(["accounts"], "Your name for each account, and its id.");
  for (const account of organization.accounts) {
    const name = accounts.get(account.id);
    if (name === undefined) continue;
    const remark = remarkOn(account, name, organization.management);
    if (remark !== "") yaml.beside(["accounts", name], remark);
  }
  yaml.above(
    ["units"],
    "Who is where, and which policies are attached there, beside AWS's own FullAWSAccess and",
    "RCPFullAWSAccess. `name` is a unit's name in AWS, where that can't be part of a path.",
  );
  if (illegible.length > 0) {
    yaml.above(
      ["leaveAlone"],
      "Neither attached nor detached, and not judged: the texts of these can't be declared.",
    );
    for (const [index, { policy, why }] of illegible.entries()) {
      yaml.beside(["leaveAlone", index], `${JSON.stringify(policy.name)}: ${why}`);
    }
  }
}

function remarkOn({ id, name, state }: LiveAccount, key: string, management: string): string {
  return [
    ...(id === management ? ["the management account"] : []),
    ...(name === key ? [] : [`in AWS: ${JSON.stringify(name)}`]),
    ...(state === "ACTIVE" ? [] : [state]),
  ].join("; ");
}

function explainPolicies(
  yaml: Commented,
  { policies }: Declaration,
  keys: readonly string[],
): void {
  yaml.above(
    ["policies"],
    "Only what differs from the defaults: a service control policy in policies/<name>.json. `name` is",
    "the name in AWS, where that can't be one here.",
  );
  for (const { key, targets } of policies) {
    if (targets.length === 0 && keys.includes(key))
      yaml.beside(["policies", key], "attached nowhere");
  }
}

function explainTrust(yaml: Commented): void {
  yaml.above(
    ["organizationTrust"],
    "Whom the organization lets act for it. Each list is complete: anything else is drift.",
  );
}

function explainIdentityCenter(yaml: Commented): void {
  yaml.above(
    ["permissionSets"],
    "Who may be what, where. All three are complete: anything else is drift. `all` is every member account,",
    "also those to come; the management account is only what is named.",
  );
}

function explainReview(yaml: Commented): void {
  yaml.above(
    ["review"],
    "Declared because it was there, not because anybody wants it: a change to it is told, and not put back.",
    "Change it in AWS and here, and remove the entry; or add `decision: …` with the reason it is right.",
  );
}

function lastWords({ closed, disabled, untold, identityCenter }: Declaration): string[] {
  return [
    ...(identityCenter && "untold" in identityCenter
      ? [`Identity Center is left out, and so not guarded: ${identityCenter.untold}.`, ""]
      : []),
    ...(closed.length === 0
      ? []
      : [
          "Not declared, as they are closed or about to be:",
          ...closed.map(({ id, name, state }) => `  ${id} ${JSON.stringify(name)} ${state}`),
          "",
        ]),
    ...(untold === undefined
      ? []
      : [
          `organizationTrust is left out, so whom the organization trusts is not guarded: ${untold}.`,
          "",
        ]),
    ...(disabled.length === 0
      ? []
      : [
          "Not declared, as their type is not enabled:",
          ...disabled.map(({ id, name }) => `  ${id} ${JSON.stringify(name)}`),
          "",
        ]),
    "Worth adding, and not to be read from AWS: breakGlass (access for emergencies, which no policy may",
    "stand in the way of), exemptions, links to this repository, and expectations.yaml beside this file.",
  ];
}

function sorted(names: ReadonlyMap<string, string>): [string, string][] {
  return [...names].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
}

/** A unit before those in it, and siblings in order. */
function byPath(paths: ReadonlyMap<string, string>): [string, string][] {
  const steps = (path: string) => path.replaceAll("/", "\u0000");
  return [...paths].toSorted(([, a], [, b]) => (steps(a) < steps(b) ? -1 : 1));
}
