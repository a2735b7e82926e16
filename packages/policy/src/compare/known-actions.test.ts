import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import type { ActionUniverse } from "../universe/universe.ts";
import { KnownActions } from "./known-actions.ts";
import { type Rule, sidesOf } from "./rules.ts";

const UNIVERSE: ActionUniverse = {
  services: new Map([
    ["a", ["DescribeThings", "ListThings", "PutThing", "UpdateThing"]],
    ["ab", ["DeleteThing", "GetThing"]],
    ["iam", ["AddRole", "CreateAccessKey", "CreateRole", "DeleteRole"]],
    ["s3", ["DeleteBucket", "GetObject", "ListBuckets"]],
  ]),
  resourcesOf: () => [],
};

type Actions = Pick<PolicyStatement, "Action" | "NotAction">;

/** A rule for each statement. */
function rulesOf(statements: readonly Actions[]): readonly Rule[] {
  const Statement = statements.map((one) => ({ Effect: "Deny", Resource: "*", ...one }) as const);
  return sidesOf([{ name: "Root", policies: [{ name: "p", document: { Statement } }] }], []).rules;
}

/** A known action that exactly those statements are about whose place is in `about`. */
function known(statements: readonly Actions[], about: readonly number[], example: string) {
  const rules = rulesOf(statements);
  const set = about.reduce((all, index) => all | (rules[index]?.bit ?? 0n), 0n);
  return new KnownActions(UNIVERSE, rules).in({ rules: set, example });
}

describe("an action that AWS has, for a class of them", () => {
  it("is one that exactly the same statements are about", () => {
    const statements = [{ Action: "a:*" }, { Action: ["a:Put*", "a:Update*"] }];
    expect(known(statements, [0], "a:b")).toBe("a:DescribeThings");
    expect(known(statements, [0, 1], "a:putb")).toBe("a:PutThing");
    expect(known(statements, [1], "a:putb")).toBeUndefined();
    expect(known([{ Action: "A:put?HING" }], [0], "a:putathing")).toBe("a:PutThing");
    expect(known([{ Action: "a:Paint*" }], [0], "a:paint")).toBeUndefined();
    expect(known([{ Action: "b:*" }], [0], "b:a")).toBeUndefined();
  });

  it("is one that changes something rather than one that reads", () => {
    expect(known([{ Action: "a:*" }], [0], "a:b")).toBe("a:PutThing");
    expect(known([{ Action: ["a:Describe*", "a:Update*"] }], [0], "a:updateb")).toBe(
      "a:UpdateThing",
    );
    expect(known([{ Action: "ab:*" }], [0], "ab:c")).toBe("ab:DeleteThing");
  });

  it("is one that everybody knows if there is one", () => {
    expect(known([{ Action: "s3:*" }], [0], "s3:b")).toBe("s3:GetObject");
    expect(known([{ Action: "iam:*" }], [0], "iam:b")).toBe("iam:CreateAccessKey");
    expect(known([{ Action: "iam:*Role" }], [0], "iam:arole")).toBe("iam:CreateRole");
    expect(known([{ Action: "*" }], [0], "a:b")).toBe("iam:CreateAccessKey");
    expect(known([{ Action: ["s3:GetObject"] }, { Action: "s3:*" }], [1], "s3:a")).toBe(
      "s3:DeleteBucket",
    );
  });

  it("is one of the example's own service rather than of another", () => {
    expect(known([{ Action: "*:Delete*" }], [0], "s3:deletea")).toBe("s3:DeleteBucket");
    expect(known([{ Action: "*:Delete*" }], [0], "iam:deletea")).toBe("iam:DeleteRole");
  });

  it("is one of any service where the example's own has none", () => {
    expect(known([{ Action: "*:Update*" }], [0], "b:updatec")).toBe("a:UpdateThing");
    expect(known([{ Action: "*:*Things" }, { Action: "a:L*" }], [0], "b:bthings")).toBe(
      "a:DescribeThings",
    );
    expect(known([{ Action: "?:*" }], [0], "c:d")).toBe("a:PutThing");
    expect(known([{ NotAction: ["a:*", "iam:*", "s3:*"] }], [0], "b:c")).toBe("ab:DeleteThing");
    expect(known([{ NotAction: ["iam:*", "a*:*"] }, { NotAction: "s3:G*" }], [0], "b:c")).toBe(
      "s3:GetObject",
    );
  });

  it("is one that a policy names in full if AWS's actions aren't at hand", () => {
    const rules = rulesOf([{ Action: ["a:B", "a:C*"] }, { NotAction: "d:E" }]);
    const actions = new KnownActions(undefined, rules);
    const found = ["a:b", "a:c", "d:e"].map((example) => actions.in({ rules: 0n, example }));
    expect(found).toEqual(["a:b", undefined, "d:e"]);
  });
});
