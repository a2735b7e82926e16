import { describe, expect, it } from "vitest";
import type { ContextValue } from "../evaluate/context.ts";
import { describeWitness } from "./describe.ts";

function witness(
  principal: string,
  { action = "s3:GetObject", resource = "*", known = true } = {},
  context: Readonly<Record<string, ContextValue>> = {},
) {
  const arn = `arn:aws:iam::111122223333:${principal}`;
  return {
    request: {
      action,
      resource,
      principal: { arn, account: "111122223333" },
      context: { "aws:PrincipalArn": arn, "aws:PrincipalAccount": "111122223333", ...context },
    },
    refusal: { allowed: false, reason: "no-allow", by: "identity" },
    known,
  } as const;
}

describe("a witness in words", () => {
  it("says who, where, whether and what", () => {
    const one = witness("role/Developer", { action: "guardduty:DeleteDetector" });
    expect(describeWitness(one, "opened", "Staging")).toBe(
      "a role in Staging may now call guardduty:DeleteDetector",
    );
    expect(describeWitness(one, "closed")).toBe(
      "a role in 111122223333 may no longer call guardduty:DeleteDetector",
    );
  });

  it.each([
    ["root", "the root user"],
    ["user/alice", "an IAM user"],
    ["user/break-glass/bob", "user/break-glass/bob"],
    [
      "user/role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
      "user/role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
    ],
    ["role/holdfast/observe", "the role holdfast/observe"],
    [
      "role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Power_User_0123456789abcdef",
      "a user of the permission set Power_User",
    ],
  ])("calls %s %s", (principal, name) => {
    expect(describeWitness(witness(principal), "opened", "dev")).toBe(
      `${name} in dev may now call s3:GetObject`,
    );
  });

  it("names the resource and the context that it takes", () => {
    const resource = "arn:aws:s3:::example/example";
    const context = { "aws:RequestedRegion": "eu-west-3", "aws:TagKeys": ["a", "b"] };
    expect(describeWitness(witness("root", { resource }, context), "closed", "dev")).toBe(
      "the root user in dev may no longer call s3:GetObject on arn:aws:s3:::example/example " +
        "with aws:RequestedRegion eu-west-3 and aws:TagKeys [a, b]",
    );
  });

  it("says that no action of today does it", () => {
    const future = witness("root", { action: "guardduty:deletea", known: false });
    expect(describeWitness(future, "opened", "dev")).toBe(
      "the root user in dev may now call guardduty:deletea (or another action that AWS may add)",
    );
  });
});
