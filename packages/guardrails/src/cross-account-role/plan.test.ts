import type { Step } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import { canonicalise } from "@holdfast/policy/canonical";
import { parsePolicy } from "@holdfast/policy/read";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { isBeyond } from "./accepted.ts";
import { diff } from "./diff.ts";
import {
  admitting,
  baselineWith,
  CI,
  DEPLOY,
  DEVOPS,
  liveWith,
  OPERATORS,
  OUTSIDE,
  PRODUCTION,
  policy,
  ROLE,
  ROLE_ID,
  SUCCESSOR,
  wantOf,
} from "./fixture.ts";
import { keyOf } from "./keys.ts";
import type { Live } from "./live.ts";
import { plan } from "./plan.ts";
import { admitted, openWays } from "./want.ts";
import { wayKey, waysIn } from "./ways-in.ts";

const KEY = keyOf(baselineWith(DEPLOY), PRODUCTION, "DeployRole");
const MANAGEMENT = securecart.organization.management;
const declared = wantOf(DEPLOY);
const undeclared = wantOf();
const RIGHT = policy(admitting(CI));

const told = (want = declared, live?: Live) => diff(want, live).map(({ message }) => message);
const planned = (want = declared, live?: Live) =>
  plan(KEY, want, live).map((step) => ({ effect: step.effect, policy: canonicalise(saved(step)) }));

/** A step, however its policy is written. */
const step = (effect: Step["effect"], document: PolicyDocument) => ({
  effect,
  policy: canonicalise(document),
});

function saved({ input }: Step): PolicyDocument {
  return parsePolicy((input as { PolicyDocument: string }).PolicyDocument);
}

describe("a declared trust", () => {
  it("is in order whatever its wording", () => {
    const reworded: PolicyStatement = {
      Sid: "Ci",
      Effect: "Allow",
      Principal: { AWS: [CI] },
      Action: ["sts:assumerole"],
      Condition: { StringEquals: { "STS:externalid": ["deploy-7f3a"] } },
    };
    expect(told(declared, liveWith(policy(reworded)))).toEqual([]);
  });

  it("that was widened to an account lets in nobody else again, without anything being given", () => {
    const live = liveWith(policy(admitting([CI, `arn:aws:iam::${OUTSIDE}:root`])));
    expect(told(declared, live)).toEqual([
      `lets in the whole account ${OUTSIDE}, and nobody declared that it does`,
    ]);
    expect(planned(declared, live)).toEqual([step("restrict", RIGHT)]);
  });

  it("that was replaced by everybody is narrowed to those declared", () => {
    const live = liveWith(policy(admitting("*", null)));
    expect(told(declared, live)).toEqual([
      "does not let in role:devops/CiCd, which is declared",
      "lets in everybody in any account, and nobody declared that it does",
    ]);
    expect(planned(declared, live)).toEqual([step("restrict", RIGHT)]);
  });

  it("whose condition was dropped gets it back, which gives nobody anything", () => {
    const live = liveWith(policy(admitting(CI, null)));
    expect(told(declared, live)).toEqual([
      "lets in role:devops/CiCd without the declared condition on sts:externalid",
    ]);
    expect(planned(declared, live)).toEqual([step("restrict", RIGHT)]);
  });

  it("with another external id loses that way first, and gets its own as a gift", () => {
    const other = { StringEquals: { "sts:ExternalId": "other" } };
    const [first, second, ...rest] = planned(declared, liveWith(policy(admitting(CI, other))));
    expect(first?.effect).toBe("restrict");
    expect(waysIn(first?.policy ?? RIGHT)).toEqual([]);
    expect(second).toEqual(step("grant", RIGHT));
    expect(rest).toEqual([]);
  });

  it("that lost its principal gets it back, for which the principal is named", () => {
    const live = liveWith(policy({ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }));
    expect(planned(declared, live)).toEqual([step("grant", RIGHT)]);
    expect(plan(KEY, declared, live)[0]).toMatchObject({
      beneficiaries: [DEPLOY.principals[0]?.id],
      at: { account: PRODUCTION, region: "us-east-1", resources: [ROLE] },
      input: { RoleName: "DeployRole" },
    });
  });

  it("keeps a denial where it only takes away, and drops it where it gives back", () => {
    const denial: PolicyStatement = {
      Effect: "Deny",
      Principal: { AWS: CI },
      Action: "sts:AssumeRole",
    };
    const live = liveWith(policy(admitting([CI, OUTSIDE]), denial));
    expect(told(declared, live)).toContain("a statement keeps callers out, and nobody declared it");
    const [first, second] = planned(declared, live);
    expect(first).toEqual(step("restrict", policy(admitting([CI]), denial)));
    expect(second).toEqual(step("grant", RIGHT));
  });
});

