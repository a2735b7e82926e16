import { describe, expect, it } from "vitest";
import { defineGuardrail } from "../../define-guardrail.ts";
import type { Declared, Guardrail } from "../../guardrail.ts";
import { toy } from "../../testing/toy.ts";
import { appended, check, findings, SOUND, working } from "./fixture.ts";

/** A guardrail that reads and writes in member accounts; actions are the compiler's to check elsewhere. */
function inAccounts(reads: readonly string[], writes: readonly string[]): Guardrail {
  const declare = (actions: readonly string[]) =>
    actions.map((action) => ({
      action,
      resources: () => ["arn:aws:iam::*:user/*"],
    })) as unknown as Declared[];
  return { ...toyGuardrail, domain: "accounts", reads: declare(reads), writes: declare(writes) };
}

const toyGuardrail = defineGuardrail({
  id: "toy-user",
  domain: "accounts",
  severity: "LOW",
  title: "t",
  why: "w",
  docs: "d",
  watches: [],
  reads: [],
  writes: [],
  desired: () => ({ keys: [], of: () => null }),
  subject: toy.subject,
  async *survey() {},
  observe: async () => ({ kind: "absent" }),
  diff: () => [],
  plan: () => [],
});

const users = inAccounts(["iam:ListUsers"], ["iam:UpdateAccessKey"]);
const deny = (Sid: string, Action: string, more: object = {}) => ({
  Sid,
  Effect: "Deny",
  Action,
  Resource: "*",
  ...more,
});
const SPARED = { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/holdfast/*" } };
const PLACE = "error holdfast-locked-out policies/work.json:4:5";

/** The sound baseline with a resource control policy on the unit of both accounts. */
const withPerimeter = (statement: object) => ({
  ...SOUND,
  "holdfast.yaml": (SOUND["holdfast.yaml"] ?? "").replace(
    "policies: [work]",
    "policies: [work, edge]",
  ),
  "holdfast.lock.json": (SOUND["holdfast.lock.json"] ?? "").replace(
    '"guard":',
    '"edge": "p-00000003", "guard":',
  ),
  "policies/edge.json": JSON.stringify({
    Version: "2012-10-17",
    Statement: { Sid: "Edge", Effect: "Deny", Principal: "*", Resource: "*", ...statement },
  }),
});
const perimeter = (statement: object) =>
  findings(
    appended("policies: { edge: { type: RESOURCE_CONTROL_POLICY } }\n", withPerimeter(statement)),
  );

describe("holdfast-locked-out", () => {
  it("follows the declarations: what no guardrail calls may be denied", () => {
    const files = working(deny("Keys", "iam:UpdateAccessKey"));
    expect(findings(files)).toEqual([]);
    expect(findings(files, [users])).toEqual([
      `${PLACE} Keys, attached to Root/Work, stops holdfast-test-remediate in dev (and 1 more) from iam:UpdateAccessKey on arn:aws:iam::100000000002:user/any`,
    ]);
  });

  it("holds reads against the role that observes", () => {
    expect(findings(working(deny("Look", "iam:List*")), [users])).toEqual([
      expect.stringContaining("stops holdfast-test-observe in dev (and 1 more) from iam:ListUsers"),
    ]);
  });

  it("is content once the statement spares Holdfast's roles", () => {
    const statement = deny("Keys", "iam:UpdateAccessKey", { Condition: SPARED });
    expect(findings(working(statement), [users])).toEqual([]);
  });

  it("is not about guardrails that work in the management account", () => {
    const there = { ...users, domain: "organization" as const };
    expect(findings(working(deny("Keys", "iam:*", { Condition: SPARED })), [there])).toEqual([]);
    expect(findings(working(deny("Keys", "iam:UpdateAccessKey")), [there])).toEqual([]);
  });

  it("looks into every Region that the baseline names", () => {
    const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    expect(findings(working(deny("Region", "events:*", { Condition })))).toEqual([
      `${PLACE} Region, attached to Root/Work, stops holdfast-test-forward in dev (and 1 more) from events:PutEvents on arn:aws:events:us-east-1:100000000001:event-bus/holdfast-test-hub`,
    ]);
  });

  it("sees a resource control policy that keeps Holdfast out of its roles", () => {
    const Condition = { StringNotEquals: { "aws:PrincipalAccount": "100000000002" } };
    const found = perimeter({ Action: "sts:AssumeRole", Condition });
    expect(found[0]).toContain("error holdfast-locked-out policies/edge.json:1:");
    expect(found[0]).toContain("stops holdfast-test-enforce-accounts (and 1 more)");
  });

  it("sees one that keeps EventBridge from forwarding", () => {
    const Condition = { Bool: { "aws:PrincipalIsAWSService": "true" } };
    expect(perimeter({ Action: "sts:AssumeRole", Condition })).toEqual([
      expect.stringContaining(
        "Edge, attached to Root/Work, stops EventBridge in dev (and 1 more) from sts:AssumeRole",
      ),
    ]);
  });

  it("does not take what it can't tell for harmless", () => {
    const Condition = { StringEquals: { "aws:PrincipalOrgPaths": "o-abcdefghij/r-ab12/" } };
    const { problems } = check(working(deny("Path", "events:PutEvents", { Condition })));
    expect(problems.map(({ severity, rule, message }) => [severity, rule, message])).toContainEqual(
      [
        "error",
        "holdfast-locked-out",
        expect.stringMatching(/^whether holdfast-test-forward in dev .* can't be told: /),
      ],
    );
  });
});
