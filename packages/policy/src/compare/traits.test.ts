import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import { traitsOf } from "./traits.ts";

const DEV = "100000000007";
const OTHERS = ["100000000008", "222222222222"];

function apart(statement: Partial<PolicyStatement>): boolean {
  const Statement = {
    Effect: "Deny",
    Action: "s3:*",
    Resource: "*",
    ...statement,
  } as PolicyStatement;
  const traitOf = traitsOf([{ name: "Root", policies: [{ name: "p", document: { Statement } }] }]);
  return OTHERS.some((id) => traitOf(id) !== traitOf(DEV));
}

const when = (operator: string, key: string, ...values: string[]) => ({
  Condition: { [operator]: { [key]: values } },
});

describe("accounts are told apart by policies that", () => {
  it.each([
    ["name one", when("StringEquals", "aws:PrincipalAccount", DEV)],
    ["name one in an ARN", when("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${DEV}:role/x`)],
    ["name one as a resource", { Resource: `arn:aws:iam::${DEV}:role/x` }],
    ["name a part of an id", when("StringLike", "aws:PrincipalAccount", "10000000*")],
    [
      "name a part with single wildcards",
      when("StringLike", "aws:PrincipalArn", "*::10000000000?:*"),
    ],
    [
      "put a variable beside digits",
      when("StringLike", "aws:PrincipalAccount", `1\${aws:username}`),
    ],
    ["take ids for numbers", when("NumericLessThan", "aws:PrincipalAccount", "200000000000")],
  ])("%s", (_what, statement) => {
    expect(apart(statement)).toBe(true);
  });
});

describe("accounts are alike to policies that", () => {
  it.each([
    ["name none", {}],
    ["leave the account open", when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/x")],
    ["have other digits", when("StringEquals", "aws:RequestedRegion", "us-east-1", "eu-west-1")],
    ["name the organization", when("StringEquals", "aws:PrincipalOrgID", "o-5ecurecart")],
    ["count something else", when("NumericLessThan", "s3:max-keys", "10")],
  ])("%s", (_what, statement) => {
    expect(apart(statement)).toBe(false);
  });
});
