/** Organizations as nobody would plan them, for the round trip of an import. */
import type { Account, OrganizationState, Policy, Unit } from "@holdfast/lab";
import { seedOrganization } from "@holdfast/lab";
import * as fc from "fast-check";
import { baseline } from "../support/securecart.ts";
import { identityCenterOf, identityCenters } from "./identity-centers.ts";
import { names } from "./names.ts";

const NOW = Date.parse("2026-11-23T09:00:00Z");
const MANAGEMENT = "100000000001";
const ROOT = "r-rnd0";
const FULL_ACCESS = [...seedOrganization(baseline, NOW).policies.values()].filter(
  ({ awsManaged }) => awsManaged,
);
const [SCP, RCP] = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;

const SERVICES = [
  "guardduty.amazonaws.com",
  "member.org.stacksets.cloudformation.amazonaws.com",
  "securityhub.amazonaws.com",
  "sso.amazonaws.com",
] as const;

const statement = fc.record(
  {
    Sid: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
    Effect: fc.constantFrom("Deny", "Deny", "Allow"),
    Action: fc.oneof(
      fc.constantFrom("*", "s3:*", "iam:Create*"),
      fc.uniqueArray(fc.constantFrom("s3:GetObject", "ec2:RunInstances", "iam:PassRole"), {
        minLength: 1,
      }),
    ),
    Resource: fc.constantFrom("*", "arn:aws:s3:::a/*"),
    Condition: fc.constantFrom<object>(
      { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::999999999999:role/x" } },
      { StringNotEquals: { "aws:PrincipalTag/té am": ["a", '\\u00e9"', "🦊"] } },
      { NumericLessThan: { "aws:MultiFactorAuthAge": "86400" } },
      { Bool: { "aws:SecureTransport": false } },
    ),
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);

/** A document as people store it: laid out or not, one statement bare or in a list. */
const documents = (type: Policy["type"]) =>
  fc
    .record({
      statements: fc.array(statement, { minLength: 1, maxLength: 3 }),
      indent: fc.constantFrom(0, 1, 4),
      bare: fc.boolean(),
    })
    .map(({ statements, indent, bare }) => {
      const written = statements.map((one) =>
        type === RCP
          ? { ...one, Effect: "Deny", Principal: "*", Action: "s3:*" }
          : { ...one, Resource: one.Effect === "Allow" ? "*" : one.Resource },
      );
      const Statement = bare && written.length === 1 ? written[0] : written;
      return JSON.stringify({ Version: "2012-10-17", Statement }, null, indent);
    });

interface Draft {
  readonly accounts: readonly {
    name: string;
    place: number;
    state: Account["state"];
    lacks: boolean;
  }[];
  readonly units: readonly { name: string; place: number; lacks: boolean }[];
  readonly policies: readonly {
    name: string;
    description: string;
    rcp: boolean;
    scp: string;
    other: string;
    places: readonly number[];
  }[];
  readonly payer: string;
  readonly rcps: boolean;
  readonly trusted: readonly string[];
  readonly administrators: readonly { place: number; services: readonly string[] }[];
  readonly delegation: string | undefined;
}

const place = fc.nat({ max: 1_000 });

const drafts: fc.Arbitrary<Draft> = fc.record({
  accounts: fc.array(
    fc.record({
      name: names,
      place,
      state: fc.constantFrom<Account["state"]>("ACTIVE", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE"),
      lacks: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
  units: fc.array(fc.record({ name: names, place, lacks: fc.boolean() }), { maxLength: 7 }),
  policies: fc.array(
    fc.record({
      name: names,
      description: fc.oneof(fc.constant(""), names),
      rcp: fc.boolean(),
      scp: documents(SCP),
      other: documents(RCP),
      places: fc.array(place, { maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
  payer: names,
  rcps: fc.boolean(),
  trusted: fc.subarray([...SERVICES]),
  administrators: fc.array(fc.record({ place, services: fc.subarray([...SERVICES]) }), {
    maxLength: 2,
  }),
  delegation: fc.option(
    fc.constantFrom("*", `arn:aws:iam::${MANAGEMENT}:root`, "arn:aws:iam::999999999999:root"),
    { nil: undefined },
  ),
});

/** Any organization that AWS would allow. */
export const organizations: fc.Arbitrary<OrganizationState> = fc
  .tuple(drafts.map(built), fc.option(identityCenters, { nil: undefined }))
  .map(([organization, draft]) => ({
    ...organization,
    identityCenter: draft && identityCenterOf(draft, organization),
  }));

function built(draft: Draft): OrganizationState {
  const units = unitsOf(draft);
  const unitIds = units.map(({ id }) => id);
  const accounts = accountsOf(draft, unitIds);
  const policies = policiesOf(draft);
  const closed = new Set(accounts.filter(({ state }) => state !== "ACTIVE").map(({ id }) => id));
  const members = accounts.filter(({ id }) => id !== MANAGEMENT);
  const trusted = new Map(draft.trusted.map((service) => [service, NOW]));
  return {
    id: "o-random0000",
    management: MANAGEMENT,
    root: ROOT,
    units: byId(units),
    accounts: byId(accounts),
    outsiders: new Map(),
    handshakes: new Map(),
    policies: byId([...FULL_ACCESS, ...policies]),
    attachments: attachmentsOf(draft, policies, [...units, ...accounts], closed),
    policyTypes: new Map([[SCP, "ENABLED"], ...(draft.rcps ? [[RCP, "ENABLED"] as const] : [])]),
    delegations: new Map(
      draft.administrators.flatMap(({ place, services }) => {
        const account = members[place % Math.max(1, members.length)];
        const own = services.filter((service) => trusted.has(service));
        if (account === undefined || own.length === 0) return [];
        return [[account.id, new Map(own.map((one) => [one, NOW]))] as const];
      }),
    ),
    trustedServices: trusted,
    resourcePolicy: draft.delegation === undefined ? undefined : delegating(draft.delegation),
    identityCenter: undefined,
    iam: { users: new Map(), roles: new Map() },
    trails: new Map(),
    detectors: new Map(),
    tags: new Map(),
  };
}

/** A tree at most five deep, in which no two siblings have one name. */
function unitsOf({ units }: Draft): Unit[] {
  const all: (Unit & { depth: number })[] = [
    { id: ROOT, name: "Root", parent: undefined, depth: 0 },
  ];
  for (const [index, { name, place }] of units.entries()) {
    const parents = all.filter(({ depth }) => depth < 5);
    const parent = parents[place % parents.length];
    if (parent === undefined || all.some((one) => one.parent === parent.id && one.name === name))
      continue;
    const id = `ou-rnd0-${String(index).padStart(8, "0")}`;
    all.push({ id, name, parent: parent.id, depth: parent.depth + 1 });
  }
  return all.map(({ depth: _, ...unit }) => unit);
}

function accountsOf({ accounts, payer }: Draft, units: readonly string[]): Account[] {
  const member = (id: string, name: string, parent: string, state: Account["state"]): Account => {
    const email = `${id}@example.com`;
    return {
      id,
      name: name.slice(0, 50),
      email,
      parent,
      state,
      joinedMethod: "CREATED",
      joined: NOW,
    };
  };
  return [
    member(MANAGEMENT, payer, ROOT, "ACTIVE"),
    ...accounts.map(({ name, place, state }, index) =>
      member(String(200_000_000_000 + index), name, units[place % units.length] ?? ROOT, state),
    ),
  ];
}

/** Names are unique within a type. */
function policiesOf({ policies }: Draft): Policy[] {
  const seen = new Set<string>();
  return policies.flatMap(({ name, description, rcp, scp, other }, index): Policy[] => {
    const type = rcp ? RCP : SCP;
    if (seen.has(`${type} ${name}`)) return [];
    seen.add(`${type} ${name}`);
    const id = `p-rnd${String(index).padStart(7, "0")}`;
    return [{ id, name, type, description, content: rcp ? other : scp, awsManaged: false }];
  });
}

function attachmentsOf(
  { accounts, units, policies: drafts, rcps }: Draft,
  policies: readonly Policy[],
  targets: readonly { readonly id: string }[],
  closed: ReadonlySet<string>,
): Map<string, readonly string[]> {
  const lacking = new Set([
    ...targets.filter((_, index) => [...units, ...accounts][index]?.lacks).map(({ id }) => id),
  ]);
  return new Map(
    targets.map(({ id }) => {
      const own = policies.filter((policy) => {
        const index = Number(policy.id.slice("p-rnd".length));
        const places = drafts[index]?.places ?? [];
        const here = places.some((place) => targets[place % targets.length]?.id === id);
        // What is on a closed account itself can't be declared: an import tells of it (refused.test.ts).
        return here && !closed.has(id) && (rcps || policy.type === SCP);
      });
      const scps = own.some(({ type }) => type === SCP);
      // AWS keeps one service control policy everywhere, whichever; its own RCP can't be detached.
      const full = lacking.has(id) && scps ? [] : ["p-FullAWSAccess"];
      const all = [...full, ...(rcps ? ["p-RCPFullAWSAccess"] : []), ...own.map((one) => one.id)];
      return [id, all];
    }),
  );
}

function delegating(principal: string): OrganizationState["resourcePolicy"] {
  const Statement = [
    {
      Effect: "Allow",
      Principal: principal === "*" ? "*" : { AWS: principal },
      Action: ["organizations:ListPolicies", "organizations:DescribePolicy"],
      Resource: "*",
    },
  ];
  const content = JSON.stringify({ Version: "2012-10-17", Statement }, null, 4);
  return { id: "rp-random000", content };
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}
