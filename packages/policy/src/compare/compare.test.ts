import { describe, expect, it } from "vitest";
import type { ConditionBlock, PolicyStatement } from "../document.ts";
import type { Level } from "../evaluate/policy-set.ts";
import { loadActionUniverse } from "../universe/universe.ts";
import { type CompareOptions, compare } from "./compare.ts";

const ACCOUNT = "100000000007";
const DEVELOPER = {
  "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/Developer`,
  "aws:PrincipalAccount": ACCOUNT,
};
const universe = await loadActionUniverse();

const EVERYTHING: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };

function level(name: string, ...Statement: readonly PolicyStatement[]): Level {
  return {
    name,
    policies: [{ name: `${name}-policy`, document: { Version: "2012-10-17", Statement } }],
  };
}

/** A path whose account denies this, beside FullAWSAccess. */
const denying = (...statements: readonly PolicyStatement[]) => [
  level("Root", EVERYTHING),
  level("account", EVERYTHING, ...statements),
];

const deny = (Action: string | readonly string[], rest: Partial<PolicyStatement> = {}) =>
  ({ Effect: "Deny", Action, Resource: "*", ...rest }) as const;
const when = (Condition: ConditionBlock) => ({ Condition });

const relate = (
  declared: readonly Level[],
  live: readonly Level[],
  options: CompareOptions = { account: ACCOUNT },
) => compare(declared, live, options);

describe("the comparison of two paths", () => {
  it("is equal without further ado where the statements are the same", () => {
    const path = denying(deny(["s3:Get*", "IAM:*"]), deny("ec2:*"));
    const same = denying(deny("ec2:*"), { ...deny(["iam:*", "s3:get*"]), Sid: "Other" });
    expect(relate(path, same)).toEqual({ relation: "equal" });
  });

  it("is weaker where live allows more, with who may do what and who refused it", () => {
    const declared = denying(deny("guardduty:DeleteDetector", { Sid: "Detection" }));
    expect(relate(declared, denying(), { account: ACCOUNT, universe })).toEqual({
      relation: "weaker",
      weaker: {
        request: {
          action: "guardduty:DeleteDetector",
          resource: `arn:aws:guardduty:us-east-1:${ACCOUNT}:detector/example`,
          principal: { arn: DEVELOPER["aws:PrincipalArn"], account: ACCOUNT },
          context: DEVELOPER,
        },
        refusal: {
          allowed: false,
          reason: "explicit-deny",
          by: "service-control",
          level: "account",
          policy: "account-policy",
          statement: "Detection",
        },
        known: true,
      },
    });
  });

  it("is stricter where live refuses more, also for want of an allow", () => {
    const narrow = [level("Root", EVERYTHING), level("account", { ...EVERYTHING, Action: "s3:*" })];
    const { relation, stricter, weaker } = relate(denying(), narrow, {
      account: ACCOUNT,
      universe,
    });
    expect(relation).toBe("stricter");
    expect(weaker).toBeUndefined();
    expect(stricter?.refusal).toEqual({
      allowed: false,
      reason: "no-allow",
      by: "service-control",
      level: "account",
    });
    expect(stricter?.request.action).not.toMatch(/^s3:/);
  });

  it("is both where each refuses something that the other allows", () => {
    const found = relate(denying(deny("s3:GetObject")), denying(deny("s3:PutObject")));
    expect(found.relation).toBe("both");
    expect(found.weaker?.request.action).toBe("s3:getobject");
    expect(found.stricter?.request.action).toBe("s3:putobject");
  });

  it("treats a level without any policy, and no level at all, as allowing nothing", () => {
    expect(relate([], [{ name: "Root", policies: [] }])).toEqual({ relation: "equal" });
    expect(relate([], denying()).relation).toBe("weaker");
    expect(relate(denying(), []).relation).toBe("stricter");
  });

  it("knows a Deny that another one makes superfluous, on whatever level", () => {
    const one = denying(deny("iam:*"));
    const two = [
      level("Root", EVERYTHING, deny("iam:DeleteRole")),
      level("account", EVERYTHING, deny("iam:*")),
    ];
    expect(relate(one, two)).toEqual({ relation: "equal" });
  });

  it("tells levels apart that allow different things", () => {
    const allow = (Action: string): PolicyStatement => ({ ...EVERYTHING, Action });
    const apart = [level("Root", allow("s3:*")), level("account", allow("ec2:*"))];
    const swapped = [level("Root", allow("ec2:*")), level("account", allow("s3:*"))];
    const together = [level("Root", allow("s3:*"), allow("ec2:*")), level("account", EVERYTHING)];
    expect(relate(apart, swapped)).toEqual({ relation: "equal" });
    expect(relate(apart, together).relation).toBe("weaker");
  });
});

