import type { PolicyDocument } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import { options } from "./fixture.ts";
import { diffPolicies } from "./policy-files.ts";

const scp = { type: "SERVICE_CONTROL_POLICY", name: "guard", universe: options.universe } as const;
const deny = (...actions: string[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "Guard", Effect: "Deny", Action: actions, Resource: "*" }],
});

describe("two policy files", () => {
  it("are compared for any account", () => {
    const diff = diffPolicies(
      deny("guardduty:DeleteDetector", "iam:CreateUser"),
      deny("iam:CreateUser", "s3:PutBucketPolicy"),
      scp,
    );
    expect(diff.opens).toMatchObject([{ actions: ["guardduty:DeleteDetector"], accounts: [] }]);
    expect(diff.closes).toMatchObject([{ actions: ["s3:PutBucketPolicy"], accounts: [] }]);
    expect(diff.changes).toEqual([]);
  });

  it("that differ in writing only are said to mean the same", () => {
    const rewritten = deny("IAM:createuser", "iam:CreateUser");
    expect(diffPolicies(deny("iam:CreateUser"), rewritten, scp)).toEqual({
      opens: [],
      closes: [],
      undecided: [],
      changes: [{ subject: "policy", name: "guard", what: "was rewritten and means the same" }],
    });
  });

  it("that allow something come with a warning that this was not compared", () => {
    const allow = (Action: string): PolicyDocument => ({
      Statement: { Effect: "Allow", Action, Resource: "*" },
    });
    const { changes } = diffPolicies(allow("s3:*"), allow("*"), scp);
    expect(changes.map(({ what }) => what)).toEqual([
      "was rewritten, and denies the same",
      "has statements that allow: beside FullAWSAccess they have no effect, and were not compared",
    ]);
  });
});
