import { describe, expect, it } from "vitest";
import { loadBaseline } from "../baseline/index.ts";
import { nameInAws } from "../baseline/query.ts";
import { baselineFiles } from "./files.ts";
import type { LiveOrganization, LivePolicy } from "./model.ts";

const SETTINGS = {
  hubRegion: "us-east-1",
  identityCenterRegion: "eu-west-1",
  regions: ["us-east-1", "eu-west-1"],
  guardrails: ["organization-trust", "scp-attachment", "scp-content"],
  today: "2026-11-25",
};

const ROOT = "r-ab12";
const WORK = "ou-ab12-00000001";
const LIVE = "ou-ab12-00000002";
const DEV = "100000000002";

const deny = (rest: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "iam:*", Resource: "*", ...rest }],
  });

function policy(id: string, name: string, rest: Partial<LivePolicy> = {}): LivePolicy {
  return {
    id,
    name,
    type: "SERVICE_CONTROL_POLICY",
    description: "",
    content: deny(),
    awsManaged: false,
    targets: [ROOT],
    ...rest,
  };
}

const FULL = policy("p-FullAWSAccess", "FullAWSAccess", {
  content: "",
  awsManaged: true,
  targets: [ROOT, WORK, LIVE, "100000000001", DEV],
});

const ORGANIZATION: LiveOrganization = {
  id: "o-abcdefghij",
  management: "100000000001",
  root: ROOT,
  policyTypes: ["SERVICE_CONTROL_POLICY"],
  accounts: [
    { id: "100000000001", name: "SecureCart", parent: ROOT, state: "ACTIVE" },
    { id: DEV, name: "Dev\nTeam", parent: LIVE, state: "ACTIVE" },
  ],
  units: [
    { id: WORK, name: "Work", parent: ROOT },
    { id: LIVE, name: "Live/EU", parent: WORK },
  ],
  policies: [FULL, policy("p-00000001", "Deny root")],
  trust: { trustedServices: [], delegatedAdministrators: [] },
};

const imported = (changes: Partial<LiveOrganization> = {}) =>
  baselineFiles({ ...ORGANIZATION, ...changes }, SETTINGS);
const yamlOf = (changes: Partial<LiveOrganization> = {}) =>
  imported(changes).files.get("holdfast.yaml") ?? "";

function load(changes: Partial<LiveOrganization> = {}) {
  const { files } = imported(changes);
  return loadBaseline({ read: (path) => files.get(path) }, { guardrails: SETTINGS.guardrails });
}

describe("the baseline of an organization", () => {
  it("has names of its own where AWS's don't fit, with AWS's beside them on one line", () => {
    const yaml = yamlOf();
    expect(yaml).toContain('  SecureCart: "100000000001" # the management account\n');
    expect(yaml).toContain(`  Dev-Team: "${DEV}" # in AWS: "Dev\\nTeam"\n`);
    expect(yaml).toContain(
      "  Root/Work/Live-EU:\n    name: Live/EU\n    accounts:\n      - Dev-Team\n",
    );
    expect(yaml).toContain("  Deny-root:\n    name: Deny root\n");
    expect(load().units.map(nameInAws)).toEqual(["Root", "Work", "Live/EU"]);
    expect(load().policies).toMatchObject([{ name: "Deny-root", awsName: "Deny root" }]);
  });

  it("has what is to be said of an empty entry above it", () => {
    const orphan = policy("p-00000002", "orphan", { targets: [] });
    expect(yamlOf({ policies: [FULL, orphan] })).toContain(
      "\n  # attached nowhere\n  orphan: {}\n",
    );
  });

  it("is in mode alert everywhere", () => {
    expect(load().modes).toEqual({ default: "alert", guardrails: {}, units: {} });
  });

  it("is the same whatever the order in which AWS lists things", () => {
    const { accounts, units, policies } = ORGANIZATION;
    const reversed = {
      accounts: accounts.toReversed(),
      units: units.toReversed(),
      policies: policies.toReversed(),
    };
    expect(imported(reversed)).toEqual(imported());
  });

  it("pins every id", () => {
    expect(JSON.parse(imported().files.get("holdfast.lock.json") ?? "")).toEqual({
      version: 1,
      organization: "o-abcdefghij",
      root: ROOT,
      units: { "Root/Work": WORK, "Root/Work/Live-EU": LIVE },
      policies: { "Deny-root": "p-00000001" },
    });
  });
});