describe("actions", () => {
  it("that AWS may add make a wildcard more than all actions of today", () => {
    const names = universe.services.get("guardduty") ?? [];
    const today = names
      .filter((name) => name.startsWith("Delete"))
      .map((name) => `guardduty:${name}`);
    const found = relate(denying(deny("guardduty:Delete*")), denying(deny(today)), {
      account: ACCOUNT,
      universe,
    });
    expect(found.relation).toBe("weaker");
    expect(found.weaker?.known).toBe(false);
    expect(found.weaker?.request.action).toMatch(/^guardduty:delete/);
  });

  it("of today come before those, and are spelled as AWS spells them", () => {
    const found = relate(denying(deny("S3:GETOBJECT*")), denying(), { account: ACCOUNT, universe });
    expect(found.weaker).toMatchObject({ known: true, request: { action: "s3:GetObject" } });
  });

  it("of today come before those that AWS may add, whichever a policy names first", () => {
    const found = relate(denying(deny("s3:Zap*"), deny("s3:GetObject")), denying(), {
      account: ACCOUNT,
      universe,
    });
    expect(found.weaker).toMatchObject({ known: true, request: { action: "s3:GetObject" } });
  });

  it("count as known without a universe only if a policy names them", () => {
    expect(relate(denying(deny("a:b")), denying()).weaker?.known).toBe(true);
    expect(relate(denying(deny("a:b*")), denying()).weaker?.known).toBe(false);
  });

  it("that NotAction leaves out are told apart", () => {
    const not = (...NotAction: readonly string[]): PolicyStatement => ({
      Effect: "Deny",
      NotAction,
      Resource: "*",
    });
    const found = relate(denying(not("iam:*", "sts:*")), denying(not("iam:*", "sts:*", "s3:*")));
    expect(found.relation).toBe("weaker");
    expect(found.weaker?.request.action).toMatch(/^s3:/);
  });
});

describe("the account", () => {
  const unless = (account: string) =>
    denying(deny("ec2:CreateVpc", when({ StringNotEquals: { "aws:PrincipalAccount": account } })));

  it("is the only one whose principals count", () => {
    const options = { account: ACCOUNT };
    expect(relate(unless("100000000005"), unless("100000000006"), options).relation).toBe("equal");
    expect(relate(unless("100000000005"), unless(ACCOUNT), options).relation).toBe("weaker");
  });

  it("may be any if none is given", () => {
    const found = relate(unless("100000000005"), unless("100000000006"), {});
    expect(found.relation).toBe("both");
    expect(found.weaker?.request.principal.account).toBe("100000000006");
    expect(found.stricter?.request.principal.account).toBe("100000000005");
  });

  it("owns the principals that an exemption can mean", () => {
    const exempting = (...arns: readonly string[]) =>
      denying(deny("iam:*", when({ ArnNotLike: { "aws:PrincipalArn": arns } })));
    const own = `arn:aws:iam::${ACCOUNT}:role/Admin`;
    const other = "arn:aws:iam::100000000008:role/Admin";
    expect(relate(exempting(own), exempting(own, other))).toEqual({ relation: "equal" });
    const found = relate(exempting(other), exempting(own));
    expect(found.relation).toBe("weaker");
    expect(found.weaker?.request.context).toEqual({ ...DEVELOPER, "aws:PrincipalArn": own });
  });

  it("owns the principal of a witness, also if none of the usual ones will do", () => {
    const kinds = ["*:role/*", "*:user/*", "*:root"];
    const unusual = denying(deny("iam:*", when({ StringLike: { "aws:PrincipalArn": kinds } })));
    const { weaker } = relate(denying(deny("iam:*")), unusual);
    expect(weaker?.request.principal.arn).toMatch(/^arn:.+:.+::100000000007:./);
    expect(weaker?.request.context["aws:PrincipalArn"]).toBe(weaker?.request.principal.arn);
  });

  it("is that of the resources for a resource control policy, for services that have them", () => {
    const type = "RESOURCE_CONTROL_POLICY";
    const everyone = (statement: PolicyStatement) => ({ ...statement, Principal: "*" }) as const;
    const path = (...statements: readonly PolicyStatement[]) => [
      level("Root", everyone(EVERYTHING), ...statements.map(everyone)),
    ];
    const elsewhere = when({ StringEquals: { "aws:ResourceAccount": "100000000008" } });
    const options = { type, account: ACCOUNT } as const;
    expect(relate(path(deny("s3:*", elsewhere)), path(), options)).toEqual({ relation: "equal" });
    expect(relate(path(deny("ec2:*")), path(), options)).toEqual({ relation: "equal" });
    const found = relate(path(deny("s3:*")), path(), { ...options, universe });
    expect(found.relation).toBe("weaker");
    expect(found.weaker?.request.action).toBe("s3:GetObject");
    expect(found.weaker?.refusal).toMatchObject({ reason: "explicit-deny", level: "Root" });
  });
});

