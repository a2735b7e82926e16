import { expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import { actionClasses } from "./actions.ts";
import { Budget } from "./budget.ts";
import { sidesOf } from "./rules.ts";

type Actions = Pick<PolicyStatement, "Action" | "NotAction">;

/**
 * For each class the places of the statements that are about it, and its example. The statements in
 * `differing`, by their places, are those in which two sides differ.
 */
function classesOf(
  statements: readonly Actions[],
  differing: readonly number[],
  { only = [], budget = 10_000_000 }: { only?: readonly string[]; budget?: number } = {},
) {
  const Statement = statements.map((one) => ({ Effect: "Deny", Resource: "*", ...one }) as const);
  const level = { name: "Root", policies: [{ name: "p", document: { Statement } }] };
  const { rules } = sidesOf([level], []);
  const set = differing.reduce((all, index) => all | (rules[index]?.bit ?? 0n), 0n);
  return actionClasses(rules, set, only, new Budget(budget))?.map((found) => [
    rules.flatMap(({ bit }, index) => ((bit & found.rules) === 0n ? [] : [index])).join(" and "),
    found.example,
  ]);
}

it("actions are told apart by the statements that are about them", () => {
  expect(classesOf([{ Action: "s3:Get*" }, { Action: ["S3:*Acl", "iam:*"] }], [0, 1])).toEqual([
    ["0", "s3:get"],
    ["0 and 1", "s3:getacl"],
    ["1", "s3:acl"],
  ]);
});

it("actions count if a statement is about them in which the sides differ", () => {
  const statements = [{ Action: "s3:*" }, { Action: "s3:Get*" }, { Action: "iam:*" }];
  expect(classesOf(statements, [1])).toEqual([["0 and 1", "s3:get"]]);
  expect(classesOf(statements, [2])).toEqual([["2", "iam:a"]]);
  expect(classesOf([{ NotAction: ["s3:*", "iam:*"] }, { Action: "s3:Get*" }], [0])).toEqual([
    ["0", "s:a"],
  ]);
  expect(classesOf([{ NotAction: "s3:*" }, { Action: "s3:Get*" }], [0, 1])).toEqual([
    ["1", "s3:get"],
    ["0", "s:a"],
  ]);
});

it("actions come in the order in which the differing statements name them", () => {
  const statements = [
    { Action: ["a:*", "c:*"] },
    { Action: ["z:*", "b:*"] },
    { Action: ["b:*", "a:*"] },
  ];
  expect(classesOf(statements, [1, 2])).toEqual([
    ["1", "z:a"],
    ["1 and 2", "b:a"],
    ["0 and 2", "a:a"],
  ]);
});

it("actions are left out that none of the given patterns covers", () => {
  const statements = [{ Action: ["s3:Get*", "ec2:*"] }];
  expect(classesOf(statements, [0], { only: ["s3:*", "sqs:*"] })).toEqual([["0", "s3:get"]]);
  expect(classesOf(statements, [0], { only: ["sqs:*"] })).toEqual([]);
});

it("actions of statements that both sides have cost nothing, unless a differing one leaves actions out", () => {
  const common = { Action: `${"long".repeat(100)}:*` };
  const few = { budget: 5_000 };
  expect(classesOf([{ Action: "s3:*" }, common], [0], few)).toEqual([["0", "s3:a"]]);
  expect(classesOf([{ NotAction: "s3:*" }, common], [0], few)).toBeUndefined();
  expect(classesOf([common, { Action: "s3:*" }], [0, 1], few)).toBeUndefined();
});