describe("what can't be declared", () => {
  it("is left alone, and said, if it is a policy whose text can't be read", () => {
    const illegible = policy("p-00000002", "broken\n", { content: '{"Version":"2012-10-17"' });
    const changes = { policies: [FULL, illegible] };
    expect(yamlOf(changes)).toContain('  - p-00000002 # "broken\\n": ');
    expect(imported(changes).missing).toEqual([
      expect.stringContaining('"broken\\n" (p-00000002) is left alone'),
    ]);
    expect(load(changes).leaveAlone).toEqual(["p-00000002"]);
  });

  it("is named in a comment if it is an account that is closed", () => {
    const closed = { id: "100000000003", name: "old\n", parent: WORK, state: "SUSPENDED" };
    const changes = { accounts: [...ORGANIZATION.accounts, closed] };
    expect(yamlOf(changes)).toContain(
      '# Not declared, as they are closed or about to be:\n#   100000000003 "old\\n" SUSPENDED\n',
    );
    expect(load(changes).accounts).toEqual(load().accounts);
  });

  it("is named in a comment if it is a policy of a type that is not enabled", () => {
    const rcp = policy("p-00000002", "perimeter", { type: "RESOURCE_CONTROL_POLICY", targets: [] });
    const changes = { policies: [FULL, rcp] };
    expect(yamlOf(changes)).toContain(
      '# Not declared, as their type is not enabled:\n#   p-00000002 "perimeter"\n',
    );
    expect(load(changes).policies).toEqual([]);
  });

  it.each([
    [{ unread: "AccessDenied" }, "it could not be read: AccessDenied"],
    [{ trustedServices: ["Odd"], delegatedAdministrators: [] }, '"Odd" is no service principal'],
    [
      {
        trustedServices: [],
        delegatedAdministrators: [{ account: DEV, services: ["sso.amazonaws.com"] }],
      },
      "Dev-Team administers sso.amazonaws.com, which is not a trusted service",
    ],
    [
      {
        trustedServices: ["sso.amazonaws.com"],
        delegatedAdministrators: [{ account: "999999999999", services: ["sso.amazonaws.com"] }],
      },
      "999999999999, a delegated administrator, is no member account in use",
    ],
    [
      { trustedServices: [], delegatedAdministrators: [], delegationPolicy: "{" },
      "the delegation policy can't be declared: ",
    ],
  ])("leaves out whom the organization trusts, as a whole: %#", (trust, why) => {
    expect(yamlOf({ trust })).toContain(
      `# organizationTrust is left out, so whom the organization trusts is not guarded: ${why}`,
    );
    expect(imported({ trust }).missing[0]).toContain(why);
    expect(load({ trust })).not.toHaveProperty("organizationTrust");
  });
});

describe("what nobody should vouch for unseen", () => {
  const reviewed = (changes: Partial<LiveOrganization>) =>
    (load(changes).review ?? []).map(
      ({ guardrail, key, finding }) => `${guardrail} ${key}: ${finding}`,
    );

  it("is nothing in an organization where nothing is odd", () => {
    expect(load()).not.toHaveProperty("review");
    expect(yamlOf()).not.toMatch(/^review:/m);
  });

  it("is under review since the day of the import, and declared all the same", () => {
    const orphan = policy("p-00000002", "orphan", { targets: [] });
    const baseline = load({ policies: [FULL, orphan] });
    expect(baseline.review).toEqual([
      {
        guardrail: "scp-content",
        key: "orphan",
        finding: "attached nowhere: it protects nothing",
        since: "2026-11-25",
      },
    ]);
    expect(baseline.policies).toMatchObject([{ name: "orphan", id: "p-00000002" }]);
  });

  it.each<[string, Partial<LiveOrganization>, RegExp]>([
    [
      "a policy on one account",
      { policies: [FULL, policy("p-00000002", "a", { targets: [DEV] })] },
      /^scp-attachment Dev-Team: a on this account alone/,
    ],
    [
      "a policy on the management account",
      { policies: [FULL, policy("p-00000002", "a", { targets: ["100000000001"] })] },
      /^scp-attachment SecureCart: a on the management account, where .* no effect$/,
    ],
    [
      "a place without FullAWSAccess",
      { policies: [{ ...FULL, targets: FULL.targets.filter((id) => id !== WORK) }] },
      /^scp-attachment Root\/Work: FullAWSAccess is not attached here/,
    ],
    [
      "a deny of everything",
      { policies: [FULL, policy("p-00000002", "a", { content: deny({ Action: "*" }) })] },
      /^scp-content a: denies everything/,
    ],
    [
      "an exception for somebody outside",
      {
        policies: [
          FULL,
          policy("p-00000002", "a", {
            content: deny({
              Condition: { StringNotEquals: { "aws:PrincipalAccount": "999999999999" } },
            }),
          }),
        ],
      },
      /^scp-content a: spares account 999999999999/,
    ],
    [
      "an administrator of StackSets",
      {
        trust: {
          trustedServices: ["member.org.stacksets.cloudformation.amazonaws.com"],
          delegatedAdministrators: [
            { account: DEV, services: ["member.org.stacksets.cloudformation.amazonaws.com"] },
          ],
        },
      },
      /^organization-trust delegated administrator Dev-Team: administers StackSets/,
    ],
    [
      "a delegation to everybody",
      {
        trust: {
          trustedServices: [],
          delegatedAdministrators: [],
          delegationPolicy: deny({
            Effect: "Allow",
            Principal: "*",
            Action: "organizations:ListRoots",
          }),
        },
      },
      /^organization-trust delegation policy: lets everybody in/,
    ],
  ])("%s", (_, changes, expected) => {
    expect(reviewed(changes)).toEqual([expect.stringMatching(expected)]);
  });

  it("is only what a guardrail guards", () => {
    const orphan = policy("p-00000002", "orphan", { targets: [] });
    const options = { ...SETTINGS, guardrails: ["scp-attachment"] };
    const { reviews } = baselineFiles({ ...ORGANIZATION, policies: [FULL, orphan] }, options);
    expect(reviews).toBe(0);
  });
});