describe("conditions", () => {
  const only = (condition: ConditionBlock) => denying(deny("s3:*", when(condition)));
  const contextOf = (declared: ConditionBlock, live: ConditionBlock) => {
    const { relation, weaker, stricter } = relate(only(declared), only(live));
    const {
      "aws:PrincipalArn": _arn,
      "aws:PrincipalAccount": _account,
      ...context
    } = (weaker ?? stricter)?.request.context ?? {};
    return [relation, context];
  };

  it.each<[string, ConditionBlock, ConditionBlock, string, Record<string, unknown>]>([
    [
      "regions",
      { StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
      { StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1", "eu-west-3"] } },
      "weaker",
      { "aws:RequestedRegion": "eu-west-3" },
    ],
    [
      "keys that are absent",
      { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      "stricter",
      {},
    ],
    [
      "numbers",
      { NumericGreaterThan: { "aws:MultiFactorAuthAge": "3600" } },
      { NumericGreaterThanEquals: { "aws:MultiFactorAuthAge": "3600" } },
      "stricter",
      { "aws:MultiFactorAuthAge": "3600" },
    ],
    [
      "addresses",
      { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } },
      "weaker",
      { "aws:SourceIp": "2001:db8:0:0:0:0:0:0" },
    ],
    [
      "dates",
      { DateGreaterThan: { "aws:CurrentTime": "2026-01-01" } },
      { DateGreaterThan: { "aws:CurrentTime": "2026-01-02" } },
      "weaker",
      { "aws:CurrentTime": "2026-01-01T00:00:00.001Z" },
    ],
    [
      "lists, where all values must fit",
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } },
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b", "c"] } },
      "stricter",
      { "aws:TagKeys": ["c"] },
    ],
    [
      "lists, where one value must fit",
      { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a", "b"] } },
      {
        "ForAnyValue:StringEquals": { "aws:TagKeys": ["a", "b"] },
        "ForAnyValue:StringLike": { "aws:TagKeys": "*b" },
      },
      "weaker",
      { "aws:TagKeys": ["a"] },
    ],
    [
      "lists of texts with wildcards",
      { "ForAnyValue:StringLike": { "aws:TagKeys": "team-*" } },
      { "ForAnyValue:StringLike": { "aws:TagKeys": "org-*" } },
      "both",
      { "aws:TagKeys": ["team-example"] },
    ],
    [
      "several keys, each by a value of its own",
      {
        StringEquals: { "a:one": "x" },
        StringNotEquals: { "a:two": "y" },
        Null: { "a:two": "false" },
      },
      { StringEquals: { "a:one": "z" } },
      "both",
      { "a:one": "x", "a:two": "example" },
    ],
    [
      "bytes",
      { BinaryEquals: { "kms:EncryptionContext:k": "AA==" } },
      { BinaryEquals: { "kms:EncryptionContext:k": "AQ==" } },
      "both",
      { "kms:EncryptionContext:k": "AA==" },
    ],
    [
      "letters of either case",
      { StringEquals: { "s3:prefix": "Home" } },
      { StringEqualsIgnoreCase: { "s3:prefix": "home" } },
      "stricter",
      { "s3:prefix": "home" },
    ],
  ])("on %s are told apart by a value", (_what, declared, live, relation, context) => {
    expect(contextOf(declared, live)).toEqual([relation, context]);
  });

  it("count together with the resource, which is none in particular where it doesn't matter", () => {
    const elsewhere = when({ StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } });
    const secret = { Resource: "arn:aws:s3:::secret/*" };
    const found = relate(denying(deny("s3:*", { ...secret, ...elsewhere })), denying());
    expect(found.weaker?.request.resource).toBe("arn:aws:s3:::secret/example");
    const any = relate(denying(deny("s3:*", elsewhere)), denying());
    expect(any.weaker?.request.resource).toBe("*");
  });

  it("that a policy variable fills in are told apart where an example shows it", () => {
    const own = deny("iam:*AccessKey*", { NotResource: [`arn:aws:iam::*:user/\${aws:username}`] });
    const { Resource: _, ...statement } = own;
    const found = relate(denying(deny("iam:*AccessKey*")), denying(statement));
    expect(found.relation).toBe("weaker");
    expect(found.weaker?.request).toMatchObject({
      resource: `arn:aws:iam::${ACCOUNT}:user/alice`,
      context: { "aws:username": "alice" },
    });
  });

  it("that differ in a way no example shows are left undecided", () => {
    const like = (value: string) => only({ StringLike: { "aws:userid": value } });
    const found = relate(like(`*:\${aws:PrincipalTag/a}`), like(`*:\${aws:PrincipalTag/b}`));
    expect(found.relation).toBe("undecided");
    expect(found.reason).toMatch(
      /^requests such as s3:\w+ may be treated differently, but no example/,
    );
  });

  it("that can't be evaluated are left undecided, unless both sides have them", () => {
    const odd = only({ StringSounds: { "aws:PrincipalTag/a": "like" } });
    expect(relate(odd, only({})).relation).toBe("undecided");
    expect(relate(odd, odd)).toEqual({ relation: "equal" });
  });

  it("on ARNs that break off are left undecided, unless both sides have them", () => {
    const broken = denying(deny("sqs:*", { Resource: "arn:aws:sqs" }));
    const whole = denying(deny("sqs:*", { Resource: "arn:aws:sqs:*:*:*" }));
    expect(relate(broken, whole).relation).toBe("undecided");
    expect(relate(denying(), broken).relation).toBe("undecided");
    expect(relate(broken, denying(deny("sqs:*", { Resource: "arn:aws:sqs" }))).relation).toBe(
      "equal",
    );
    expect(relate(broken, denying(deny("sqs:*"))).relation).toBe("stricter");
  });

  it("of values that can't be one key's together are left undecided", () => {
    const number = only({ NumericLessThan: { "a:key": "5" } });
    const both = only({ NumericLessThan: { "a:key": "5" }, StringNotLike: { "a:key": "x*" } });
    expect(relate(number, both).relation).toBe("undecided");
  });
});

