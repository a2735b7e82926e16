/** Policies of resources, roles and keys beside the caller's own: IAM User Guide, "Policy evaluation logic". */
import { describe, expect, it } from "vitest";
import type { PolicyStatement, PrincipalBlock } from "../document.ts";
import { evaluate } from "./evaluate.ts";
import type { NamedPolicy, PolicySet } from "./policy-set.ts";
import type { Principal } from "./request.ts";
import type { Verdict } from "./verdict.ts";

const ACCOUNT = "100000000009";
const OTHER = "100000000008";
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/alice`;
const USER = `arn:aws:iam::${ACCOUNT}:user/bob`;

const session: Principal = { arn: ROLE, account: ACCOUNT, session: SESSION, id: "AROAEXAMPLE" };
const user: Principal = { arn: USER, account: ACCOUNT, id: "AIDAEXAMPLE" };
const service: Principal = { arn: "", account: ACCOUNT, service: "sns.amazonaws.com" };

const FULL = policy("full", { Effect: "Allow", Action: "*", Resource: "*" });
const NONE = policy("none");
const RCP_FULL = policy("RCPFullAWSAccess", {
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
});

function policy(name: string, ...Statement: readonly PolicyStatement[]): NamedPolicy {
  return { name, document: { Version: "2012-10-17", Statement } };
}

/** A policy of the resource that names somebody; the resource is the one that it is attached to. */
function to(Principal: PrincipalBlock, Effect: PolicyStatement["Effect"] = "Allow"): NamedPolicy {
  return policy("its own", { Effect, Principal, Action: "*", Resource: "*" });
}

function decide(
  principal: Principal,
  policies: Partial<PolicySet>,
  { resourceAccount = ACCOUNT, action = "s3:GetObject" } = {},
): Verdict {
  const request = { action, resource: "arn:aws:s3:::b/x", resourceAccount, principal, context: {} };
  return evaluate(request, { identity: [], ...policies });
}

const refused = (by: string) => ({ allowed: false, reason: "no-allow", by });
const ALLOWED = { allowed: true };

describe("within one account, a resource's policy", () => {
  it.each<[string, Principal, PrincipalBlock, string | undefined]>([
    ["a user by ARN", user, { AWS: USER }, undefined],
    ["a user by unique id", user, { AWS: "AIDAEXAMPLE" }, undefined],
    ["a session", session, { AWS: [USER, SESSION] }, undefined],
    ["the role behind the session", session, { AWS: ROLE }, undefined],
    ["the role by its unique id", session, { AWS: "AROAEXAMPLE" }, undefined],
    ["everybody", session, "*", undefined],
    ["everybody with AWS credentials", session, { AWS: "*" }, undefined],
    ["the account, which leaves it to identity policies", user, { AWS: ROOT }, "identity"],
    ["the account by its id", user, { AWS: ACCOUNT }, "identity"],
    ["another account", user, { AWS: OTHER }, "identity"],
    ["a role of that name elsewhere", session, { AWS: ROLE.replace(ACCOUNT, OTHER) }, "identity"],
    ["another session", session, { AWS: `${SESSION}2` }, "identity"],
    ["a service by the ARN of a user", user, { Service: USER }, "identity"],
    ["an identity provider by the ARN of a user", user, { Federated: USER }, "identity"],
  ])("that names %s stands in for an identity policy or doesn't", (_, principal, named, by) => {
    const verdict = by === undefined ? ALLOWED : refused(by);
    expect(decide(principal, { resource: to(named) })).toEqual(verdict);
  });

  it.each<[string, Principal, PrincipalBlock, boolean]>([
    ["the user", user, { AWS: USER }, false],
    ["the session", session, { AWS: SESSION }, false],
    ["the role", session, { AWS: ROLE }, true],
  ])(
    "that names %s is bound by the boundary and the session policy or isn't",
    (_, principal, named, bound) => {
      const resource = to(named);
      for (const by of ["boundary", "session"]) {
        const verdict = bound ? refused(by) : ALLOWED;
        expect(decide(principal, { resource, [by]: [NONE] })).toEqual(verdict);
        expect(decide(principal, { resource, [by]: [FULL] })).toEqual(ALLOWED);
      }
    },
  );

  it("that says nothing of the caller leaves it to the caller's own", () => {
    expect(decide(user, { resource: NONE, identity: [FULL] })).toEqual(ALLOWED);
    expect(decide(user, { resource: to({ AWS: OTHER }), identity: [FULL] })).toEqual(ALLOWED);
  });

  it("denies whomever it names, however closely", () => {
    const denied = { allowed: false, reason: "explicit-deny", by: "resource", policy: "its own" };
    for (const named of [{ AWS: USER }, { AWS: ACCOUNT }, "*"] as const) {
      const resource = to(named, "Deny");
      expect(decide(user, { resource, identity: [FULL] })).toMatchObject(denied);
    }
    expect(decide(user, { resource: to({ AWS: OTHER }, "Deny"), identity: [FULL] })).toEqual(
      ALLOWED,
    );
  });

  it("names everybody also where it is about some resources only", () => {
    const one = { Effect: "Allow", Principal: "*", Action: "*" } as const;
    const resource = policy("own", { ...one, Resource: "arn:aws:s3:::b/*" });
    expect(decide(user, { resource })).toEqual(ALLOWED);
    const elsewhere = policy("own", { ...one, Resource: "arn:aws:s3:::c/*" });
    expect(decide(user, { resource: elsewhere })).toEqual(refused("identity"));
  });

  it("takes the closest of several names", () => {
    const both = policy(
      "two",
      { Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "*", Resource: "*" },
      { Effect: "Allow", Principal: { AWS: SESSION }, Action: "*", Resource: "*" },
      { Effect: "Allow", Principal: { AWS: ROLE }, Action: "*", Resource: "*" },
    );
    expect(decide(session, { resource: both, boundary: [NONE] })).toEqual(ALLOWED);
    expect(
      decide(session, { resource: to({ AWS: [ACCOUNT, ROLE, SESSION] }), session: [NONE] }),
    ).toEqual(ALLOWED);
  });
});

describe("between accounts", () => {
  const abroad = { resourceAccount: OTHER };

  it.each<[string, Partial<PolicySet>, object]>([
    ["the resource has no policy", { identity: [FULL] }, refused("resource")],
    ["its policy names nobody", { identity: [FULL], resource: NONE }, refused("resource")],
    ["only its policy allows", { resource: to({ AWS: USER }) }, refused("identity")],
    ["both allow", { identity: [FULL], resource: to({ AWS: USER }) }, ALLOWED],
    ["both allow, by account", { identity: [FULL], resource: to({ AWS: ROOT }) }, ALLOWED],
    [
      "a boundary doesn't allow",
      { identity: [FULL], boundary: [NONE], resource: to({ AWS: USER }) },
      refused("boundary"),
    ],
    ["the key's policy allows", { identity: [FULL], key: to({ AWS: USER }) }, ALLOWED],
    ["the trust policy allows", { identity: [FULL], trust: to({ AWS: USER }) }, ALLOWED],
  ])("both sides must allow: %s", (_, policies, verdict) => {
    expect(decide(user, policies, abroad)).toEqual(verdict);
  });
});

describe.each(["trust", "key"] as const)("a %s policy", (kind) => {
  it("must allow even what the caller's own policies do", () => {
    expect(decide(user, { [kind]: NONE, identity: [FULL] })).toEqual(refused(kind));
    for (const AWS of [OTHER, `x${ROOT}`, `${ROOT}x`]) {
      expect(decide(user, { [kind]: to({ AWS }), identity: [FULL] })).toEqual(refused(kind));
    }
    expect(decide(user, { [kind]: to({ AWS: ROOT }), identity: [FULL] })).toEqual(ALLOWED);
  });

  it("suffices for whom it names, but not for the account", () => {
    expect(decide(user, { [kind]: to({ AWS: USER }) })).toEqual(ALLOWED);
    expect(decide(user, { [kind]: to({ AWS: ROOT }) })).toEqual(refused("identity"));
  });

  it("is about what it belongs to without naming it", () => {
    const statement = { Effect: "Allow", Principal: { AWS: USER }, Action: "*" } as const;
    expect(decide(user, { [kind]: policy("own", statement) })).toEqual(ALLOWED);
  });
});

describe("a service that calls for itself", () => {
  it("needs to be named by the resource's policy, as it has none of its own", () => {
    const named = to({ Service: ["lambda.amazonaws.com", "sns.amazonaws.com"] });
    expect(decide(service, { resource: named })).toEqual(ALLOWED);
    expect(decide(service, { resource: named, boundary: [], session: [] })).toEqual(ALLOWED);
    expect(decide(service, { resource: NONE, identity: [FULL] })).toEqual(refused("resource"));
    expect(decide(service, { key: NONE })).toEqual(refused("key"));
    for (const by of ["identity", "session", "boundary"]) {
      const denying = policy("own", { Effect: "Deny", Action: "*", Resource: "*" });
      expect(decide(service, { resource: named, [by]: [denying] })).toEqual(ALLOWED);
    }
    for (const Service of ["lambda.amazonaws.com", "*"]) {
      expect(decide(service, { resource: to({ Service }) })).toEqual(refused("resource"));
    }
  });

  it("is not meant by its account", () => {
    for (const AWS of [ROOT, ACCOUNT]) {
      expect(decide(service, { resource: to({ AWS }) })).toEqual(refused("resource"));
    }
    expect(decide(service, { resource: to("*") })).toEqual(ALLOWED);
  });

  it("is beyond service control policies, but not beyond those for resources", () => {
    const levels = [{ name: "Root", policies: [to("*", "Deny")] }];
    const resource = to("*");
    const without = [{ name: "Root", policies: [NONE] }];
    expect(decide(service, { resource, serviceControl: without })).toEqual(ALLOWED);
    expect(decide(service, { resource, resourceControl: levels })).toMatchObject({
      reason: "explicit-deny",
      by: "resource-control",
    });
  });
});

describe("a federated caller", () => {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  const federated: Principal = { arn: "", account: ACCOUNT, federated: provider };

  it("is named by the identity provider", () => {
    expect(decide(federated, { trust: to({ Federated: provider }) })).toEqual(ALLOWED);
    expect(decide(federated, { trust: to({ Federated: "cognito" }) })).toEqual(refused("identity"));
  });
});

describe("resource control policies", () => {
  const denying = [{ name: "Root", policies: [RCP_FULL, to("*", "Deny")] }];
  const silent = [
    { name: "Root", policies: [RCP_FULL] },
    { name: "prod", policies: [] },
  ];
  const identity = [FULL];

  it("bind resources of the services that have them", () => {
    expect(decide(user, { identity, resourceControl: denying })).toEqual({
      allowed: false,
      reason: "explicit-deny",
      by: "resource-control",
      level: "Root",
      policy: "its own",
      statement: "#1",
    });
    expect(decide(user, { identity, resourceControl: silent })).toEqual({
      ...refused("resource-control"),
      level: "prod",
    });
    expect(decide(user, { identity, resourceControl: [] })).toEqual(refused("resource-control"));
    const shout = { action: "S3:GetObject" };
    expect(decide(user, { identity, resourceControl: denying }, shout).allowed).toBe(false);
    const elsewhere = { action: "ec2:RunInstances" };
    expect(decide(user, { identity, resourceControl: denying }, elsewhere)).toEqual(ALLOWED);
  });

  it("spare the management account's resources and service-linked roles", () => {
    const policies = { identity, resourceControl: denying };
    expect(decide(user, { ...policies, managementResource: true })).toEqual(ALLOWED);
    expect(decide(user, { ...policies, managementAccount: true }).allowed).toBe(false);
    expect(decide({ ...session, isServiceLinkedRole: true }, policies)).toEqual(ALLOWED);
  });
});

describe("a principal of another kind", () => {
  it("can't be evaluated", () => {
    const resource = to({ CanonicalUser: "0".repeat(64) });
    const unsupported = { name: "PolicyError", code: "UNSUPPORTED_STATEMENT" };
    expect(() => decide(user, { resource })).toThrow(expect.objectContaining(unsupported));
    expect(() => decide(user, { resource })).toThrow(
      'its own, #1: a principal of the kind "CanonicalUser" can\'t be evaluated',
    );
  });
});
