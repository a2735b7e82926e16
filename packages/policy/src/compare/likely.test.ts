// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import { Budget } from "./budget.ts";
import { likelyPrincipals, likelyResources, likelyValues } from "./likely.ts";
import type { Scope } from "./scope.ts";
import { testsOf } from "./test.ts";

const ACCOUNT = "100000000007";
const own = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`;

const scope = (more: Partial<Scope> = {}): Scope => ({
  budget: new Budget(0),
  type: "SERVICE_CONTROL_POLICY",
  account: ACCOUNT,
  samples: {},
  ...more,
});

function testsIn(rest: Partial<PolicyStatement>) {
  return testsOf({ Effect: "Deny", Action: "*", Resource: "*", ...rest }, "2012-10-17");
}

/** Values for the one key of a condition. */
function valuesOf(operator: string, key: string, values: readonly string[], within = scope()) {
  return likelyValues(key, testsIn({ Condition: { [operator]: { [key]: values } } }), within);
}

describe("likely values of a condition key", () => {
  it("are usual ones, then what the policies ask for, then any, each once", () => {
    expect(valuesOf("StringEquals", "aws:RequestedRegion", ["eu-west-3", "us-east-1"])).toEqual([
      "us-east-1",
      "eu-west-1",
      "us-west-2",
      "ap-southeast-1",
      "eu-central-1",
      "eu-west-3",
      "example",
    ]);
    expect(valuesOf("Bool", "aws:SecureTransport", ["true"])).toEqual(["true", "false", "example"]);
    expect(valuesOf("StringEquals", "aws:PrincipalTag/team", ["red"])).toEqual(["red", "example"]);
  });

  it("have wildcards filled in, in an ARN by what usually stands there", () => {
    expect(valuesOf("StringLike", "s3:prefix", ["home/**/?", "arn:*"])).toEqual([
      "home/example/x",
      "arn:example",
      "example",
    ]);
    expect(
      valuesOf("ArnLike", "aws:SourceArn", [
        "arn:*:*:*:*:role/app-*",
        "arn:aws:s3:::b?",
        "arn:aws:sns:*:444455556666:a:b*",
      ]),
    ).toEqual([
      `arn:aws:iam:us-east-1:${ACCOUNT}:role/app-example`,
      "arn:aws:s3:::bx",
      "arn:aws:sns:us-east-1:444455556666:a:bexample",
      "example",
    ]);
    const anybody = scope({ account: undefined });
    expect(valuesOf("ArnLike", "aws:SourceArn", ["arn:aws:iam::*:root"], anybody)).toContain(
      "arn:aws:iam::111122223333:root",
    );
  });

  it("have policy variables filled in", () => {
    const samples = { "aws:username": "alice" };
    expect(
      valuesOf("StringLike", "s3:prefix", ["home/${aws:username}/*"], scope({ samples })),
    ).toEqual(["home/alice/example", "example"]);
  });

  it("are none of a number, a date or a block of addresses, which is no value itself", () => {
    expect(valuesOf("NumericLessThan", "s3:max-keys", ["10"])).toEqual(["example"]);
    expect(valuesOf("IpAddress", "aws:SourceIp", ["192.0.2.0/24"])).not.toContain("192.0.2.0/24");
  });

  it("are principals of the account, ordinary people first", () => {
    const admin = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";
    expect(likelyPrincipals(ACCOUNT)).toEqual([
      own("role/Developer"),
      own(`role/aws-reserved/sso.amazonaws.com/${admin}`),
      own("user/alice"),
      own("root"),
    ]);
    expect(likelyPrincipals()[0]).toBe("arn:aws:iam::111122223333:role/Developer");
  });

  it("are principals of other accounts only where those can call", () => {
    const key = "aws:PrincipalArn";
    const elsewhere = "arn:aws:iam::100000000008:role/Admin";
    const arns = [elsewhere, own("role/Admin")];
    const usual = likelyPrincipals(ACCOUNT);
    expect(valuesOf("ArnLike", key, arns)).toEqual([...usual, own("role/Admin")]);
    const resourceControl = scope({ type: "RESOURCE_CONTROL_POLICY" });
    expect(valuesOf("ArnLike", key, arns, resourceControl)).toEqual([...usual, ...arns, "example"]);
    const anybody = scope({ account: undefined });
    expect(valuesOf("ArnLike", key, arns, anybody)).toEqual([...likelyPrincipals(), ...arns]);
    expect(valuesOf("StringLike", key, ["*:root"], anybody)).toEqual(likelyPrincipals());
    expect(valuesOf("ArnLike", "aws:SourceArn", arns)).toEqual([...arns, "example"]);
  });
});

describe("likely resources", () => {
  it("are what AWS documents for the action, then none in particular, then what policies name", () => {
    const documented = [
      "arn:${Partition}:guardduty:${Region}:${Account}:detector/${DetectorId}",
      "arn:${Partition}:s3:::${BucketName}/${ObjectName}",
    ];
    const tests = testsIn({ Resource: ["arn:aws:s3:::logs-*", "arn:aws:sqs:*:*:q"] });
    expect(likelyResources(documented, tests, scope())).toEqual([
      `arn:aws:guardduty:us-east-1:${ACCOUNT}:detector/example`,
      "arn:aws:s3:::example/example",
      "*",
      "arn:aws:s3:::logs-example",
      `arn:aws:sqs:us-east-1:${ACCOUNT}:q`,
    ]);
    expect(likelyResources(documented.slice(0, 1), [], scope({ account: undefined }))).toEqual([
      "arn:aws:guardduty:us-east-1:111122223333:detector/example",
      "*",
    ]);
  });
});
