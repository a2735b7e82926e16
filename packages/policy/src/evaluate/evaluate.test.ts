// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { evaluate } from "./evaluate.ts";
import type { Level, NamedPolicy, PolicySet } from "./policy-set.ts";
import type { Request } from "./request.ts";

const ROLE = "arn:aws:iam::100000000009:role/Deploy";

function request(action: string, resource = "*", context: Request["context"] = {}): Request {
  return { action, resource, principal: { arn: ROLE, account: "100000000009" }, context };
}

function policy(name: string, ...statements: PolicyStatement[]): NamedPolicy {
  return { name, document: { Version: "2012-10-17", Statement: statements } };
}

function allow(action: string, resource = "*"): PolicyStatement {
  return { Effect: "Allow", Action: action, Resource: resource };
}

function deny(action: string, resource = "*"): PolicyStatement {
  return { Effect: "Deny", Action: action, Resource: resource };
}

function withPolicy({ name, policies }: Level, extra: NamedPolicy): Level {
  return level(name, ...policies, extra);
}

const FULL = policy("FullAWSAccess", allow("*"));

function level(name: string, ...policies: NamedPolicy[]): Level {
  return { name, policies };
}

function decide(action: string, set: Partial<PolicySet>, resource?: string) {
  return evaluate(request(action, resource), { identity: [FULL], ...set });
}

describe("evaluate, identity policies", () => {
  it("denies what nothing allows", () => {
    const wanted = { allowed: false, reason: "no-allow", by: "identity" };
    expect(decide("s3:GetObject", { identity: [] })).toEqual(wanted);
    expect(decide("s3:GetObject", { identity: [policy("a", allow("s3:Put*"))] })).toEqual(wanted);
  });

  it("lets a deny win and names policy and statement", () => {
    const identity = [FULL, policy("guard", allow("a:b"), { ...deny("s3:*"), Sid: "NoS3" })];
    expect(decide("S3:getobject", { identity })).toEqual({
      allowed: false,
      reason: "explicit-deny",
      by: "identity",
      policy: "guard",
      statement: "NoS3",
    });
    expect(decide("iam:CreateUser", { identity })).toEqual({ allowed: true });
  });

  it("names a statement without a Sid by its place", () => {
    const identity = [policy("guard", allow("*"), deny("iam:*"))];
    expect(decide("iam:CreateUser", { identity })).toMatchObject({ statement: "#2" });
  });

  it("reads NotAction and NotResource as everything else", () => {
    const statement: PolicyStatement = {
      Effect: "Allow",
      NotAction: ["iam:*", "sts:*"],
      NotResource: "arn:aws:s3:::secret/*",
    };
    const identity = [policy("a", statement)];
    expect(decide("s3:GetObject", { identity }, "arn:aws:s3:::open/x").allowed).toBe(true);
    expect(decide("s3:GetObject", { identity }, "arn:aws:s3:::secret/x").allowed).toBe(false);
    expect(decide("iam:GetUser", { identity }, "arn:aws:iam::1:user/a").allowed).toBe(false);
    expect(decide("ec2:RunInstances", { identity }).allowed).toBe(true);
  });

  it("matches resources by case, across colons, and never takes the request's for a pattern", () => {
    const reads = (pattern: string, resource: string) =>
      decide("a:b", { identity: [policy("a", allow("*", pattern))] }, resource).allowed;
    expect(reads("arn:aws:s3:::Bucket", "arn:aws:s3:::bucket")).toBe(false);
    expect(reads("arn:aws:*x", "arn:aws:sns:eu-west-1:1:x")).toBe(true);
    expect(reads("arn:aws:sqs", "arn:aws:sqs:eu-west-1:1:queue")).toBe(true);
    expect(reads("arn:aws:s3:::a", "*")).toBe(false);
    expect(reads("arn:aws:s3:::a", "arn:aws:s3:::*")).toBe(false);
  });

  it("resolves policy variables in resources, and matches nothing if one has no value", () => {
    const identity = [policy("a", allow("s3:*", "arn:aws:s3:::home/${aws:username}/*"))];
    const context = { "aws:username": "*" };
    const at = (path: string, given: Request["context"]) =>
      evaluate(request("s3:GetObject", `arn:aws:s3:::home/${path}`, given), { identity }).allowed;
    expect(at("*/x", context)).toBe(true);
    expect(at("bob/x", context)).toBe(false);
    expect(at("bob/x", {})).toBe(false);
  });
});