describe("a trusted role that was deleted and made again", () => {
  const gone = policy(admitting("AROAEXAMPLECICD000001"));

  it("is not given the trust back", () => {
    const live = liveWith(gone, { principals: { [CI]: SUCCESSOR } });
    expect(told(declared, live)).toEqual([
      `role:devops/CiCd was deleted and made again as somebody else (${SUCCESSOR}), who is not let in, and will not be`,
    ]);
    expect(planned(declared, live)).toEqual([]);
  });

  it("loses the trust that somebody has given it", () => {
    const live = liveWith(RIGHT, { principals: { [CI]: SUCCESSOR } });
    expect(told(declared, live)).toEqual([
      `role:devops/CiCd was deleted and made again as somebody else (${SUCCESSOR}), who is let in`,
      `lets in ${CI}, and nobody declared that it does`,
    ]);
    const [first, ...more] = planned(declared, live);
    expect(first?.effect).toBe("restrict");
    expect(waysIn(first?.policy ?? RIGHT)).toEqual([]);
    expect(more).toEqual([]);
  });

  it("is told while nobody has its name", () => {
    const live = liveWith(gone, { principals: { [CI]: null } });
    expect(told(declared, live)).toEqual([
      "role:devops/CiCd, which it is to let in, is not there any more",
    ]);
    expect(planned(declared, live)).toEqual([]);
  });

  it("outside the organization is not given what the one before it had", () => {
    const partner = `arn:aws:iam::${OUTSIDE}:role/Partner`;
    const trust = {
      ...DEPLOY,
      principals: [{ kind: "role", name: partner, arn: partner } as const],
    };
    const want = wantOf(trust);
    expect(planned(want, liveWith(policy(admitting("AROAEXAMPLEPARTNER001"))))).toEqual([]);
    const emptied = liveWith(policy(admitting(CI)));
    expect(planned(want, emptied).at(-1)).toEqual(step("grant", policy(admitting([partner]))));
  });
});

describe("a declared role", () => {
  it("that is gone is told, and not made", () => {
    expect(told(declared, undefined)).toEqual([
      "the role is not there; Holdfast does not make roles",
    ]);
    expect(planned(declared, undefined)).toEqual([]);
  });

  it("that somebody has made again is not opened to anybody, and loses who is not declared", () => {
    const id = "AROAEXAMPLEANOTHER001";
    const own = { Service: "ec2.amazonaws.com" };
    const live = liveWith(policy({ Effect: "Allow", Principal: own, Action: "sts:AssumeRole" }), {
      id,
    });
    expect(told(declared, live)[0]).toBe(
      `the role was deleted and made again: its id is ${id}, and ${ROLE_ID} is declared`,
    );
    expect(planned(declared, live).map(({ effect }) => effect)).toEqual(["restrict"]);
  });
});

