import { expect, it } from "vitest";
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { compilePolicies, evaluate, explain } from "./evaluate.ts";
import type { PolicySet } from "./policy-set.ts";
import type { Request } from "./request.ts";

const ACCOUNT = "100000000009";

function request(action: string, more: Partial<Request> = {}): Request {
  const principal = { arn: `arn:aws:iam::${ACCOUNT}:user/bob`, account: ACCOUNT };
  return { action, resource: "*", principal, context: {}, ...more };
}

function document(...Statement: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement };
}

const allow = (Action: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
const deny = (Action: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  ...allow(Action, more),
  Effect: "Deny",
});

const POLICIES: PolicySet = {
  serviceControl: [
    { name: "Root", policies: [{ name: "Full", document: document(allow("*")) }] },
    {
      name: "prod",
      policies: [
        { name: "Full", document: document(allow("*")) },
        { name: "guard", document: document(deny("s3:*", { Sid: "NoS3" }), deny("s3:Get*")) },
      ],
    },
  ],
  identity: [{ name: "own", document: document(allow("s3:*"), allow("ec2:*"), allow("*")) }],
};

const full = (level: string) =>
  ({ by: "service-control", level, policy: "Full", statement: "#1" }) as const;
const guard = { by: "service-control", level: "prod", policy: "guard" } as const;
const own = (statement: string) => ({ by: "identity", policy: "own", statement }) as const;

it("an explanation names every statement for and against a request, not only what decides", () => {
  expect(explain(request("s3:GetObject"), POLICIES)).toStrictEqual({
    verdict: { allowed: false, reason: "explicit-deny", ...guard, statement: "NoS3" },
    allowedBy: [full("Root"), full("prod"), own("#1"), own("#3")],
    deniedBy: [
      { ...guard, statement: "NoS3" },
      { ...guard, statement: "#2" },
    ],
  });
  expect(explain(request("ec2:RunInstances"), POLICIES)).toStrictEqual({
    verdict: { allowed: true },
    allowedBy: [full("Root"), full("prod"), own("#2"), own("#3")],
    deniedBy: [],
  });
});

it("an explanation leaves out what is about other requests or other principals", () => {
  const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
  const policies: PolicySet = {
    ...POLICIES,
    managementAccount: true,
    identity: [{ name: "own", document: document(allow("s3:*", { Condition }), deny("iam:*")) }],
  };
  const abroad = { context: { "aws:RequestedRegion": "us-east-1" } };
  expect(explain(request("s3:GetObject", abroad), policies)).toEqual({
    verdict: { allowed: false, reason: "no-allow", by: "identity" },
    allowedBy: [],
    deniedBy: [],
  });
  const athome = { context: { "aws:RequestedRegion": "eu-west-1" } };
  expect(explain(request("s3:GetObject", athome), policies)).toEqual({
    verdict: { allowed: true },
    allowedBy: [own("#1")],
    deniedBy: [],
  });
});

it("compiled policies decide each request as if it were the only one", () => {
  const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
  const policies: PolicySet = {
    identity: [
      {
        name: "own",
        document: document(allow("s3:*"), allow("ec2:*", { Condition }), deny("s3:Put*")),
      },
    ],
  };
  const compiled = compilePolicies(policies);
  const requests = ["s3:GetObject", "s3:PutObject", "S3:GETOBJECT", "iam:CreateUser", "ec2:Run"]
    .flatMap((action) => [
      request(action),
      request(action, { context: { "aws:RequestedRegion": "eu-west-1" } }),
      request(action, { context: { "aws:RequestedRegion": "us-east-1" } }),
    ])
    .flatMap((one) => [one, one]);
  for (const one of requests) {
    expect(compiled.decide(one)).toEqual(evaluate(one, policies));
    expect(compiled.explain(one)).toEqual(explain(one, policies));
  }
});

it("a document is told by the name under which it is attached", () => {
  const shared = document(deny("*"));
  for (const name of ["one", "two"]) {
    expect(evaluate(request("a:b"), { identity: [{ name, document: shared }] })).toMatchObject({
      policy: name,
    });
  }
});

it("a document that names principals is refused where none can be, whatever it was read as before", () => {
  const named = document({ ...allow("*"), Principal: "*" });
  const attached = { name: "p", document: named };
  expect(evaluate(request("a:b"), { identity: [], resource: attached })).toEqual({ allowed: true });
  const unsupported = { name: "PolicyError", code: "UNSUPPORTED_STATEMENT" };
  expect(() => evaluate(request("a:b"), { identity: [attached] })).toThrow(
    expect.objectContaining(unsupported),
  );
  expect(() => evaluate(request("a:b"), { identity: [attached] })).toThrow(
    "p, #1: Principal only has a meaning in resource policies",
  );
});

it.each<[string, PolicyStatement, string]>([
  ["no action", { Effect: "Allow", Resource: "*" }, "Action and NotAction are both missing"],
  ["no resource", { Effect: "Allow", Action: "*" }, "Resource and NotResource are both missing"],
  [
    "an exempted principal",
    { ...allow("*"), NotPrincipal: "*" },
    "Principal only has a meaning in resource policies",
  ],
])("a statement with %s says which it is and what is wrong", (_, statement, problem) => {
  const identity = [{ name: "own", document: document(allow("a:a"), statement) }];
  expect(() => evaluate(request("a:b"), { identity })).toThrow(`own, #2: ${problem}`);
});

it("a condition that can't be evaluated is an error also for what everything else denies", () => {
  const odd = deny("*", { Condition: { StringSounds: { "a:b": "like" } } });
  const identity = [{ name: "own", document: document(deny("*"), odd) }];
  expect(() => evaluate(request("a:b"), { identity })).toThrow(
    'own, #2: StringSounds a:b: there is no condition operator "StringSounds"',
  );
});