describe("evaluate, service control policies", () => {
  it("wants an allow at every level and names the level without one", () => {
    const serviceControl = [
      level("Root", FULL),
      level("Root/Workloads", policy("some", allow("s3:*"))),
      level("production", FULL),
    ];
    expect(decide("s3:GetObject", { serviceControl })).toEqual({ allowed: true });
    expect(decide("ec2:RunInstances", { serviceControl })).toEqual({
      allowed: false,
      reason: "no-allow",
      by: "service-control",
      level: "Root/Workloads",
    });
  });

  it("grants nothing by itself", () => {
    const set = { serviceControl: [level("Root", FULL)], identity: [] };
    expect(decide("s3:GetObject", set)).toMatchObject({ allowed: false, by: "identity" });
  });

  it("allows nothing at a level without policies, nor without any level", () => {
    for (const serviceControl of [[level("Root", FULL), level("Root/Sandbox")], []]) {
      expect(decide("s3:GetObject", { serviceControl })).toMatchObject({
        reason: "no-allow",
        by: "service-control",
      });
    }
  });

  it("reports a deny rather than a missing allow further up", () => {
    const serviceControl = [level("Root"), level("production", policy("no-iam", deny("iam:*")))];
    expect(decide("iam:CreateUser", { serviceControl })).toMatchObject({
      reason: "explicit-deny",
      level: "production",
      policy: "no-iam",
    });
  });

  it("spares the management account and service-linked roles", () => {
    const serviceControl = [level("Root", FULL, policy("none", deny("*")))];
    const call = request("s3:GetObject");
    const linked = { ...call, principal: { ...call.principal, isServiceLinkedRole: true } };
    const set = { serviceControl, identity: [FULL] };
    expect(evaluate(call, set).allowed).toBe(false);
    expect(evaluate(linked, set).allowed).toBe(true);
    expect(evaluate(call, { ...set, managementAccount: true }).allowed).toBe(true);
  });

  it("applies exemptions by the ARN of the role behind a session", () => {
    const guard = policy("protect", {
      ...deny("organizations:*"),
      Condition: { ArnNotLike: { "aws:PrincipalARN": "arn:aws:iam::*:role/holdfast-*" } },
    });
    const by = (arn: string) =>
      evaluate(request("organizations:DetachPolicy", "*", { "aws:PrincipalArn": arn }), {
        serviceControl: [level("Root", FULL, guard)],
        identity: [FULL],
      }).allowed;
    expect(by("arn:aws:iam::100000000002:role/holdfast-prod-enforce")).toBe(true);
    expect(by("arn:aws:iam::100000000002:role/Admin")).toBe(false);
  });
});

describe("evaluate, session policies and boundaries", () => {
  it("intersects them with what the identity may do", () => {
    const identity = [policy("a", allow("s3:*"))];
    const session = [policy("s", allow("s3:Get*"), allow("ec2:*"))];
    const boundary = [policy("b", allow("s3:GetObject"))];
    const set = { identity, session, boundary };
    expect(decide("s3:GetObject", set).allowed).toBe(true);
    expect(decide("s3:GetBucketAcl", set)).toMatchObject({ reason: "no-allow", by: "boundary" });
    expect(decide("s3:PutObject", set)).toMatchObject({ reason: "no-allow", by: "session" });
    expect(decide("ec2:RunInstances", set)).toMatchObject({ reason: "no-allow", by: "identity" });
  });

  it("takes an empty list for a policy that allows nothing, not for none", () => {
    expect(decide("s3:GetObject", { session: [] })).toMatchObject({ by: "session" });
    expect(decide("s3:GetObject", { boundary: [] })).toMatchObject({ by: "boundary" });
  });
});

describe("evaluate, statements out of place", () => {
  it.each<[string, PolicyStatement]>([
    ["a principal", { ...allow("*"), Principal: "*" }],
    ["no resource", { Effect: "Allow", Action: "*" }],
    ["no action", { Effect: "Allow", Resource: "*" }],
  ])("refuses %s", (_, statement) => {
    expect(() => decide("a:b", { identity: [policy("p", statement)] })).toThrow(PolicyError);
  });
});

const someStatement = fc.record({
  Effect: fc.constantFrom("Allow" as const, "Deny" as const),
  Action: fc.constantFrom("*", "s3:*", "s3:Get*", "iam:*", "iam:CreateUser"),
  Resource: fc.constantFrom("*", "arn:aws:s3:::a", "arn:aws:s3:::*"),
});
const somePolicies = fc.array(
  fc.array(someStatement, { maxLength: 3 }).map((statements) => policy("p", ...statements)),
  { maxLength: 3 },
);
const someSet = fc.record({
  identity: somePolicies,
  serviceControl: fc.array(
    somePolicies.map((policies) => level("l", ...policies)),
    { maxLength: 3 },
  ),
  boundary: somePolicies,
});
const someRequest = fc
  .tuple(
    fc.constantFrom("s3:GetObject", "s3:PutObject", "iam:CreateUser", "ec2:RunInstances"),
    fc.constantFrom("*", "arn:aws:s3:::a", "arn:aws:s3:::b"),
  )
  .map(([action, resource]) => request(action, resource));

describe("evaluate, laws", () => {
  it("never allows more once a deny is added anywhere", () => {
    fc.assert(
      fc.property(someRequest, someSet, someStatement, (call, set, one) => {
        const extra = policy("extra", { ...one, Effect: "Deny" });
        const before = evaluate(call, set).allowed;
        for (const more of [
          { ...set, identity: [...set.identity, extra] },
          { ...set, boundary: [...set.boundary, extra] },
          { ...set, serviceControl: set.serviceControl.map((one) => withPolicy(one, extra)) },
        ]) {
          expect(before || !evaluate(call, more).allowed).toBe(true);
        }
      }),
    );
  });

  it("gives the same answer whatever the order of levels, policies and statements", () => {
    const reversed = (policies: readonly NamedPolicy[]) =>
      policies.toReversed().map(({ name, document }) => {
        return {
          name,
          document: { ...document, Statement: [document.Statement].flat().toReversed() },
        };
      });
    fc.assert(
      fc.property(someRequest, someSet, (call, set) => {
        const turned = {
          identity: reversed(set.identity),
          boundary: reversed(set.boundary),
          serviceControl: set.serviceControl
            .toReversed()
            .map(({ name, policies }) => level(name, ...reversed(policies))),
        };
        expect(evaluate(call, turned).allowed).toBe(evaluate(call, set).allowed);
      }),
    );
  });
});
