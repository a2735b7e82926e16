import { describe, expect, it } from "vitest";
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import type { ControlPolicyType } from "../effect.ts";
import { effectOfReplacing } from "./effect-of-replacing.ts";

const policy = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});
const allow = (...Action: readonly string[]): PolicyStatement => ({
  Effect: "Allow",
  Action,
  Resource: "*",
});
const deny = (...Action: readonly string[]): PolicyStatement => ({
  ...allow(...Action),
  Effect: "Deny",
});

describe("the effect of new content for a service control policy", () => {
  const effect = (before: PolicyDocument | undefined, after: PolicyDocument | undefined) =>
    effectOfReplacing(before, after, "SERVICE_CONTROL_POLICY");

  it.each<[string, PolicyDocument, PolicyDocument, string]>([
    [
      "says the same",
      policy(deny("s3:*", "iam:*")),
      policy(deny("iam:*"), deny("s3:*")),
      "neutral",
    ],
    ["denies more", policy(deny("s3:Get*")), policy(deny("s3:*")), "restrict"],
    ["denies less", policy(deny("s3:*")), policy(deny("s3:Get*")), "grant"],
    ["denies more and less", policy(deny("s3:*")), policy(deny("iam:*")), "grant"],
    ["allows more", policy(allow("s3:Get*")), policy(allow("s3:*")), "grant"],
    ["allows less", policy(allow("s3:*")), policy(allow("s3:Get*")), "restrict"],
    [
      "allows less and denies more",
      policy(allow("*")),
      policy(allow("s3:*"), deny("s3:Get*")),
      "restrict",
    ],
    [
      "allows more and denies more",
      policy(allow("s3:*")),
      policy(allow("*"), deny("iam:*")),
      "grant",
    ],
    ["gives up an empty policy for a deny", policy(), policy(deny("*")), "restrict"],
  ])("that %s", (_what, before, after, expected) => {
    expect(effect(before, after)).toBe(expected);
  });

  it("counts an allow that the policy's own deny hides, as another may be attached beside it", () => {
    expect(effect(policy(deny("s3:*")), policy(deny("s3:*"), allow("s3:*")))).toBe("grant");
  });

  it("is about every account, also one that the policy names", () => {
    const only = (account: string): PolicyStatement => ({
      ...deny("ec2:CreateVpc"),
      Condition: { StringNotEquals: { "aws:PrincipalAccount": account } },
    });
    expect(effect(policy(only("100000000005")), policy(only("100000000006")))).toBe("grant");
    const two: PolicyStatement = {
      ...deny("ec2:CreateVpc"),
      Condition: { StringNotEquals: { "aws:PrincipalAccount": ["100000000005", "100000000006"] } },
    };
    expect(effect(policy(two), policy(only("100000000005")))).toBe("restrict");
  });

  it("is a grant while either content is unknown", () => {
    expect(effect(undefined, policy(deny("*")))).toBe("grant");
    expect(effect(policy(deny("s3:*")), undefined)).toBe("grant");
  });

  it("is a grant if it can't be settled", () => {
    const odd: PolicyStatement = {
      ...deny("s3:*"),
      Condition: { StringSounds: { "aws:PrincipalArn": "like" } },
    };
    expect(effect(policy(odd), policy())).toBe("grant");
    expect(effect(policy(), policy(odd))).toBe("grant");
    expect(effect(policy(odd), policy(odd))).toBe("neutral");
  });

  it("is a grant if settling it takes more work than is allowed", () => {
    const [before, after] = [policy(deny("s3:Get*")), policy(deny("s3:*"))];
    const within = (limit: number) =>
      effectOfReplacing(before, after, "SERVICE_CONTROL_POLICY", { limit });
    expect([within(0), within(1_000_000)]).toEqual(["grant", "restrict"]);
  });
});

describe("the effect of new content for a resource control policy", () => {
  const type: ControlPolicyType = "RESOURCE_CONTROL_POLICY";
  const everyone = (statement: PolicyStatement): PolicyStatement => ({
    ...statement,
    Principal: "*",
  });

  it("is that of its denies", () => {
    const less = policy(everyone(deny("s3:GetObject")));
    const more = policy(everyone(deny("s3:*")));
    expect(effectOfReplacing(less, more, type)).toBe("restrict");
    expect(effectOfReplacing(more, less, type)).toBe("grant");
  });

  it("is neutral for a service that resource control policies don't cover", () => {
    expect(effectOfReplacing(policy(), policy(everyone(deny("ec2:*"))), type)).toBe("neutral");
  });
});