describe("a role that nobody declared", () => {
  const federated = (name: string) => ({
    Effect: "Allow" as const,
    Principal: { Federated: name },
    Action: "sts:AssumeRoleWithWebIdentity",
  });
  const service = (Service: string) => ({
    Effect: "Allow" as const,
    Principal: { Service },
    Action: "sts:AssumeRole",
  });

  it.each([
    ["another account", admitting(OUTSIDE, null), `lets in the whole account ${OUTSIDE}`],
    ["another account's role", admitting(CI, null), `lets in ${CI}`],
    ["everybody", { ...admitting("*", null), Principal: "*" as const }, "everybody in any account"],
    [
      "everybody on a condition",
      admitting("*", { StringEquals: { "aws:PrincipalOrgID": "o-other00000" } }),
      "on conditions on aws:principalorgid",
    ],
    [
      "everybody but somebody",
      { Effect: "Allow", NotPrincipal: { AWS: CI }, Action: "sts:AssumeRole" },
      "everybody in any account",
    ],
    [
      "a provider's users",
      federated("accounts.google.com"),
      "identity provider accounts.google.com",
    ],
    ["Roles Anywhere", service("rolesanywhere.amazonaws.com"), "IAM Roles Anywhere"],
    ["entitled users", service("account-access.amazonaws.com"), "account access manager"],
    ["a name that lies", federated("x`, and all is well"), JSON.stringify("x`, and all is well")],
  ] satisfies [string, PolicyStatement, string][])(
    "must not let in %s",
    (_who, statement, message) => {
      const live = liveWith(policy(service("ec2.amazonaws.com"), statement));
      const differences = diff(undeclared, live);
      expect(differences).toHaveLength(1);
      expect(differences[0]).toMatchObject({ kind: "unexpected", aspect: "undeclared" });
      expect(differences[0]?.message).toContain(message);
      expect(planned(undeclared, live)).toEqual([
        step("restrict", policy(service("ec2.amazonaws.com"))),
      ]);
    },
  );

  it.each([
    ["its own account", admitting([PRODUCTION, ROLE], null), ROLE],
    ["services that act in the account", service("lambda.amazonaws.com"), ROLE],
    ["the id of somebody who is gone", admitting("AROAEXAMPLEGONE000001", null), ROLE],
    [
      "the management account, as AWS made it",
      admitting(MANAGEMENT, null),
      `arn:aws:iam::${PRODUCTION}:role/OrganizationAccountAccessRole`,
    ],
    [
      "Identity Center's users, in the role that it keeps",
      federated(`arn:aws:iam::${PRODUCTION}:saml-provider/AWSSSO_1_DO_NOT_DELETE`),
      `arn:aws:iam::${PRODUCTION}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_0123`,
    ],
    [
      "StackSets",
      admitting(
        `arn:aws:iam::${MANAGEMENT}:role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin`,
        null,
      ),
      `arn:aws:iam::${PRODUCTION}:role/stacksets-exec-0123456789abcdef`,
    ],
    [
      "Holdfast itself",
      admitting(MANAGEMENT, {
        ArnEquals: {
          "aws:PrincipalArn": `arn:aws:iam::${MANAGEMENT}:role/holdfast/holdfast-prod-enforce-accounts`,
        },
        StringEquals: { "aws:PrincipalOrgID": securecart.organization.id },
      }),
      `arn:aws:iam::${PRODUCTION}:role/holdfast/holdfast-prod-remediate`,
    ],
    [
      "operators, who look",
      lettingIn(OPERATORS),
      `arn:aws:iam::${PRODUCTION}:role/holdfast/holdfast-prod-observe`,
    ],
  ] satisfies [string, PolicyStatement, string][])("may let in %s", (_who, statement, arn) => {
    const live = liveWith(policy(statement), { arn });
    expect(told(undeclared, live)).toEqual([]);
    expect(planned(undeclared, live)).toEqual([]);
  });

  it.each([
    ["for operators who write", lettingIn(OPERATORS), "role/holdfast/holdfast-prod-remediate"],
    [
      "for others than operators",
      lettingIn(OPERATORS.map((arn) => arn.replace("_Admin_", "_ReadOnly_"))),
      "role/holdfast/holdfast-prod-observe",
    ],
    ["by its name alone", admitting(MANAGEMENT, null), "role/holdfast/holdfast-prod-remediate"],
    [
      "for any organization",
      admitting(MANAGEMENT, {
        ArnEquals: {
          "aws:PrincipalArn": `arn:aws:iam::${MANAGEMENT}:role/holdfast/holdfast-prod-enforce-accounts`,
        },
      }),
      "role/holdfast/holdfast-prod-remediate",
    ],
    [
      "in AWS's name, for another account",
      admitting(OUTSIDE),
      "role/OrganizationAccountAccessRole",
    ],
    ["on a path of its own", admitting(MANAGEMENT, null), "role/x/OrganizationAccountAccessRole"],
    [
      "for any role of the management account",
      admitting(MANAGEMENT, {
        ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${MANAGEMENT}:role/holdfast/*` },
        StringEquals: { "aws:PrincipalOrgID": securecart.organization.id },
      }),
      "role/holdfast/holdfast-prod-remediate",
    ],
    [
      "in StackSets' name, for another account",
      admitting(OUTSIDE),
      "role/stacksets-exec-0123456789abcdef",
    ],
  ] satisfies [string, PolicyStatement, string][])(
    "is not taken for Holdfast's or AWS's %s",
    (_how, statement, name) => {
      const arn = `arn:aws:iam::${PRODUCTION}:${name}`;
      expect(told(undeclared, liveWith(policy(statement), { arn }))).toHaveLength(1);
    },
  );
});

/** As Holdfast's own roles do it. */
function lettingIn(callers: readonly string[]): PolicyStatement {
  return admitting(MANAGEMENT, {
    ArnEquals: { "aws:PrincipalArn": callers },
    StringEquals: { "aws:PrincipalOrgID": securecart.organization.id },
  });
}

describe("what is planned", () => {
  const principals = [
    "*",
    CI,
    PRODUCTION,
    OUTSIDE,
    `arn:aws:iam::${DEVOPS}:root`,
    `arn:aws:iam::${idOf("dev")}:role/Other`,
    "AROAEXAMPLEGONE000001",
  ];
  const conditions = [
    null,
    { StringEquals: { "sts:ExternalId": "deploy-7f3a" } },
    { StringEquals: { "sts:ExternalId": "other" } },
    { Bool: { "aws:MultiFactorAuthPresent": "true" } },
  ];
  const statement = fc
    .record({
      effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
      who: fc.uniqueArray(fc.constantFrom(...principals), { minLength: 1, maxLength: 3 }),
      Action: fc.constantFrom("sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]),
      condition: fc.constantFrom(...conditions),
    })
    .map(
      ({ effect, who, Action, condition }): PolicyStatement => ({
        ...admitting(who, condition),
        Effect: effect,
        Action,
      }),
    );
  const lives = fc
    .record({
      statements: fc.array(statement, { minLength: 1, maxLength: 4 }),
      ci: fc.constantFrom("AROAEXAMPLECICD000001", SUCCESSOR, null),
    })
    .map(({ statements, ci }) => liveWith(policy(...statements), { principals: { [CI]: ci } }));
  const after = (live: Live, step: Step | undefined): Live =>
    step === undefined ? live : { ...live, policy: JSON.stringify(saved(step)) };

  it("lets in nobody but those who are declared and still the same, once access is taken away", () => {
    fc.assert(
      fc.property(lives, (live) => {
        const step = plan(KEY, declared, live).find(({ effect }) => effect === "restrict");
        const allowed = new Set(admitted(DEPLOY, live).map(({ way }) => wayKey(way)));
        const open = openWays(parsePolicy(after(live, step).policy));
        expect(open.filter((way) => !allowed.has(wayKey(way)))).toEqual([]);
      }),
    );
  });

  it("leaves nothing to do, but for whom it can't let in, once all of it is done", () => {
    fc.assert(
      fc.property(lives, (live) => {
        const done = plan(KEY, declared, live).reduce<Live>(after, live);
        expect(plan(KEY, declared, done)).toEqual([]);
        expect(diff(declared, done).filter(({ aspect }) => aspect !== "replaced")).toEqual([]);
      }),
    );
  });

  it("names nobody who is gone in what is saved, for IAM takes no such policy", () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(declared, undeclared), (live, want) => {
        for (const { input } of plan(KEY, want, live)) {
          expect(input.PolicyDocument).not.toContain("AROA");
        }
      }),
    );
  });

  it("takes from a role that nobody declared all who are beyond its account, and nobody else", () => {
    fc.assert(
      fc.property(lives, (live) => {
        const [step] = plan(KEY, undeclared, live);
        const at = { account: PRODUCTION, arn: ROLE };
        const inside = (document: PolicyDocument) =>
          openWays(document)
            .filter((way) => !isBeyond(way, at, undeclared.organization))
            .map(wayKey)
            .toSorted();
        const left = parsePolicy(after(live, step).policy);
        expect(openWays(left).map(wayKey).toSorted()).toEqual(inside(parsePolicy(live.policy)));
      }),
    );
  });
});
