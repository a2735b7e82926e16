/** NotPrincipal: a Deny spares only those who are excepted under every one of their names. */
import { describe, expect, it } from "vitest";
import type { PolicyStatement, PrincipalBlock } from "../document.ts";
import { evaluate } from "./evaluate.ts";
import type { NamedPolicy, PolicySet } from "./policy-set.ts";
import type { Principal } from "./request.ts";

const ACCOUNT = "444455556666";
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const BOB = `arn:aws:iam::${ACCOUNT}:user/Bob`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/run`;

const bob: Principal = { arn: BOB, account: ACCOUNT, id: "AIDAEXAMPLEBOB12345678" };
const alice: Principal = { arn: `arn:aws:iam::${ACCOUNT}:user/Alice`, account: ACCOUNT };
const root: Principal = { arn: ROOT, account: ACCOUNT };
const session: Principal = { arn: ROLE, account: ACCOUNT, session: SESSION };
const trail: Principal = { arn: "", account: "", service: "cloudtrail.amazonaws.com" };

const ALL: NamedPolicy = {
  name: "all",
  document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

function decide(principal: Principal, own: PolicyStatement[], rest: Partial<PolicySet> = {}) {
  return evaluate(
    {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::bucket/key",
      resourceAccount: ACCOUNT,
      principal,
      context: {},
    },
    { identity: [ALL], resource: { name: "bucket", document: { Statement: own } }, ...rest },
  );
}

/** Whether a Deny with this NotPrincipal denies, where all else allows. */
function denied(NotPrincipal: PrincipalBlock, principal: Principal, rest?: Partial<PolicySet>) {
  const open = { Effect: "Allow", Principal: { Service: trail.service ?? "", AWS: "*" } } as const;
  const rule = { Effect: "Deny", NotPrincipal } as const;
  const about = { Action: "*", Resource: "*" };
  return !decide(
    principal,
    [
      { ...open, ...about },
      { ...rule, ...about },
    ],
    rest,
  ).allowed;
}

describe("NotPrincipal with Deny", () => {
  // The example of the IAM User Guide.
  it("spares a user who is excepted together with the account, and nobody else in it", () => {
    const block = { AWS: [BOB, ROOT] };
    expect(denied(block, bob)).toBe(false);
    expect(denied(block, alice)).toBe(true);
    expect(denied({ AWS: [BOB, ACCOUNT] }, bob)).toBe(false);
    expect(denied({ AWS: ["AIDAEXAMPLEBOB12345678", ROOT] }, bob)).toBe(false);
  });

  it("does not spare a user without the account, nor for the account alone", () => {
    expect(denied({ AWS: BOB }, bob)).toBe(true);
    expect(denied({ AWS: ROOT }, bob)).toBe(true);
    expect(denied({ AWS: [BOB, "arn:aws:iam::111122223333:root"] }, bob)).toBe(true);
  });

  it("spares a session only if account, role and session are all excepted", () => {
    expect(denied({ AWS: [ROOT, ROLE, SESSION] }, session)).toBe(false);
    expect(denied({ AWS: [ROOT, ROLE] }, session)).toBe(true);
    expect(denied({ AWS: [ROOT, SESSION] }, session)).toBe(true);
    expect(denied({ AWS: [ROLE, SESSION] }, session)).toBe(true);
  });

  it("spares the root user, who is the account, and a service by its name", () => {
    expect(denied({ AWS: ROOT }, root)).toBe(false);
    expect(denied({ AWS: ACCOUNT }, root)).toBe(false);
    expect(denied({ AWS: BOB }, root)).toBe(true);
    expect(denied({ Service: "cloudtrail.amazonaws.com" }, trail)).toBe(false);
  });

  it("spares a federated caller by the identity provider", () => {
    const provider = `arn:aws:iam::${ACCOUNT}:saml-provider/Corp`;
    const federated: Principal = { arn: "", account: ACCOUNT, federated: provider };
    const answer = (NotPrincipal: PrincipalBlock) => {
      const about = { Action: "*", Resource: "*" };
      return decide(federated, [
        { Effect: "Allow", Principal: { Federated: provider }, ...about },
        { Effect: "Deny", NotPrincipal, ...about },
      ]).allowed;
    };
    expect(answer({ Federated: provider })).toBe(true);
    expect(answer({ AWS: ROOT })).toBe(false);
    expect(answer({ Federated: "cognito-identity.amazonaws.com" })).toBe(false);
  });

  it("spares everybody if everybody is excepted", () => {
    for (const block of ["*", { AWS: "*" }] as const) {
      for (const one of [bob, alice, root, session]) expect(denied(block, one)).toBe(false);
    }
  });

  it("denies whoever has a permissions boundary, whomever it excepts", () => {
    const bounded = { boundary: [ALL] };
    expect(denied({ AWS: [BOB, ROOT] }, bob, bounded)).toBe(true);
    expect(denied({ AWS: [ROOT, ROLE, SESSION] }, session, bounded)).toBe(true);
    expect(denied({ Service: "cloudtrail.amazonaws.com" }, trail, bounded)).toBe(false);
  });
});

// AWS doesn't take it any more; where it is still stored, whoever is named at all gets nothing by it.
it("NotPrincipal with Allow grants nothing to anybody who is excepted under any name", () => {
  const grants = (NotPrincipal: PrincipalBlock, principal: Principal) =>
    decide(principal, [{ Effect: "Allow", NotPrincipal, Action: "*", Resource: "*" }], {
      identity: [],
    }).allowed;
  expect(grants({ AWS: BOB }, alice)).toBe(true);
  expect(grants({ AWS: BOB }, bob)).toBe(false);
  expect(grants({ AWS: ROOT }, bob)).toBe(false);
  expect(grants({ AWS: ROLE }, session)).toBe(false);
  expect(grants("*", alice)).toBe(false);
});
