import { describe, expect, it } from "vitest";
import { problemsOf } from "./problems.fixture.ts";

const AWS = 'an account id, "*", or the ARN of an account, user, role or session';
const SERVICE = "the name of a service, e.g. lambda.amazonaws.com";
const FEDERATED = "a domain or the ARN of an identity provider";
const CANONICAL = "64 hexadecimal digits";
const CANONICAL_ID = "0123456789abcdef".repeat(4);

describe("principals", () => {
  it.each([
    ["AWS", "111122223333"],
    ["AWS", "*"],
    ["AWS", "arn:aws:iam::111122223333:root"],
    ["AWS", "arn:aws-us-gov:iam::111122223333:user/team/alice"],
    ["AWS", "arn:aws:iam::111122223333:role/Admin"],
    ["AWS", "arn:aws:sts::111122223333:assumed-role/Admin/session@x"],
    ["AWS", "arn:aws-cn:sts::111122223333:federated-user/alice"],
    ["AWS", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"],
    ["AWS", "AIDAABCDEFGHIJKLMNOPQ"],
    ["AWS", "AROA1234567890123456"],
    ["Service", "lambda.amazonaws.com"],
    ["Service", "s3.eu-west-1.amazonaws.com"],
    ["Service", "ec2.amazonaws.com.cn"],
  ])("may be %s %s", (type, value) => {
    expect(
      problemsOf("TRUST", {
        Principal: { [type]: ["111122223333", value].slice(type === "AWS" ? 0 : 1) },
      }),
    ).toEqual([]);
    expect(problemsOf("RESOURCE", { Principal: { [type]: value } })).toEqual([]);
    const but = { Principal: undefined, NotPrincipal: { [type]: value }, Effect: "Deny" };
    expect(problemsOf("RESOURCE", but)).toEqual([]);
  });

  it.each([
    ["AWS", "11112222333", AWS],
    ["AWS", "1111222233334", AWS],
    ["AWS", "**", AWS],
    ["AWS", "alice", AWS],
    ["AWS", "arn:aws:iam::111122223333:role/*", AWS],
    ["AWS", "arn:aws:iam::111122223333:user/a?", AWS],
    ["AWS", "arn:aws:iam::*:root", AWS],
    ["AWS", "arn:aws:iam::111122223333:group/g", AWS],
    ["AWS", "arn:aws:iam::111122223333:root/x", AWS],
    ["AWS", "arn:aws:iam:us-east-1:111122223333:root", AWS],
    ["AWS", "arn:aws:iam::111122223333:role/", AWS],
    ["AWS", "arn:aws:sts::111122223333:assumed-role/Admin", AWS],
    ["AWS", "arn:aws:sts::111122223333:assumed-role/Admin/*", AWS],
    ["AWS", "arn:aws:sts::111122223333:federated-user/a/b", AWS],
    ["AWS", "x arn:aws:iam::111122223333:root", AWS],
    ["AWS", "arn:aws:s3:::bucket", AWS],
    ["AWS", "AGPAABCDEFGHIJKLMNOPQ", AWS],
    ["AWS", "AIDASHORT", AWS],
    ["AWS", "", AWS],
    ["Service", "*", SERVICE],
    ["Service", "lambda", SERVICE],
    ["Service", "Lambda.amazonaws.com", SERVICE],
    ["Service", "*.amazonaws.com", SERVICE],
    ["Service", "-a.amazonaws.com", SERVICE],
    ["Service", "a-.amazonaws.com", SERVICE],
    ["Service", "a..com", SERVICE],
    ["Service", "a.com.", SERVICE],
    ["Service", "a.b-", SERVICE],
  ])("can't be %s %j", (type, value, what) => {
    for (const kind of ["TRUST", "RESOURCE"] as const) {
      expect(problemsOf(kind, { Principal: { [type]: [value] } })).toEqual([
        `Principal.${type}.0 INVALID_VALUE ${type} principal "${value}" is not ${what}`,
      ]);
    }
  });

  it("are federated in trust policies only", () => {
    const federated = (value: string) => problemsOf("TRUST", { Principal: { Federated: value } });
    for (const value of [
      "cognito-identity.amazonaws.com",
      "accounts.google.com",
      "arn:aws:iam::111122223333:saml-provider/Corp",
      "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    ]) {
      expect(federated(value)).toEqual([]);
      expect(problemsOf("RESOURCE", { Principal: { Federated: value } })).toEqual([
        "Principal.Federated INVALID_VALUE Federated principals can't be in a resource policy",
      ]);
    }
    for (const value of [
      "*",
      "arn:aws:iam::111122223333:saml-provider/*",
      "arn:aws:iam::111122223333:role/a",
      "arn:aws:iam::1111:saml-provider/Corp",
    ]) {
      expect(federated(value)).toEqual([
        `Principal.Federated INVALID_VALUE Federated principal "${value}" is not ${FEDERATED}`,
      ]);
    }
  });

  it("are canonical users in resource policies only", () => {
    const canonical = (value: string) =>
      problemsOf("RESOURCE", { Principal: { CanonicalUser: value } });
    expect(canonical(CANONICAL_ID)).toEqual([]);
    for (const value of [
      "*",
      CANONICAL_ID.slice(1),
      `${CANONICAL_ID}0`,
      CANONICAL_ID.toUpperCase(),
    ]) {
      expect(canonical(value)).toEqual([
        `Principal.CanonicalUser INVALID_VALUE CanonicalUser principal "${value}" is not ${CANONICAL}`,
      ]);
    }
    expect(problemsOf("TRUST", { Principal: { CanonicalUser: CANONICAL_ID } })).toEqual([
      "Principal.CanonicalUser INVALID_VALUE CanonicalUser principals can't be in a trust policy",
    ]);
  });

  it("are not everybody in short in a trust policy, which IAM refuses", () => {
    expect(problemsOf("TRUST", { Principal: "*" })).toEqual([
      'Principal INVALID_VALUE Principal can\'t be "*" in a trust policy; {"AWS": "*"} says the same',
    ]);
    expect(problemsOf("RESOURCE", { Principal: "*" })).toEqual([]);
  });

  it("are everybody in a resource control policy, and in short", () => {
    for (const Principal of [{ AWS: "*" }, { Service: "s3.amazonaws.com" }, {}]) {
      expect(problemsOf("RESOURCE_CONTROL_POLICY", { Principal })).toEqual([
        'Principal INVALID_VALUE Principal must be "*" in a resource control policy',
      ]);
    }
  });

  it("are somebody", () => {
    for (const kind of ["TRUST", "RESOURCE"] as const) {
      expect(problemsOf(kind, { Principal: {} })).toEqual([
        "Principal INVALID_VALUE Principal names nobody",
      ]);
    }
  });

  it("are reported once if they are none at all, or where there can't be any", () => {
    expect(problemsOf("TRUST", { Principal: { GCP: "x" } })).toEqual([
      'Principal.GCP UNKNOWN_ELEMENT Principal can\'t have "GCP", only AWS, CanonicalUser, Federated, Service',
    ]);
    for (const kind of ["TRUST", "RESOURCE", "RESOURCE_CONTROL_POLICY"] as const) {
      expect(problemsOf(kind, { Principal: "bob" })).toEqual([
        'Principal INVALID_VALUE Principal must be "*" or an object, not a string',
      ]);
      expect(problemsOf(kind, { Principal: ["*"] })).toEqual([
        'Principal INVALID_VALUE Principal must be "*" or an object, not a list',
      ]);
    }
    expect(problemsOf("IDENTITY", { Principal: { AWS: "bob" } })).toEqual([
      "Principal UNSUPPORTED_ELEMENT an identity policy can't have Principal",
    ]);
  });

  it("all are looked at", () => {
    const Principal = { AWS: ["a", "111122223333", "b"], Service: "c" };
    expect(problemsOf("RESOURCE", { Principal })).toEqual([
      `Principal.AWS.0 INVALID_VALUE AWS principal "a" is not ${AWS}`,
      `Principal.AWS.2 INVALID_VALUE AWS principal "b" is not ${AWS}`,
      `Principal.Service INVALID_VALUE Service principal "c" is not ${SERVICE}`,
    ]);
    const but = { Principal: undefined, NotPrincipal: { AWS: "a" }, Effect: "Deny" };
    expect(problemsOf("RESOURCE", but)).toEqual([
      `NotPrincipal.AWS INVALID_VALUE AWS principal "a" is not ${AWS}`,
    ]);
  });
});
