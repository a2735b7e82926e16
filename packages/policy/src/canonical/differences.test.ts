// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import { allow, DENY, differences, old, policy } from "./told.fixture.ts";

describe("a difference is told", () => {
  it("with its path, both sides and a sentence", () => {
    expect(
      differences(
        policy(allow(), DENY),
        policy({ ...DENY, Action: ["GuardDuty:update*", "s3:Get*"] }, allow()),
      ),
    ).toEqual([
      {
        path: "Statement.1.Action",
        left: ["guardduty:deletedetector", "guardduty:update*"],
        right: ["guardduty:update*", "s3:get*"],
        why: "statement DetectionStaysOn: Action lacks guardduty:DeleteDetector and also has s3:Get*",
      },
    ]);
    expect(differences({ Statement: DENY }, { Statement: { ...DENY, Effect: "Allow" } })).toEqual([
      {
        path: "Statement.Effect",
        left: "Deny",
        right: "Allow",
        why: "statement DetectionStaysOn: Effect is Allow instead of Deny",
      },
    ]);
  });

  it("for each element that was changed, taken away or added", () => {
    expect(changed({ Action: "guardduty:Update*" })).toEqual([
      "statement DetectionStaysOn: Action lacks guardduty:DeleteDetector",
    ]);
    expect(
      changed({ Action: [...["a:B", "a:B"], "guardduty:DeleteDetector", "guardduty:Update*"] }),
    ).toEqual(["statement DetectionStaysOn: Action also has a:B"]);
    expect(changed({ Action: undefined, NotAction: ["iam:*", "S3:Get*"] })).toEqual([
      "statement DetectionStaysOn: Action (guardduty:DeleteDetector, guardduty:Update*) is missing",
      "statement DetectionStaysOn: NotAction (iam:*, S3:Get*) is additional",
    ]);
    expect(changed({ Principal: "*" })).toEqual([
      "statement DetectionStaysOn: Principal * is additional",
    ]);
    expect(changed({ Principal: {} })).toEqual([
      "statement DetectionStaysOn: Principal {} is additional",
    ]);
    const trusting = { ...DENY, Principal: { AWS: ["111122223333", "*"], Service: "a.b" } };
    expect(changed({ Principal: { AWS: "*", Federated: "c.d" } }, trusting)).toEqual([
      "statement DetectionStaysOn: Principal AWS lacks arn:aws:iam::111122223333:root",
      "statement DetectionStaysOn: Principal Service (a.b) is missing",
      "statement DetectionStaysOn: Principal Federated (c.d) is additional",
    ]);
    expect(changed({ Effect: "Allow", Resource: ["*", "arn:aws:s3:::b"] })).toEqual([
      "statement DetectionStaysOn: Effect is Allow instead of Deny",
      "statement DetectionStaysOn: Resource also has arn:aws:s3:::b",
    ]);
  });

  it("for conditions by operator and key, in the spelling of the first", () => {
    const from = {
      ...DENY,
      Condition: {
        ArnNotLike: { "aws:PrincipalArn": ["a", "b"], "aws:SourceArn": "c" },
        Bool: { "aws:x": true },
      },
    };
    const to = {
      Condition: { ArnNotLike: { "AWS:principalarn": ["b", "d"] }, Null: { "aws:X": false } },
    };
    expect(differences(policy(from), policy({ ...from, ...to }))).toEqual([
      {
        path: "Statement.0.Condition.ArnNotLike.aws:PrincipalArn",
        left: ["a", "b"],
        right: ["b", "d"],
        why: "statement DetectionStaysOn: Condition ArnNotLike aws:PrincipalArn lacks a and also has d",
      },
      {
        path: "Statement.0.Condition.ArnNotLike.aws:SourceArn",
        left: ["c"],
        why: "statement DetectionStaysOn: Condition ArnNotLike aws:SourceArn (c) is missing",
      },
      {
        path: "Statement.0.Condition.Bool.aws:x",
        left: ["true"],
        why: "statement DetectionStaysOn: Condition Bool aws:x (true) is missing",
      },
      {
        path: "Statement.0.Condition.Null.aws:x",
        right: ["false"],
        why: "statement DetectionStaysOn: Condition Null aws:x (false) is additional",
      },
    ]);
    expect(changed({ Condition: {} })).toEqual([
      "statement DetectionStaysOn: Condition {} is additional",
    ]);
    expect(changed({ Condition: { Bool: {} } }, { ...DENY, Condition: {} })).toEqual([
      "statement DetectionStaysOn: Condition {} is missing",
      "statement DetectionStaysOn: Condition Bool {} is additional",
    ]);
  });

  it("never in the spelling of something else", () => {
    const from = { ...DENY, Action: "S3:Get", Condition: { StringLike: { "a:B": "s3:get" } } };
    expect(changed({ Condition: { StringLike: { "a:B": "S3:Get" } } }, from)).toEqual([
      "statement DetectionStaysOn: Condition StringLike a:B lacks s3:get and also has S3:Get",
    ]);
    expect(changed({ Resource: "s3:get" }, { ...from, Resource: "S3:Get" })).toEqual([
      "statement DetectionStaysOn: Resource lacks S3:Get and also has s3:get",
    ]);
  });

  it("for statements that only one has", () => {
    expect(differences(policy(DENY), policy())).toEqual([
      {
        path: "Statement.0",
        left: {
          Effect: "Deny",
          Action: ["guardduty:deletedetector", "guardduty:update*"],
          Resource: ["*"],
        },
        why: "statement DetectionStaysOn is missing",
      },
    ]);
    const extra: PolicyStatement = { Effect: "Allow", NotAction: ["iam:Get*", "s3:*"] };
    expect(differences(policy(DENY), policy(DENY, extra))).toEqual([
      {
        path: "Statement.1",
        right: { Effect: "Allow", NotAction: ["iam:get*", "s3:*"] },
        why: "statement #2 is additional: it allows everything but iam:Get*, s3:*",
      },
    ]);
    expect(differences(policy(), policy(DENY)).map(({ why }) => why)).toEqual([
      "statement DetectionStaysOn is additional: it denies guardduty:DeleteDetector, guardduty:Update*",
    ]);
    expect(
      differences(policy(DENY, DENY), policy(DENY)).map(({ path, why }) => [path, why]),
    ).toEqual([["Statement.1", "statement DetectionStaysOn is missing"]]);
  });

  it("for statements that belong together: by Sid, then by all but one element", () => {
    const why = (left: PolicyStatement[], right: PolicyStatement[]) =>
      differences(policy(...left), policy(...right)).map((one) => one.why);
    const { Sid: _, ...anonymous } = DENY;
    const other = { ...anonymous, Resource: "arn:aws:s3:::b" };
    expect(why([DENY], [{ Sid: "DetectionStaysOn", Effect: "Allow", NotAction: "a:b" }])).toEqual([
      "statement DetectionStaysOn: Effect is Allow instead of Deny",
      "statement DetectionStaysOn: Action (guardduty:DeleteDetector, guardduty:Update*) is missing",
      "statement DetectionStaysOn: Resource (*) is missing",
      "statement DetectionStaysOn: NotAction (a:b) is additional",
    ]);
    expect(why([anonymous], [other])).toEqual([
      "statement #1: Resource lacks * and also has arn:aws:s3:::b",
    ]);
    expect(why([DENY], [{ ...other, Sid: "New" }])).toEqual([
      "statement DetectionStaysOn: Resource lacks * and also has arn:aws:s3:::b",
    ]);
    expect(why([DENY], [{ ...other, Effect: "Allow" }])).toEqual([
      "statement DetectionStaysOn is missing",
      "statement #1 is additional: it allows guardduty:DeleteDetector, guardduty:Update*",
    ]);
    const changes: Partial<PolicyStatement>[] = [
      { Condition: {} },
      { Effect: "Allow" },
      { Principal: "*" },
      { NotPrincipal: "*" },
      { NotAction: "a:b" },
      { NotResource: "*" },
      { Action: "a:b" },
      { Resource: "a" },
    ];
    for (const change of changes) {
      expect(why([anonymous], [allow("x:y"), { ...anonymous, ...change }])).toEqual([
        expect.stringMatching(/^statement #1: /),
        "statement #1 is additional: it allows x:y",
      ]);
    }
  });

  it("for none that the other document has as well, whatever else would go together", () => {
    const why = (left: PolicyStatement[], right: PolicyStatement[]) =>
      differences(policy(...left), policy(...right)).map((one) => one.why);
    expect(why([allow("a:a"), allow("b:b")], [allow("b:b")])).toEqual(["statement #1 is missing"]);
    expect(
      why(
        [DENY],
        [
          { ...DENY, Action: "a:a" },
          { ...DENY, Sid: "Renamed" },
        ],
      ),
    ).toEqual(["statement DetectionStaysOn is additional: it denies a:a"]);
  });

  it("for one statement of the other document only", () => {
    const { Sid: _, ...anonymous } = DENY;
    const changed: PolicyStatement = { Sid: "DetectionStaysOn", Effect: "Allow", Action: "a:a" };
    const alike: PolicyStatement = { ...anonymous, Resource: "arn:aws:s3:::b" };
    expect(differences(policy(DENY), policy(changed, alike)).map(({ why }) => why)).toEqual([
      "statement DetectionStaysOn: Effect is Allow instead of Deny",
      "statement DetectionStaysOn: Action lacks guardduty:DeleteDetector, guardduty:Update* and also has a:a",
      "statement DetectionStaysOn: Resource (*) is missing",
      "statement #2 is additional: it denies guardduty:DeleteDetector, guardduty:Update*",
    ]);
  });

  it("for two statements of one Sid, each with its own", () => {
    const one = { ...DENY, Action: "a:a" };
    const two = { ...DENY, Action: "b:b" };
    expect(
      differences(
        policy(one, two),
        policy({ ...one, Resource: "x" }, { ...two, Resource: "y" }),
      ).map(({ path, why }) => [path, why]),
    ).toEqual([
      ["Statement.0.Resource", "statement DetectionStaysOn: Resource lacks * and also has x"],
      ["Statement.1.Resource", "statement DetectionStaysOn: Resource lacks * and also has y"],
    ]);
  });

  it("for Version and Id", () => {
    expect(differences(old("2012-10-17"), old(undefined))).toEqual([
      {
        path: "Version",
        left: "2012-10-17",
        right: "2008-10-17",
        why: 'Version is 2008-10-17 instead of 2012-10-17, so that "${" is ordinary text',
      },
    ]);
    expect(differences(old("2008-10-17"), old("2012-10-17")).map(({ why }) => why)).toEqual([
      'Version is 2012-10-17 instead of 2008-10-17, so that "${" begins a variable',
    ]);
    const withId = (Id?: string) => ({ ...policy(DENY), ...(Id === undefined ? {} : { Id }) });
    expect(differences(withId("a b"), withId("c"))).toEqual([
      { path: "Id", left: "a b", right: "c", why: 'Id is c instead of "a b"' },
    ]);
    expect(differences(withId("a"), withId())).toEqual([
      { path: "Id", left: "a", why: "Id is missing" },
    ]);
    expect(differences(withId(), withId("c d"))).toEqual([
      { path: "Id", right: "c d", why: 'Id "c d" is additional' },
    ]);
    const one = { ...DENY, Resource: "${a:b}" };
    const versioned = (Version: string, statement: PolicyStatement) => ({
      Version,
      Statement: statement,
    });
    expect(
      differences(versioned("2012-10-17", one), versioned("2008-10-17", DENY)).map(
        ({ why }) => why,
      ),
    ).toEqual(["statement DetectionStaysOn: Resource lacks ${a:b} and also has *"]);
  });

  it("in few words, and in words that print", () => {
    const Action = Array.from({ length: 7 }, (_, index) => `a:b${index}`);
    expect(changed({ Action }, { ...DENY, Action: "z:z" })).toEqual([
      "statement DetectionStaysOn: Action lacks z:z and also has a:b0, a:b1, a:b2, a:b3, a:b4 and 2 more",
    ]);
    expect(changed({ Action: Action.slice(0, 5) }, { ...DENY, Action: "z:z" })).toEqual([
      "statement DetectionStaysOn: Action lacks z:z and also has a:b0, a:b1, a:b2, a:b3, a:b4",
    ]);
    expect(changed({ Resource: ["*", "a\u202eb", "c d"] }, { ...DENY, Sid: "x\ny" })).toEqual([
      'statement "x\\ny": Resource also has "a\\u202eb", "c d"',
    ]);
  });
});

/** What is said when DENY is changed. */
function changed(change: object, from: PolicyStatement = DENY): string[] {
  return differences(policy(from), policy({ ...from, ...change })).map(({ why }) => why);
}