describe("statements out of the ordinary", () => {
  it("make no difference if they leave out every resource", () => {
    const { Resource: _, ...statement } = deny("s3:*", { NotResource: "*" });
    expect(relate(denying(statement), denying())).toEqual({ relation: "equal" });
  });

  it.each<[Partial<PolicyStatement>, string]>([
    [{ Principal: { AWS: ACCOUNT } }, "undecided"],
    [{ NotPrincipal: "*" }, "undecided"],
    [{ Principal: { AWS: "111122223333" } }, "weaker"],
    [{ NotPrincipal: { AWS: ACCOUNT } }, "weaker"],
  ])(
    "are decided by an example if they name principals, and left undecided without one: %j",
    (named, relation) => {
      const type = "RESOURCE_CONTROL_POLICY";
      const path = (...statements: readonly PolicyStatement[]) => [
        level("Root", { ...EVERYTHING, Principal: "*" }, ...statements),
      ];
      const naming = path(deny("s3:*", named));
      expect(relate(naming, path(), { type }).relation).toBe(relation);
      expect(relate(naming, naming, { type })).toEqual({ relation: "equal" });
      const others = path(deny("s3:*", { Principal: { AWS: "100000000008" } }));
      expect(relate(naming, others, { type }).relation).not.toBe("equal");
      expect(relate(path(), others, { type }).relation).toBe("undecided");
    },
  );
});

describe("what is too much", () => {
  const keys = Array.from({ length: 6 }, (_, index) => `aws:PrincipalTag/k${index}`);
  const path = (value: string) =>
    denying(...keys.map((key) => deny("s3:*", when({ StringEquals: { [key]: ["v", value] } }))));

  it.each([
    [100, /^there are too many action patterns$/],
    [10_000, /^requests such as s3:a are tested in too many ways$/],
    [40_000, /^there are too many kinds of requests such as s3:a$/],
  ])("is undecided after work of %i, never equal", (limit, reason) => {
    const found = relate(path("a"), path("b"), { account: ACCOUNT, limit });
    expect(found.relation).toBe("undecided");
    expect(found.reason).toMatch(reason);
  });

  it("is decided where the work suffices", () => {
    expect(relate(path("a"), path("b")).relation).toBe("both");
  });
});
