import { describe, expect, it } from "vitest";
import {
  diffTo,
  names,
  policyEffectsIn,
  securecart,
  withAccount,
  without,
  withPolicy,
  withStatements,
  withUnit,
} from "./fixture.ts";
import { verdictOf } from "./words.ts";

const WORKLOADS = ["dev", "devops", "production", "staging"];

describe("a diff of policies", () => {
  it("of a baseline with itself is empty, and says so", () => {
    const diff = diffTo(structuredClone(securecart));
    expect(diff).toEqual({ opens: [], closes: [], undecided: [], changes: [] });
    expect(verdictOf(diff)).toBe("Both sides say the same.");
  });

  it("shows what a removed statement opens, for all accounts at once", () => {
    const next = withStatements(securecart, "developers-no-iam", ([first]) =>
      first ? [first] : [],
    );
    const { opens, closes, changes } = diffTo(next);
    expect(policyEffectsIn(opens)).toMatchObject([
      {
        policy: "developers-no-iam",
        statement: "NoOtherWayIn",
        level: "Root/Workloads",
        cause: "statement",
        witness: { request: { action: "rolesanywhere:CreateProfile" } },
      },
    ]);
    expect(opens.map(names)).toEqual([WORKLOADS]);
    expect([closes, changes]).toEqual([[], []]);
  });

  it("says of a policy that configures a service what became of it, and nothing of access", () => {
    const rewritten = withPolicy(securecart, "ai-opt-out", (policy) => ({
      ...policy,
      type: "AISERVICES_OPT_OUT_POLICY",
      content: { services: { default: { opt_out_policy: { "@@assign": "optIn" } } } },
    }));
    const moved = withUnit(
      withUnit(rewritten, "Root", (unit) => ({
        ...unit,
        policies: without(unit.policies, "ai-opt-out"),
      })),
      "Root/Sandbox",
      (unit) => ({ ...unit, policies: [...unit.policies, "ai-opt-out"] }),
    );
    const why = "AI services opt-out policies configure, and neither open nor close a call";
    const { opens, closes, undecided, changes } = diffTo(moved);
    expect([opens, closes, undecided]).toEqual([[], [], []]);
    expect(changes.map(({ name, what }) => `${name} ${what}`).toSorted()).toEqual([
      `ai-opt-out says something else: ${why}`,
      `ai-opt-out was attached to Root/Sandbox: ${why}`,
      `ai-opt-out was detached from Root: ${why}`,
    ]);
  });

  it("tells a new order of keys from a change of values", () => {
    const reordered = withPolicy(securecart, "ai-opt-out", (policy) => {
      const content = JSON.stringify(policy.content, (_key, value: unknown) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toReversed())
          : value,
      );
      return { ...policy, type: "AISERVICES_OPT_OUT_POLICY", content: JSON.parse(content) };
    });
    expect(diffTo(reordered).changes).toEqual([
      { subject: "policy", name: "ai-opt-out", what: "was rewritten and means the same" },
    ]);
  });

  it("shows the reverse of a change as its mirror image", () => {
    const next = withStatements(securecart, "developers-no-iam", ([first]) =>
      first ? [first] : [],
    );
    const there = diffTo(next);
    const back = diffTo(securecart, next);
    expect(back.closes).toEqual(there.opens);
    expect(back.opens).toEqual(there.closes);
  });

  it("names the patterns that a shortened list of actions opens, and only those", () => {
    // iam:CreateAccessKey is refused by no-iam-users as well, but not for break-glass users.
    const gone = ["iam:Put*", "iam:TagUser"];
    const next = withStatements(securecart, "developers-no-iam", (statements) =>
      statements.map((one) => ({
        ...one,
        Action: [one.Action].flat().filter((action) => !gone.includes(action ?? "")) as string[],
      })),
    );
    const [effect, ...others] = policyEffectsIn(diffTo(next).opens);
    expect(effect).toMatchObject({ cause: "rewording", actions: ["iam:Put*"] });
    expect(others).toEqual([]);
  });

  it("says which role a wider exception lets through", () => {
    const next = withStatements(securecart, "protect-security-services", ([first, ...rest]) => [
      {
        ...first,
        Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ops" } },
      } as never,
      ...rest,
    ]);
    const [effect] = policyEffectsIn(diffTo(next).opens);
    expect(effect?.witness.request.principal.arn).toMatch(/:role\/ops$/);
    expect(names(effect ?? { accounts: [] })).toHaveLength(9);
  });

  it("shows a policy that went to another unit as opened here and closed there", () => {
    const moved = withUnit(
      withUnit(securecart, "Root/Workloads", (unit) => ({
        ...unit,
        policies: without(unit.policies, "developers-no-iam"),
      })),
      "Root/Sandbox",
      (unit) => ({ ...unit, policies: [...unit.policies, "developers-no-iam"] }),
    );
    const { opens, closes } = diffTo(moved);
    expect(policyEffectsIn(opens).map((one) => [one.cause, one.level, names(one)])).toEqual([
      ["attachment", "Root/Workloads", WORKLOADS],
      ["attachment", "Root/Workloads", WORKLOADS],
    ]);
    expect(policyEffectsIn(closes).map((one) => [one.cause, one.level, names(one)])).toEqual([
      ["attachment", "Root/Sandbox", ["playground"]],
      ["attachment", "Root/Sandbox", ["playground"]],
    ]);
  });

  it("shows what a moved account leaves behind and what it meets, its mode included", () => {
    const next = withAccount(securecart, "dev", (account) => ({
      ...account,
      unit: "Root/Sandbox",
    }));
    const { opens, closes, changes } = diffTo(next);
    expect(
      new Set(policyEffectsIn(opens).map(({ policy, cause }) => `${policy} ${cause}`)),
    ).toEqual(
      new Set(["developers-no-iam move", "deny-delete-role move", "resource-perimeter move"]),
    );
    expect(
      new Set(policyEffectsIn(closes).map(({ policy, cause }) => `${policy} ${cause}`)),
    ).toEqual(new Set(["no-production-access move"]));
    expect(opens.find(({ kind }) => kind === "mode")).toMatchObject({
      from: "revert",
      to: "alert",
      where: ["dev"],
    });
    expect(changes).toEqual([
      { subject: "account", name: "dev", what: "was moved from Root/Workloads to Root/Sandbox" },
    ]);
  });

  it("calls a rewritten policy of the same meaning by that name", () => {
    const next = withStatements(securecart, "deny-root-user", (statements) =>
      statements.map((one) => ({ ...one, Sid: "Other", Action: ["*"], Resource: ["*", "*"] })),
    );
    const { opens, closes, changes } = diffTo(next);
    expect([opens, closes]).toEqual([[], []]);
    expect(changes).toEqual([
      { subject: "policy", name: "deny-root-user", what: "was rewritten and means the same" },
    ]);
  });

  it("tells an attachment that makes no difference, and why", () => {
    const next = withUnit(securecart, "Root/Sandbox", (unit) => ({
      ...unit,
      policies: [...unit.policies, "deny-root-user"],
    }));
    const { opens, closes, changes } = diffTo(next);
    expect([opens, closes]).toEqual([[], []]);
    expect(changes).toEqual([
      {
        subject: "policy",
        name: "deny-root-user",
        what: "was attached to Root/Sandbox: no account gains or loses anything by it",
      },
    ]);
  });

  it("never reports what a policy means to the management account, and says why", () => {
    const next = withUnit(securecart, "Root", (unit) => ({
      ...unit,
      policies: without(unit.policies, "deny-root-user"),
    }));
    const { opens, changes } = diffTo(next);
    expect(opens.flatMap(names)).not.toContain("management");
    expect(opens.flatMap(names)).toHaveLength(9);
    expect(changes).toContainEqual({
      subject: "account",
      name: "management",
      what: "is the management account, which control policies never reach",
    });
  });

  it("tells a statement that can't be compared as undecided, never as no change", () => {
    const next = withStatements(securecart, "no-production-access", (statements) => [
      ...statements,
      {
        Sid: "Odd",
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        Condition: { StringMatches: { "aws:PrincipalTag/team": "x" } },
      },
    ]);
    const diff = diffTo(next);
    expect(diff.undecided).toMatchObject([
      { place: { statement: "Odd" }, accounts: [{ name: "playground" }] },
    ]);
    expect(diff.undecided[0]?.reason).not.toBe("");
    expect(verdictOf(diff)).toContain("1 thing could NOT be decided");
  });

  it("tells accounts apart that a policy names", () => {
    const next = withStatements(securecart, "billing-only-finance", (statements) =>
      statements.map((one) => ({
        ...one,
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": ["100000000006", "100000000008"] },
        },
      })),
    );
    const { opens, closes } = diffTo(next);
    expect(opens.map(names)).toEqual([["staging"]]);
    expect(closes).toEqual([]);
  });

  it("shows a policy that changed its type as gone from one kind and new in the other", () => {
    const next = withPolicy(securecart, "resource-perimeter", (policy) => ({
      ...policy,
      type: "SERVICE_CONTROL_POLICY",
      content: {
        Statement: { Effect: "Deny", Action: "polly:*", Resource: "*" },
      },
    }));
    const { opens, closes, changes } = diffTo(next);
    expect(new Set(policyEffectsIn(opens).map(({ type }) => type))).toEqual(
      new Set(["RESOURCE_CONTROL_POLICY"]),
    );
    expect(policyEffectsIn(closes).map(({ type }) => type)).toEqual(["SERVICE_CONTROL_POLICY"]);
    expect(changes.map(({ what }) => what)).toEqual([
      "was a resource control policy, is a service control policy",
    ]);
  });

  it("puts what concerns more actions in more accounts first", () => {
    const next = withUnit(
      withUnit(securecart, "Root", (unit) => ({
        ...unit,
        policies: without(unit.policies, "deny-root-user"),
      })),
      "Root/Sandbox",
      (unit) => ({ ...unit, policies: [] }),
    );
    const opens = policyEffectsIn(diffTo(next).opens);
    expect(opens.map(({ policy }) => policy)).toEqual([
      "deny-root-user",
      "no-production-access",
      "no-production-access",
    ]);
    expect(opens.at(-1)?.statement).toBe("NoRoleOfProduction");
  });
});
