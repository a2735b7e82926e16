// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import { KIND_NAMES, problemsOf } from "./problems.fixture.ts";

describe("actions", () => {
  it.each([
    "*",
    "s3:*",
    "S3:getobject",
    "ec2:*Describe?nstances*",
    "aws-marketplace:ViewSubscriptions",
    "vpc-lattice:AssociateViaAWSService-EventsAndStates",
    "a.b:c_d",
    "9a:x",
  ])("may be %s", (action) => {
    expect(problemsOf("SERVICE_CONTROL_POLICY", { Action: action })).toEqual([]);
    expect(problemsOf("IDENTITY", { Action: ["iam:*", action] })).toEqual([]);
  });

  it.each([
    ["s3:Get:Object", "has more than one colon"],
    ["s3:Get:", "has more than one colon"],
    ["*:Untag*", "must name one service, without wildcards"],
    ["s?:Get", "must name one service, without wildcards"],
    ["s 3:Get", "names no service"],
    ["-s3:Get", "names no service"],
    ["s3\u212a:Get", "names no service", "s3\\u212a:Get"],
    ["s3:Get Object", "is made of more than letters, digits and wildcards"],
    ["s3:${aws", "is made of more than letters, digits and wildcards"],
    ["s3: Get", "is made of more than letters, digits and wildcards"],
  ])("can't be %s", (action, problem, shown = action) => {
    for (const kind of ["SERVICE_CONTROL_POLICY", "RESOURCE"] as const) {
      expect(problemsOf(kind, { Action: ["s3:*", action] })).toEqual([
        `Action.1 INVALID_VALUE Action "${shown}" ${problem}`,
      ]);
      expect(problemsOf(kind, { Action: undefined, NotAction: action })).toEqual([
        `NotAction INVALID_VALUE NotAction "${shown}" ${problem}`,
      ]);
    }
  });

  it("are reported once if they are none at all", () => {
    for (const action of ["s3", "s3:", ":Get", ""]) {
      expect(problemsOf("IDENTITY", { Action: action })).toEqual([
        `Action INVALID_VALUE Action must be "*" or "service:name", not "${action}"`,
      ]);
    }
  });

  it("name a service in resource control policies", () => {
    expect(problemsOf("RESOURCE_CONTROL_POLICY", { Action: ["s3:*", "*"] })).toEqual([
      'Action.1 INVALID_VALUE Action "*" is only for RCPFullAWSAccess; name services, e.g. "s3:*"',
    ]);
    const others = KIND_NAMES.filter(
      (kind) => !["RESOURCE_CONTROL_POLICY", "TRUST"].includes(kind),
    );
    for (const kind of others) expect(problemsOf(kind, { Action: "*" })).toEqual([]);
  });

  it("are those of STS in trust policies", () => {
    const accepted = ["sts:AssumeRole", "STS:TagSession", "sts:AssumeRoleWith*", "sts:*"];
    expect(problemsOf("TRUST", { Action: accepted })).toEqual([]);
    for (const action of ["*", "s3:Get*", "xsts:AssumeRole", "st:sts"]) {
      expect(problemsOf("TRUST", { Action: action })).toEqual([
        `Action INVALID_VALUE Action "${action}" can't be in a trust policy, only actions of sts`,
      ]);
    }
  });
});
