import type { PolicyStatement } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import { delegates, outsidersSpared, sweeping } from "./odd-policies.ts";

const own = { accounts: new Set(["100000000001"]), id: "o-ourownorgan" };
const deny = (rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  ...rest,
});

describe("a control policy that says everything or nothing", () => {
  const said = (...statements: PolicyStatement[]) => sweeping(statements, "SERVICE_CONTROL_POLICY");

  it("is told", () => {
    expect(said(deny())).toEqual(["denies everything to everybody it reaches"]);
    expect(said(deny({ Action: ["s3:*", "*"], Resource: ["*"] }))).toHaveLength(1);
    expect(said({ ...deny(), Effect: "Allow" })).toEqual([
      "denies nothing: beside FullAWSAccess it limits nobody",
    ]);
  });

  it("is none if it is about some requests only", () => {
    expect(said(deny({ Action: "s3:*" }))).toEqual([]);
    expect(said(deny({ Resource: "arn:aws:s3:::a" }))).toEqual([]);
    expect(said(deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }))).toEqual([]);
    expect(sweeping([{ ...deny(), Effect: "Allow" }], "RESOURCE_CONTROL_POLICY")).toEqual([]);
  });
});

describe("whom a deny spares", () => {
  const spared = (Condition: NonNullable<PolicyStatement["Condition"]>, Effect = "Deny") =>
    outsidersSpared([{ ...deny({ Condition }), Effect: Effect as "Deny" }], own);

  it.each([
    ["ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::999999999999:role/*", "account 999999999999"],
    ["StringNotEqualsIfExists", "aws:PrincipalAccount", "999999999999", "account 999999999999"],
    ["StringNotEquals", "AWS:principalorgid", "o-somebodyelse", "organization o-somebodyelse"],
    [
      "ForAllValues:StringNotLike",
      "aws:PrincipalOrgPaths",
      "o-somebodyelse/r-ab12/*",
      "organization o-somebodyelse",
    ],
  ])("%s %s: %s is told if it is outside", (operator, key, value, who) => {
    expect(spared({ [operator]: { [key]: ["*", value] } })).toEqual([
      `spares ${who}, which is not in this organization`,
    ]);
  });

  it("is nobody where it is one of ours, any account, or not spared", () => {
    expect(
      spared({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::100000000001:role/a" } }),
    ).toEqual([]);
    expect(spared({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/a" } })).toEqual([]);
    expect(spared({ StringNotEquals: { "aws:PrincipalOrgID": own.id } })).toEqual([]);
    const outside = { "aws:PrincipalAccount": "999999999999" };
    expect(spared({ StringEquals: outside })).toEqual([]);
    expect(spared({ StringNotEquals: outside }, "Allow")).toEqual([]);
  });
});

describe("whom a delegation policy lets in", () => {
  const lets = (rest: Partial<PolicyStatement>) =>
    delegates([deny({ Effect: "Allow", ...rest })], own);

  it("is told where that is everybody, or somebody outside", () => {
    const everybody = ['lets everybody in ("*"), under no condition'];
    expect(lets({ Principal: "*" })).toEqual(everybody);
    expect(lets({ Principal: { AWS: ["*"] } })).toEqual(everybody);
    expect(lets({ Principal: { AWS: "arn:aws:iam::999999999999:root" } })).toEqual([
      "lets account 999999999999 in, which is not in this organization",
    ]);
  });

  it("is not where it is a member, or everybody who fulfils a condition", () => {
    expect(lets({ Principal: { AWS: "arn:aws:iam::100000000001:root" } })).toEqual([]);
    const Condition = { StringEquals: { "aws:PrincipalOrgID": own.id } };
    expect(lets({ Principal: "*", Condition })).toEqual([]);
    expect(lets({ Principal: "*", Effect: "Deny" })).toEqual([]);
  });
});
