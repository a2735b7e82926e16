import { describe, expect, it } from "vitest";
import { CENTERED, centered } from "../../expectations/people.fixture.ts";
import type { Files } from "../../fixture.ts";
import { findings } from "../fixture.ts";

/** What one rule finds, without severity, rule and place. */
function found(rule: string, files: Files): string[] {
  return findings(files).flatMap((line) => {
    const [, id, message] = /^\w+ (\S+) \S+:\d+:\d+ (.*)$/.exec(line) ?? [];
    return id === rule && message !== undefined ? [message] : [];
  });
}

const PERSON = "  - { user: dana, permissionSet: Reader, accounts: prod }\ngroups:\n";
const also = (yaml: string, files: Files = CENTERED): Files => ({
  ...files,
  "holdfast.yaml": `${files["holdfast.yaml"]}${yaml}`,
});
const document = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

describe("a baseline whose Identity Center is in order", () => {
  it("has nothing to complain about", () => {
    expect(findings(CENTERED)).toEqual([]);
  });
});

describe("assignments", () => {
  it("to a single user are told at their line", () => {
    expect(findings(centered(["groups:\n", PERSON]))).toContain(
      "warning direct-user-assignment holdfast.yaml:21:5 Reader is assigned to the user dana",
    );
  });

  it("may be accepted by user and set", () => {
    const accepted =
      "accepted: [{ rule: direct-user-assignment, key: dana/Reader, reason: on call }]\n";
    expect(findings(also(accepted, centered(["groups:\n", PERSON])))).toEqual([
      "note direct-user-assignment holdfast.yaml:21:5 Reader is assigned to the user dana; accepted: on call",
    ]);
  });

  it("to a group that nobody guards are told, unless the file says that it is left so", () => {
    const users = { users: ["olivia"] };
    const absent = centered(["  Devs: { members: [dana] }\n", ""], users);
    const told = "nobody guards who is in Devs, which is assigned";
    expect(found("unguarded-group", absent)).toEqual([expect.stringContaining(told)]);
    const said = centered(["{ members: [dana] }", "{ guarded: false }"], users);
    expect(found("unguarded-group", said)).toEqual([]);
  });

  it.each([
    ["accounts: [all, dev]", "Admin of Ops in dev is given by all already"],
    ["accounts: [Root/Work, dev]", "Admin of Ops in dev is given by Root/Work already"],
    ["accounts: [dev, prod]", undefined],
    ["accounts: [all, management]", undefined],
  ])("%s: redundant: %s", (accounts, message) => {
    const files = centered(["Admin, accounts: all", `Admin, ${accounts}`]);
    expect(found("redundant-assignment", files)).toEqual(message === undefined ? [] : [message]);
  });
});

describe("organization-administrator", () => {
  const rule = "organization-administrator";

  it("is whoever may write IAM or Identity Center in the management account at any time", () => {
    const admin = centered(["accounts: all }", "accounts: [all, management] }"]);
    expect(found(rule, admin)).toEqual([
      "Ops may call iam:AttachRolePolicy in management at any time, by Admin: that is the whole organization",
    ]);
    const power = centered(["Power, accounts: dev", "Power, accounts: [dev, management]"]);
    expect(found(rule, power)).toEqual([
      "Devs may call sso:CreateAccountAssignment in management at any time, by Power: that is the whole organization",
    ]);
    const reader = centered(["Reader, accounts: prod", "Reader, accounts: [prod, management]"]);
    expect(found(rule, reader)).toEqual([]);
  });

  it("is so in the account that Identity Center is delegated to, too", () => {
    const trust =
      "organizationTrust: { delegatedAdministrators: { dev: [sso.amazonaws.com] }, trustedServices: [sso.amazonaws.com] }\n";
    expect(found(rule, also(trust))).toEqual([
      expect.stringContaining("Ops may call sso:CreateAccountAssignment in dev"),
      expect.stringContaining("Devs may call sso:CreateAccountAssignment in dev"),
    ]);
  });
});

describe("long-administrator-session", () => {
  it.each([
    ["Admin", "PT8H", true],
    ["Admin", "PT4H", false],
    ["Power", "PT12H", false],
  ])("%s, %s: %s", (name, duration, told) => {
    const files = centered([`${name}: { `, `${name}: { sessionDuration: ${duration}, `]);
    expect(found("long-administrator-session", files)).toEqual(
      told ? [`sessions of ${name} last ${duration} and may call iam:AttachRolePolicy`] : [],
    );
  });

  it("is not told of a set that a boundary keeps from IAM", () => {
    const files = centered([
      "Admin: { ",
      "Admin: { sessionDuration: PT8H, boundary: { managedPolicy: PowerUserAccess }, ",
    ]);
    expect(found("long-administrator-session", files)).toEqual([]);
  });
});

