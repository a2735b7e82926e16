// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import { problemsOf } from "./problems.fixture.ts";

/** What is wrong with a Condition, without the path to it. */
function problems(condition: unknown, version = "2012-10-17"): string[] {
  const found = problemsOf(
    "SERVICE_CONTROL_POLICY",
    { Condition: condition },
    { Version: version },
  );
  return found
    .filter((problem) => !problem.startsWith("Version "))
    .map((problem) => problem.replace(/^Condition\.? ?/, ""));
}

const value = (operator: string, ...values: unknown[]) =>
  problems({ [operator]: { "a:b": values } });

describe("condition operators", () => {
  it.each([
    ["StringEquals", "a"],
    ["StringNotEquals", "a"],
    ["StringEqualsIgnoreCase", "a"],
    ["StringNotEqualsIgnoreCase", "a"],
    ["StringLike", "a*"],
    ["StringNotLike", "a?"],
    ["NumericEquals", 1],
    ["NumericNotEquals", "1"],
    ["NumericLessThan", "-1.5"],
    ["NumericLessThanEquals", "1"],
    ["NumericGreaterThan", "1"],
    ["NumericGreaterThanEquals", "1"],
    ["DateEquals", "2026-11-01T00:00:00Z"],
    ["DateNotEquals", "2026"],
    ["DateLessThan", 1767225600],
    ["DateLessThanEquals", "1767225600"],
    ["DateGreaterThan", "2026-11-01"],
    ["DateGreaterThanEquals", "2026-11"],
    ["Bool", true],
    ["Null", "false"],
    ["BinaryEquals", "QmluYXJ5"],
    ["IpAddress", "203.0.113.0/24"],
    ["NotIpAddress", "2001:db8::/32"],
    ["ArnEquals", "arn:aws:iam::*:role/a"],
    ["ArnNotEquals", "*"],
    ["ArnLike", "arn:aws:iam::${aws:PrincipalAccount}:role/*"],
    ["ArnNotLike", "arn:*:*:*:*:*"],
    ["ArnEquals", "${aws:PrincipalArn}"],
    ["ArnLike", "arn:${aws:x}"],
  ])("may be %s, with a suffix and quantified", (operator, good) => {
    expect(value(operator, good)).toEqual([]);
    if (operator === "Null") return;
    expect(value(`${operator}IfExists`, good)).toEqual([]);
    expect(value(`ForAllValues:${operator}`, good)).toEqual([]);
    expect(value(`ForAnyValue:${operator}IfExists`, good)).toEqual([]);
  });

  it.each([
    ["StringMatches", 'there is no condition operator "StringMatches"'],
    ["stringequals", 'there is no condition operator "stringequals", only StringEquals'],
    ["NULL", 'there is no condition operator "NULL", only Null'],
    ["ForAllValues:bool", 'there is no condition operator "ForAllValues:bool", only Bool'],
    ["forAllValues:Bool", 'there is no condition operator "forAllValues:Bool"'],
    ["ForAllValues", 'there is no condition operator "ForAllValues"'],
    ["ForAnyValue:", 'there is no condition operator "ForAnyValue:"'],
    [
      "ForAnyValue:ForAnyValue:Bool",
      'there is no condition operator "ForAnyValue:ForAnyValue:Bool"',
    ],
    [
      "StringEqualsIfExistsIfExists",
      'there is no condition operator "StringEqualsIfExistsIfExists"',
    ],
    ["BoolifExists", 'there is no condition operator "BoolifExists"'],
    ["BinaryNotEquals", 'there is no condition operator "BinaryNotEquals"'],
    ["Equals", 'there is no condition operator "Equals"'],
    ["StringLessThan", 'there is no condition operator "StringLessThan"'],
    ["NumericLike", 'there is no condition operator "NumericLike"'],
    ["constructor", 'there is no condition operator "constructor"'],
    ["", 'there is no condition operator ""'],
    ["NullIfExists", "Null can't have IfExists"],
    ["ForAllValues:NullIfExists", "Null can't have IfExists"],
    ["ForAllValues:Null", "Null can't have ForAllValues"],
    ["ForAnyValue:Null", "Null can't have ForAnyValue"],
  ])("can't be %s", (operator, problem) => {
    expect(value(operator, "anything", 1)).toEqual([
      `${operator} UNKNOWN_OPERATOR ${problem}`.trim(),
    ]);
  });

  it.each([
    ["NumericEquals", "ten", "a number"],
    ["NumericLessThanIfExists", true, "a number"],
    ["DateLessThan", "2026-02-30", "a date"],
    ["DateEquals", "soon", "a date"],
    ["Bool", "True", "true or false"],
    ["Null", 1, "true or false"],
    ["BinaryEquals", "QQ", "base64"],
    ["IpAddress", "<cidr>", "an IP address or CIDR block"],
    ["ForAnyValue:NotIpAddress", "10.0.0.0/33", "an IP address or CIDR block"],
    ["NumericEquals", "${aws:x}", "a number"],
    ["ArnLike", "arn:aws:iam::role/x", '"*" or an ARN of six parts'],
    ["ArnEquals", "**", '"*" or an ARN of six parts'],
    ["ArnLike", "arn:aws:iam::${*}", '"*" or an ARN of six parts'],
  ])("%s can't read %j", (operator, bad, what) => {
    expect(value(operator, bad)).toEqual([
      `${operator}.a:b.0 UNREADABLE_VALUE ${operator} a:b: "${bad}" is not ${what}`,
    ]);
    expect(problems({ [operator]: { "a:b": bad } })).toEqual([
      `${operator}.a:b UNREADABLE_VALUE ${operator} a:b: "${bad}" is not ${what}`,
    ]);
  });

  it("replace well-formed variables in text and ARNs", () => {
    for (const operator of ["StringLike", "StringEqualsIfExists", "ForAllValues:ArnLike"]) {
      expect(value(operator, "*", "arn:aws:iam::1:a${}")).toEqual([
        `${operator}.a:b.1 UNREADABLE_VARIABLE the policy variable in ${operator} a:b "arn:aws:iam::1:a\${}" is empty`,
      ]);
      expect(problems({ [operator]: { "a:b": "arn:aws:iam::1:a${}" } }, "2008-10-17")).toEqual([]);
    }
  });

  it("read every value, of every key", () => {
    const condition = {
      Bool: { "a:b": ["yes", true, "no"], "c:d": "maybe" },
      IpAddress: { "e:f": "localhost" },
    };
    expect(problems(condition).map((problem) => problem.split(" ")[0])).toEqual([
      "Bool.a:b.0",
      "Bool.a:b.2",
      "Bool.c:d",
      "IpAddress.e:f",
    ]);
  });
});

