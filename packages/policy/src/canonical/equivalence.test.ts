// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import type { PolicyDocument } from "../document.ts";
import { equivalence } from "./equivalence.ts";
import { allow, DENY, differences, old, policy } from "./told.fixture.ts";

describe("documents are equal", () => {
  it.each<[string, PolicyDocument, PolicyDocument]>([
    ["with other Sids", policy(DENY), policy({ ...DENY, Sid: "Other" })],
    ["without Sids", policy(DENY), policy((({ Sid: _, ...rest }) => rest)(DENY))],
    ["with a lone statement", policy(DENY), { Statement: DENY }],
    [
      "of another version, without variables",
      policy(DENY),
      { ...policy(DENY), Version: "2008-10-17" },
    ],
    ["of the old version, which is the default", old("2008-10-17"), old(undefined)],
    ["with statements in another order", policy(DENY, allow()), policy(allow(), DENY)],
    ["with actions in another case", policy(allow("S3:getobject")), policy(allow("s3:GetObject"))],
    ["with lists in another order", policy(allow(["a:b", "c:d"])), policy(allow(["c:d", "a:b"]))],
    ["with repetition in lists", policy(allow(["a:b", "A:b"])), policy(allow("a:b"))],
    ["with booleans in quotes", bool(true), bool("true")],
    ["with numbers in quotes", bool(1.5), bool("1.5")],
    ["with condition keys in another case", keyed("aws:PrincipalArn"), keyed("AWS:principalarn")],
    [
      "with an account for its root",
      trust("111122223333"),
      trust("arn:aws:iam::111122223333:root"),
    ],
  ])("%s", (_, left, right) => {
    expect(equivalence(left, right)).toEqual({ equal: true });
    expect(equivalence(right, left)).toEqual({ equal: true });
  });
});

describe("documents are not equal", () => {
  it.each<[string, PolicyDocument, PolicyDocument]>([
    ["of another version, with a variable", old("2012-10-17"), old("2008-10-17")],
    ["of no version, with a variable", old("2012-10-17"), old(undefined)],
    ["with everybody in short", trust("*"), policy({ ...allow(), Principal: "*" })],
    [
      "with an account of another partition",
      trust("111122223333"),
      trust("arn:aws-cn:iam::111122223333:root"),
    ],
    ["with a longer account", trust("1111222233334"), trust("arn:aws:iam::1111222233334:root")],
    [
      "with an account that is a service",
      service("111122223333"),
      service("arn:aws:iam::111122223333:root"),
    ],
    [
      "with a resource in another case",
      policy({ ...DENY, Resource: "arn:aws:s3:::A" }),
      policy({ ...DENY, Resource: "arn:aws:s3:::a" }),
    ],
    ["with a condition value in another case", bool("true"), bool("True")],
    ["with a number spelled otherwise", bool(1), bool("1.0")],
    ["with an operator in another case", operator("StringLike"), operator("stringlike")],
    ["with another operator of the family", operator("StringLike"), operator("StringEquals")],
    ["with IfExists", operator("StringLike"), operator("StringLikeIfExists")],
    ["with a quantifier", operator("StringLike"), operator("ForAllValues:StringLike")],
    ["with a look-alike letter in an action", policy(allow("\u212Ams:*")), policy(allow("kms:*"))],
    ["with a look-alike letter in a key", keyed("\u212Ams:x"), keyed("kms:x")],
    ["with a complement", policy(allow("s3:*")), policy({ Effect: "Allow", NotAction: "s3:*" })],
    [
      "with a wildcard that covers the rest",
      policy(allow(["s3:*", "s3:Get*"])),
      policy(allow("s3:*")),
    ],
    ["with statements merged", policy(allow("a:b"), allow("c:d")), policy(allow(["a:b", "c:d"]))],
    [
      "with an incomplete ARN",
      policy({ ...DENY, Resource: "arn:aws:sqs" }),
      policy({ ...DENY, Resource: "arn:aws:sqs:*:*:*" }),
    ],
    ["with a statement twice", policy(DENY, DENY), policy(DENY)],
    ["with an empty condition", policy({ ...DENY, Condition: {} }), policy(DENY)],
    [
      "with an empty operator",
      policy({ ...DENY, Condition: { Bool: {} } }),
      policy({ ...DENY, Condition: {} }),
    ],
    ["with two keys for one", twice("aws:x", "AWS:x"), keyed("aws:x")],
    ["with two keys spelled otherwise", twice("aws:x", "AWS:x"), twice("aws:X", "AWS:x")],
    ["with another Id", { ...policy(DENY), Id: "a" }, policy(DENY)],
  ])("%s", (_, left, right) => {
    expect(differences(left, right)).not.toEqual([]);
    expect(differences(right, left)).not.toEqual([]);
  });
});

function trust(AWS: string): PolicyDocument {
  return policy({ ...allow(), Principal: { AWS } });
}

function service(Service: string): PolicyDocument {
  return policy({ ...allow(), Principal: { Service } });
}

function bool(value: string | number | boolean): PolicyDocument {
  return policy({ ...allow(), Condition: { Bool: { "aws:x": value } } });
}

function operator(name: string): PolicyDocument {
  return policy({ ...allow(), Condition: { [name]: { "aws:x": "a" } } });
}

function keyed(key: string): PolicyDocument {
  return policy({ ...allow(), Condition: { StringLike: { [key]: "a" } } });
}

function twice(one: string, other: string): PolicyDocument {
  return policy({ ...allow(), Condition: { StringLike: { [one]: "a", [other]: "a" } } });
}