describe("wide-just-in-time", () => {
  const grant = (rest: string) =>
    found("wide-just-in-time", also(`justInTime:\n  - { ${rest}, reason: tickets }\n`));

  it.each([
    [
      "permissionSet: '*', accounts: all, maximumDuration: PT4H",
      ["anybody may be given Admin, which makes an administrator"],
    ],
    [
      "group: O*, maximumDuration: P2D",
      ["anybody may be given Admin, which makes an administrator", "a grant may last for 2 days"],
    ],
    ["permissionSet: Admin, principal: 'oncall-*', accounts: all, maximumDuration: PT4H", []],
    ["permissionSet: Power, accounts: dev, maximumDuration: P1D", []],
  ])("%s: %s", (rest, messages) => {
    expect(grant(rest)).toEqual(messages);
  });
});

describe("permission sets", () => {
  it("that nobody has are told, unless they may be granted for a time", () => {
    const files = centered(["  - { group: Devs, permissionSet: Reader, accounts: prod }\n", ""]);
    expect(found("unassigned-permission-set", files)).toEqual(["Reader is assigned to nobody"]);
    const grant =
      "justInTime: [{ permissionSet: R*, principal: d*, accounts: prod, maximumDuration: PT1H, reason: r }]\n";
    expect(found("unassigned-permission-set", also(grant, files))).toEqual([]);
  });

  it.each([
    ["Reader: {}", ["Reader has no policy: whoever has it can do nothing"]],
    [
      "Reader: { boundary: { managedPolicy: ReadOnlyAccess } }",
      ["Reader has a boundary and no policy: whoever has it can do nothing"],
    ],
    ["Reader: { customerManagedPolicies: [/a] }", []],
  ])("%s: empty: %s", (set, messages) => {
    const files = centered(["Reader: { managedPolicies: [ReadOnlyAccess] }", set]);
    expect(found("empty-permission-set", files)).toEqual(messages);
  });

  it.each([
    [{ Action: "*", Resource: "*" }, true],
    [{ Action: ["s3:Get*", "*"], Resource: ["*"] }, true],
    [{ Action: "*", Resource: "arn:aws:s3:::b" }, false],
    [{ Action: "*", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }, false],
    [{ NotAction: "iam:*", Resource: "*" }, false],
  ])("with the inline statement %j: unlimited: %s", (statement, told) => {
    const files = { ...CENTERED, "policies/power.json": document(statement) };
    expect(found("unlimited-inline-policy", files)).toEqual(
      told ? ["the inline policy of Power allows everything"] : [],
    );
  });

  it("say where their customer managed policies must be", () => {
    const files = centered(["Admin: { ", "Admin: { customerManagedPolicies: [/teams/ops], "]);
    expect(findings(files)).toEqual([
      "note customer-managed-policy holdfast.yaml:14:10 /teams/ops must be in every account in which Admin is assigned, also in those that join later",
    ]);
  });

  it("have inline policies of actions that AWS has", () => {
    const files = {
      ...CENTERED,
      "policies/power.json": document({ Action: "sns:DeletTopic", Resource: "*" }),
    };
    expect(findings(files)).toEqual([
      expect.stringMatching(
        /^warning unknown-action policies\/power\.json:1:\d+ sns:DeletTopic is no action that is known today$/,
      ),
    ]);
  });

  it("of which control policies leave nothing are told, account by account", () => {
    const set = ["[ReadOnlyAccess]", "[AmazonSQSFullAccess]"] as const;
    const deny = {
      "policies/work.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Queues", Effect: "Deny", Action: "sqs:*", Resource: "*" }],
      }),
    };
    expect(found("permission-set-denied", { ...centered([...set]), ...deny })).toEqual([
      "control policies deny everything that Reader allows in prod",
    ]);
    const both = centered(["accounts: all }", "accounts: dev }"]);
    const everywhere = {
      ...both,
      "holdfast.yaml": (both["holdfast.yaml"] ?? "")
        .replace(...set)
        .replace("Reader, accounts: prod", "Reader, accounts: Root/Work"),
    };
    expect(found("permission-set-denied", { ...everywhere, ...deny })).toEqual([
      "control policies deny everything that Reader allows in dev (and 1 more)",
    ]);
    const more = centered(["[ReadOnlyAccess]", "[AmazonSQSFullAccess, AWSSupportAccess]"]);
    expect(found("permission-set-denied", { ...more, ...deny })).toEqual([]);
    expect(found("permission-set-denied", centered([...set]))).toEqual([]);
  });
});

describe("groups", () => {
  it("that are guarded and empty are told: everybody is taken out of them", () => {
    const files = centered(["{ members: [dana] }", "{}"], { users: ["olivia"] });
    expect(found("empty-group", files)).toEqual(["every member of Devs is taken out of it"]);
  });

  it("that are guarded and assigned nothing are told", () => {
    const yaml = CENTERED["holdfast.yaml"] ?? "";
    const files = { ...CENTERED, "holdfast.yaml": yaml.replace(/ {2}- \{ group: Devs.*\n/g, "") };
    expect(found("unused-group", files)).toEqual(["Devs is assigned nothing"]);
  });
});

describe("no-break-glass", () => {
  it("is told where people sign in through Identity Center alone", () => {
    const files = centered(["breakGlass: { principals: [user/break-glass/olivia] }\n", ""]);
    expect(findings(files)).toEqual([
      "warning no-break-glass holdfast.yaml:13:1 people sign in through Identity Center only: there is no other way in",
    ]);
  });
});