describe("condition keys", () => {
  it.each([
    "aws:PrincipalTag/dp:exclude:network",
    "accounts.google.com:aud",
    "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub",
    "SAML:aud",
    "aws:RequestTag/cost center",
    "a:b",
  ])("may be %s", (key) => {
    expect(problems({ StringLike: { [key]: "x" } })).toEqual([]);
  });

  it.each(["", "PrincipalArn", ":x", "aws:", "a b:c"])("can't be %j", (key) => {
    const problem = `the condition key "${key}" must be "service:name"`;
    expect(problems({ StringLike: { [key]: "x" } })).toEqual([
      `StringLike.${key} INVALID_VALUE ${problem}`,
    ]);
  });

  it("can't be repeated in another case under one operator", () => {
    const keys = { "aws:x": "1", "AWS:X": "2", "b:c": "3", "aws:X": "4" };
    expect(problems({ StringLike: keys, StringEquals: { "aws:X": "1" } })).toEqual([
      'StringLike.AWS:X DUPLICATE_KEY the condition key "AWS:X" is repeated in another case',
      'StringLike.aws:X DUPLICATE_KEY the condition key "aws:X" is repeated in another case',
    ]);
    expect(problems({ StringLike: { "a:k": "1", "a:\u212a": "2" } })).toEqual([]);
  });

  it("are looked at under an operator that doesn't exist", () => {
    expect(problems({ Nope: { x: "1", "a:b": "2", "A:b": "3" } })).toEqual([
      'Nope UNKNOWN_OPERATOR there is no condition operator "Nope"',
      'Nope.x INVALID_VALUE the condition key "x" must be "service:name"',
      'Nope.A:b DUPLICATE_KEY the condition key "A:b" is repeated in another case',
    ]);
  });
});

describe("a condition", () => {
  it("may be empty, also an operator of it", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ StringLike: {} })).toEqual([]);
  });

  it("is reported once where it is none at all", () => {
    expect(problems("x")).toEqual(["INVALID_VALUE Condition must be an object, not a string"]);
    expect(problems({ Bool: "x" })).toEqual([
      "Bool INVALID_VALUE Bool must be an object, not a string",
    ]);
    expect(problems({ Bool: { "a:b": { c: 1 } } })).toEqual([
      "Bool.a:b INVALID_VALUE a:b must be a string, a number or true or false, not an object",
    ]);
    expect(problems({ Bool: { "a:b": [null, "x"] } })).toEqual([
      "Bool.a:b.0 INVALID_VALUE a:b must be a string, a number or true or false, not null",
      'Bool.a:b.1 UNREADABLE_VALUE Bool a:b: "x" is not true or false',
    ]);
  });
});
