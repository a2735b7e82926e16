import { describe, expect, it } from "vitest";
import type { Files } from "./fixture.ts";
import { memoryFiles } from "./fixture.ts";
import { type Call, createJudge, type Judgement } from "./judge.ts";
import { SOUND } from "./lint/fixture.ts";
import { loadBaseline } from "./load.ts";

const DEV = "100000000002";
const PROD = "100000000003";
const STRANGER = "999999999999";

/** What becomes of a call if the policy on the unit of dev and prod denies everything under a condition. */
function judged(
  condition: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>,
  call: Partial<Call>,
  type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY" = "SERVICE_CONTROL_POLICY",
): Judgement["kind"] {
  const statement = { Effect: "Deny", Action: "s3:*", Resource: "*", Condition: condition };
  const rcp = type === "RESOURCE_CONTROL_POLICY";
  const files: Files = {
    ...SOUND,
    "holdfast.yaml": `${SOUND["holdfast.yaml"]}policies: { work: { type: ${type} } }\n`,
    "policies/work.json": JSON.stringify({
      Version: "2012-10-17",
      Statement: rcp ? { Principal: "*", ...statement } : statement,
    }),
  };
  const judge = createJudge(loadBaseline(memoryFiles(files), { guardrails: [] }));
  return judge({
    principal: `arn:aws:iam::${DEV}:role/team/A`,
    action: "s3:GetObject",
    resource: "arn:aws:s3:::bucket/1",
    owner: DEV,
    ...call,
  }).kind;
}

describe("what a call's context holds by itself", () => {
  it.each([
    ["the role's ARN", { StringEquals: { "aws:PrincipalArn": `arn:aws:iam::${DEV}:role/team/A` } }],
    ["its account", { StringEquals: { "aws:PrincipalAccount": DEV } }],
    ["its kind", { StringEquals: { "aws:PrincipalType": "AssumedRole" } }],
    ["its organization", { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } }],
    [
      "its place in the organization",
      {
        "ForAnyValue:StringEquals": {
          "aws:PrincipalOrgPaths": "o-abcdefghij/r-ab12/ou-ab12-00000001/",
        },
      },
    ],
    ["that it is no service", { Bool: { "aws:PrincipalIsAWSService": "false" } }],
    ["the hub's Region", { StringEquals: { "aws:RequestedRegion": "us-east-1" } }],
    ["the owner of the resource", { StringEquals: { "aws:ResourceAccount": DEV } }],
  ])("is %s", (_what, condition) => {
    expect(judged(condition, {})).toBe("denied");
  });

  it("is the user's name for a user, and no name for a role", () => {
    const named = { Null: { "aws:username": "false" } };
    expect(judged(named, { principal: `arn:aws:iam::${DEV}:user/team/eve` })).toBe("denied");
    expect(judged(named, {})).toBe("allowed");
  });

  it("gives way to what is given, whatever its letters", () => {
    const elsewhere = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    expect(judged(elsewhere, { context: { "AWS:REQUESTEDREGION": "eu-west-1" } })).toBe("denied");
    expect(judged(elsewhere, {})).toBe("allowed");
  });
});

describe("whose policies count", () => {
  const ALWAYS = { StringLike: { "aws:SecureTransport": "*" } };

  it("is for service control policies the caller's account, wherever the resource is", () => {
    const stranger = `arn:aws:iam::${STRANGER}:role/A`;
    const management = "arn:aws:iam::100000000001:role/A";
    expect(judged(ALWAYS, { owner: STRANGER })).toBe("denied");
    expect(judged(ALWAYS, { principal: stranger })).toBe("allowed");
    expect(judged(ALWAYS, { principal: management })).toBe("allowed");
    expect(judged(ALWAYS, { principal: "s3.amazonaws.com" })).toBe("allowed");
  });

  it("is for resource control policies the owner's account, wherever the caller is", () => {
    const rcp = (call: Partial<Call>) => judged(ALWAYS, call, "RESOURCE_CONTROL_POLICY");
    expect(rcp({ principal: `arn:aws:iam::${STRANGER}:role/A`, owner: PROD })).toBe("denied");
    expect(rcp({ principal: "s3.amazonaws.com", owner: PROD })).toBe("denied");
    expect(rcp({ principal: "arn:aws:iam::100000000001:role/A", owner: PROD })).toBe("denied");
    expect(rcp({ owner: "100000000001" })).toBe("allowed");
    expect(rcp({ owner: STRANGER })).toBe("allowed");
  });

  it("is nobody's for a service-linked role", () => {
    const principal = `arn:aws:iam::${DEV}:role/aws-service-role/x.amazonaws.com/R`;
    expect(judged(ALWAYS, { principal })).toBe("allowed");
    expect(judged(ALWAYS, { principal }, "RESOURCE_CONTROL_POLICY")).toBe("allowed");
  });

  it("stays open where a condition can't be read", () => {
    const single = { StringEquals: { "aws:PrincipalOrgPaths": "o-abcdefghij/r-ab12/" } };
    expect(judged(single, {})).toBe("unreadable");
  });
});
