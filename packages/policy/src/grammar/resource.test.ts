// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import { problemsOf } from "./problems.fixture.ts";

const NOT_IDENTITY = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "RESOURCE"] as const;

describe("resources", () => {
  it.each([
    "*",
    "arn:aws:s3:::bucket/*",
    "arn:aws-us-gov:iam::111122223333:role/a",
    "arn:aws-iso-b:iam::*:root",
    "arn:aws-iso2:s3:::bucket",
    "arn:aws:sqs:*:*:q-${aws:username}",
    "arn:aws:s3:::${aws:PrincipalTag/team, 'no one'}/${*}",
    "arn:aws:execute-api:eu-west-1:*:a/b/GET/c:d",
  ])("may be %s", (resource) => {
    for (const kind of [...NOT_IDENTITY, "IDENTITY"] as const) {
      expect(problemsOf(kind, { Resource: ["*", resource] })).toEqual([]);
      expect(problemsOf(kind, { Resource: undefined, NotResource: resource })).toEqual([]);
    }
  });

  it.each(["", "bucket", "ARN:aws:s3:::b", "**", "*:s3", "execute-api:/*", " arn:aws:s3:::b"])(
    "can't be %j",
    (resource) => {
      for (const kind of ["SERVICE_CONTROL_POLICY", "IDENTITY"] as const) {
        expect(problemsOf(kind, { Resource: [resource, "*"] })).toEqual([
          `Resource.0 INVALID_VALUE Resource "${resource}" is neither "*" nor an ARN`,
        ]);
        expect(problemsOf(kind, { Resource: undefined, NotResource: resource })).toEqual([
          `NotResource INVALID_VALUE NotResource "${resource}" is neither "*" nor an ARN`,
        ]);
      }
    },
  );

  it("may be API Gateway's short form in a resource policy", () => {
    expect(problemsOf("RESOURCE", { Resource: "execute-api:/stage/GET/*" })).toEqual([]);
    expect(problemsOf("RESOURCE", { Resource: "execute-api:stage" })).toEqual([
      'Resource INVALID_VALUE Resource "execute-api:stage" is neither "*" nor an ARN',
    ]);
  });

  it.each([
    ["arn:*:iam::*:role/a", 'must name its partition, e.g. "aws", without wildcards'],
    ["arn:", 'must name its partition, e.g. "aws", without wildcards'],
    ["arn:aws-*:s3:::b", 'must name its partition, e.g. "aws", without wildcards'],
    ["arn:aws*:s3:::b", 'must name its partition, e.g. "aws", without wildcards'],
    ["arn:xaws:s3:::b", 'must name its partition, e.g. "aws", without wildcards'],
    ["arn:aws:*:*:*:*", "must name its service, without wildcards"],
    ["arn:aws", "must name its service, without wildcards"],
    ["arn:aws::::x", "must name its service, without wildcards"],
    ["arn:${aws:x}:s3:::b", 'must name its partition, e.g. "aws", without wildcards'],
    ["arn:aws:${aws:x}:::b", "must name its service, without wildcards"],
    ["arn:aws:iam:${aws:x}:*:role/a", "can't name a Region: IAM is global"],
    ["arn:aws:*3:::b", "must name its service, without wildcards"],
    ["arn:aws:s?:::b", "must name its service, without wildcards"],
    ["arn:aws:iam:us-east-1:*:role/a", "can't name a Region: IAM is global"],
    ["arn:aws:iam:*:*:role/a", "can't name a Region: IAM is global"],
  ])("of identity policies can't be %s", (resource, problem) => {
    expect(problemsOf("IDENTITY", { Resource: resource })).toEqual([
      `Resource INVALID_VALUE Resource "${resource}" ${problem}`,
    ]);
    for (const kind of NOT_IDENTITY) {
      const others = problemsOf(kind, { Resource: resource });
      expect(others.filter((one) => !one.includes("breaks off"))).toEqual([]);
    }
  });

  it.each(["arn:aws:sqs", "arn:aws:iam", "arn:aws:s3::", "arn:aws:sns:*:${aws:PrincipalAccount}"])(
    "may break off in identity policies only: %s",
    (resource) => {
      expect(problemsOf("IDENTITY", { Resource: resource })).toEqual([]);
      for (const kind of NOT_IDENTITY) {
        expect(problemsOf(kind, { NotResource: resource, Resource: undefined })).toEqual([
          expect.stringMatching(
            /^NotResource INVALID_VALUE NotResource ".*" breaks off: write all of its six parts, or end it with "\*"$/,
          ),
        ]);
      }
    },
  );

  it("hold well-formed variables, from version 2012-10-17 on", () => {
    const Resource = "arn:aws:s3:::${aws:username";
    expect(problemsOf("IDENTITY", { Resource })).toEqual([
      `Resource UNREADABLE_VARIABLE the policy variable in Resource "${Resource}" is not closed`,
    ]);
    const old = { Version: "2008-10-17" };
    expect(problemsOf("IDENTITY", { Resource }, old)).toEqual([]);
    expect(problemsOf("IDENTITY", { Resource }, { Version: undefined })).toEqual([]);
  });
});
