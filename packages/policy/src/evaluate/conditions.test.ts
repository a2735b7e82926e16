// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConditionBlock, ConditionValue, OneOrMany } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { compileConditions } from "./conditions.ts";
import { Context, type ContextValue } from "./context.ts";

/** Whether `operator` over the key `k:k` holds; `actual` undefined: the request lacks the key. */
function holds(
  operator: string,
  expected: OneOrMany<ConditionValue>,
  actual?: ContextValue,
  more: Record<string, ContextValue> = {},
  version = "2012-10-17",
): boolean {
  const context = new Context({ ...more, ...(actual === undefined ? {} : { "K:k": actual }) });
  const block = { [operator]: { "k:K": expected } };
  return compileConditions(block, { version, where: "p, s" })(context);
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof PolicyError) return error.code;
    throw error;
  }
  return undefined;
}

describe("condition operators", () => {
  it.each<[string, OneOrMany<ConditionValue>, string, boolean]>([
    ["StringEquals", ["x", "a"], "a", true],
    ["StringEquals", "a", "A", false],
    ["StringEquals", "a*", "ab", false],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", ["a", "b"], "c", true],
    ["StringEqualsIgnoreCase", "Prod", "pROD", true],
    ["StringEqualsIgnoreCase", "Prod", "Test", false],
    ["StringEqualsIgnoreCase", "strasse", "straße", false],
    ["StringNotEqualsIgnoreCase", "Prod", "pROD", false],
    ["StringLike", ["z", "a?c*"], "abcde", true],
    ["StringLike", "a?c", "AbC", false],
    ["StringNotLike", "a*", "abc", false],
    ["NumericEquals", 10, "10.0", true],
    ["NumericEquals", "10", "11", false],
    ["NumericNotEquals", "10", "10", false],
    ["NumericNotEquals", "10", "11", true],
    ["NumericLessThan", "10", "9.5", true],
    ["NumericLessThan", 10, "10", false],
    ["NumericLessThanEquals", "10", "10", true],
    ["NumericGreaterThan", "9", "10", true],
    ["NumericGreaterThanEquals", ["99", "7"], "8", true],
    ["DateEquals", "2026-01-01", "2026-01-01T00:00:00Z", true],
    ["DateEquals", "2026-01-01T01:00:00+01:00", "1767225600", true],
    ["DateNotEquals", "2026", "2026-01-01T00:00Z", false],
    ["DateLessThan", "2026-02", "2026-01-31T23:59:59.999Z", true],
    ["DateLessThanEquals", "2026-01-01", "2026-01-02", false],
    ["DateGreaterThan", "2026-01-01", "2026-01-01T00:00:01Z", true],
    ["DateGreaterThanEquals", "2026-01-01", "2026-01-01", true],
    ["Bool", true, "true", true],
    ["Bool", "false", "true", false],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", true],
    ["BinaryEquals", "QmluYXJ5", "QmluYXJ6", false],
    ["IpAddress", ["10.0.0.0/8", "203.0.113.7"], "203.0.113.7", true],
    ["IpAddress", "2001:db8::/32", "2001:DB8:1::1", true],
    ["NotIpAddress", "203.0.113.0/24", "203.0.114.0", true],
    ["NotIpAddress", "::/0", "203.0.113.1", true],
    ["ArnLike", "arn:aws:iam::*:role/Admin*", "arn:aws:iam::123456789012:role/Admin/x", true],
    ["ArnEquals", "arn:aws:iam::*:role/*", "arn:aws:iam::123456789012:role/a:b", true],
    ["ArnLike", "arn:aws:iam::1:role/a:b", "arn:aws:iam::1:role/a:b", true],
    ["ArnLike", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/a:b", false],
    ["ArnLike", "arn:aws:iam::1:role/a:*", "arn:aws:iam::1:role/ab", false],
    ["ArnLike", "*:aws:iam::1:role/x", "arn:aws:iam::1:role/y", false],
    ["ArnLike", "arn:*:iam:role/x:*:*", "arn:aws:a:iam:role/x:y:z", false],
    ["ArnLike", "arn:aws:s3:::b*", "arn:aws:s3:::B", false],
    ["ArnNotEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/y", true],
    ["ArnNotLike", "*", "arn:aws:iam::1:role/y", false],
  ])("%s of %j holds for %j: %j", (operator, expected, actual, wanted) => {
    expect(holds(operator, expected, actual)).toBe(wanted);
  });

  it("treat a key that the request lacks as no match, so that only negated operators hold", () => {
    for (const [operator, value] of [
      ["StringEquals", "a"],
      ["StringLike", "*"],
      ["NumericLessThan", "1"],
      ["DateGreaterThan", "2026"],
      ["Bool", "false"],
      ["IpAddress", "0.0.0.0/0"],
      ["ArnLike", "*"],
    ] as const) {
      expect([operator, holds(operator, value)]).toEqual([operator, false]);
      expect([operator, holds(`${operator}IfExists`, value)]).toEqual([operator, true]);
    }
    for (const [operator, value] of [
      ["StringNotEquals", "a"],
      ["StringNotLike", "*"],
      ["NumericNotEquals", "1"],
      ["DateNotEquals", "2026"],
      ["NotIpAddress", "0.0.0.0/0"],
      ["ArnNotLike", "*"],
    ] as const) {
      expect([operator, holds(operator, value)]).toEqual([operator, true]);
    }
  });

  it("ask Null about the key itself", () => {
    expect(holds("Null", "true")).toBe(true);
    expect(holds("Null", true, [])).toBe(true);
    expect(holds("Null", "true", "")).toBe(false);
    expect(holds("Null", "false", ["a"])).toBe(true);
    expect(holds("Null", false)).toBe(false);
  });

  it("hold ForAllValues for an empty set and ForAnyValue never", () => {
    for (const none of [undefined, [], [""], ""]) {
      expect(holds("ForAllValues:StringEquals", "a", none)).toBe(true);
      expect(holds("ForAnyValue:StringEquals", "a", none)).toBe(false);
      expect(holds("ForAnyValue:StringNotEquals", "a", none)).toBe(false);
    }
    expect(holds("ForAnyValue:StringEqualsIfExists", "a")).toBe(true);
  });

  it("take an empty list for a key that the request lacks", () => {
    expect(holds("StringEquals", "a", [])).toBe(false);
    expect(holds("StringEqualsIfExists", "a", [])).toBe(true);
    expect(holds("StringNotEquals", "a", [])).toBe(true);
  });

  it("count an empty text among others", () => {
    expect(holds("ForAllValues:StringEquals", "a", ["", "a"])).toBe(false);
    expect(holds("ForAnyValue:StringNotEquals", "a", ["a", ""])).toBe(true);
  });

  it("quantify over the request's values, each against all of the policy's", () => {
    expect(holds("ForAllValues:StringEquals", ["a", "b"], ["b", "a", "a"])).toBe(true);
    expect(holds("ForAllValues:StringEquals", ["a", "b"], ["a", "c"])).toBe(false);
    expect(holds("ForAnyValue:StringLike", "a*", ["x", "ab"])).toBe(true);
    expect(holds("ForAnyValue:StringNotLike", ["a*", "b*"], ["ab", "ba"])).toBe(false);
    expect(holds("ForAllValues:StringNotLike", ["a*"], ["b", "ab"])).toBe(false);
    expect(holds("ForAnyValue:StringEquals", "a", "a")).toBe(true);
  });

  it("say the opposite of their negation for every single value", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(["Equals", "NotEquals"], ["Like", "NotLike"]),
        fc.array(text, { minLength: 1, maxLength: 3 }),
        text,
        ([positive, negative], expected, actual) => {
          const said = holds(`String${positive}`, expected, actual);
          expect(holds(`String${negative}`, expected, actual)).toBe(!said);
        },
      ),
    );
  });

  it("must all hold, key by key", () => {
    const context = new Context({ "a:a": "1", "b:b": "2" });
    const holds = (block: ConditionBlock) =>
      compileConditions(block, { version: undefined, where: "p" })(context);
    const one = { StringEquals: { "a:a": "1", "b:b": "2" } };
    expect(holds(one)).toBe(true);
    expect(holds({ ...one, StringNotLike: { "a:a": "1*" } })).toBe(false);
    expect(holds({ StringEquals: { "a:a": "1", "b:b": "3" } })).toBe(false);
    expect(holds({})).toBe(true);
  });
});

describe("policy variables", () => {
  const alice = { "aws:username": "alice", "aws:PrincipalTag/team": "a*" };

  it("stand for the request's value, found without regard to case", () => {
    expect(holds("StringEquals", "home/${AWS:UserName}/", "home/alice/", alice)).toBe(true);
    expect(
      holds("ArnEquals", "arn:aws:iam::1:user/${aws:username}", "arn:aws:iam::1:user/alice", alice),
    ).toBe(true);
  });

  it("never bring wildcards along", () => {
    expect(holds("StringLike", "${aws:PrincipalTag/team}-?", "a*-1", alice)).toBe(true);
    expect(holds("StringLike", "${aws:PrincipalTag/team}-?", "abc-1", alice)).toBe(false);
  });

  it("fall back to their default, and match nothing without one", () => {
    expect(holds("StringEquals", "${aws:PrincipalTag/dept, 'none'}", "none", alice)).toBe(true);
    expect(holds("StringLike", ["*${aws:PrincipalTag/dept}*", "b"], "a", alice)).toBe(false);
    expect(holds("StringNotLike", "*${aws:PrincipalTag/dept}*", "a", alice)).toBe(true);
    expect(holds("StringEqualsIgnoreCase", "${aws:PrincipalTag/dept}", "", alice)).toBe(false);
    const arn = "arn:aws:iam::1:user/${aws:PrincipalTag/dept}";
    expect(holds("ArnLike", arn, "arn:aws:iam::1:user/a", alice)).toBe(false);
    expect(holds("ArnNotLike", arn, "arn:aws:iam::1:user/a", alice)).toBe(true);
  });

  it("spell the wildcards and the dollar sign", () => {
    expect(holds("StringLike", "${*}${?}${$}*", "*?$ and more")).toBe(true);
    expect(holds("StringLike", "${*}", "a")).toBe(false);
  });

  it("are ordinary text before version 2012-10-17", () => {
    expect(holds("StringEquals", "${aws:username}", "alice", alice, "2008-10-17")).toBe(false);
    expect(holds("StringEquals", "${aws:username", "${aws:username", alice, "2008-10-17")).toBe(
      true,
    );
  });
});

describe("what can't be evaluated", () => {
  it.each<[string, string, OneOrMany<ConditionValue>, ContextValue, string]>([
    ["an invented operator", "StringMatches", "a", "a", "UNKNOWN_OPERATOR"],
    ["an operator in the wrong case", "stringequals", "a", "a", "UNKNOWN_OPERATOR"],
    ["an operator inherited from Object", "constructor", "a", "a", "UNKNOWN_OPERATOR"],
    ["NullIfExists", "NullIfExists", "true", "a", "UNKNOWN_OPERATOR"],
    ["a quantified Null", "ForAnyValue:Null", "true", "a", "UNKNOWN_OPERATOR"],
    ["Null of a word", "Null", "yes", "a", "UNREADABLE_VALUE"],
    ["a number that is none", "NumericEquals", "ten", "10", "UNREADABLE_VALUE"],
    ["a date that does not exist", "DateLessThan", "2026-02-30", "2026", "UNREADABLE_VALUE"],
    ["a boolean in capitals", "Bool", "True", "true", "UNREADABLE_VALUE"],
    ["base64 without padding", "BinaryEquals", "QQ", "QQ==", "UNREADABLE_VALUE"],
    [
      "a CIDR block that is a placeholder",
      "NotIpAddress",
      "<cidr>",
      "10.0.0.1",
      "UNREADABLE_VALUE",
    ],
    ["an ARN with too few parts", "ArnNotLike", "arn:aws:s3", "arn:aws:s3:::b", "UNREADABLE_VALUE"],
    ["an open variable", "StringLike", "${aws:username", "a", "UNREADABLE_VARIABLE"],
    ["an empty variable", "StringLike", "${}", "a", "UNREADABLE_VARIABLE"],
    ["a variable for a list", "StringEquals", "${k:k}", ["a"], "UNREADABLE_VARIABLE"],
    ["a list without a quantifier", "StringNotEquals", "a", ["b"], "UNREADABLE_CONTEXT"],
    ["a request's number that is none", "NumericLessThan", "1", "x", "UNREADABLE_CONTEXT"],
    ["a request's ARN that is none", "ArnNotLike", "arn:aws:s3:::b", "b", "UNREADABLE_CONTEXT"],
    ["a request's short ARN", "ArnNotLike", "arn:aws:s3:::b", "arn:aws:s3", "UNREADABLE_CONTEXT"],
    ["what is like an ARN", "ArnNotLike", "arn:aws:s3:::b", "x:aws:s3:::b", "UNREADABLE_CONTEXT"],
    ["an ARN of wildcards", "ArnLike", "*:*", "arn:aws:s3:::b", "UNREADABLE_VALUE"],
  ])("is an error, never a decision: %s", (_, operator, expected, actual, code) => {
    expect(codeOf(() => holds(operator, expected, actual))).toBe(code);
  });

  it("is an error even where another key has decided already, or the key is absent", () => {
    const context = new Context({ "a:a": "1" });
    const block = { StringEquals: { "a:a": "2" }, IpAddressIfExists: { "b:b": "<cidr>" } };
    const condition = compileConditions(block, { version: undefined, where: "p" });
    expect(codeOf(() => condition(context))).toBe("UNREADABLE_VALUE");
  });

  it("is a context that has a key twice", () => {
    const twice = () => new Context({ "a:b": "1", "A:b": "2" });
    expect(codeOf(twice)).toBe("UNREADABLE_CONTEXT");
    expect(twice).toThrow("the context has the key a:b twice");
  });

  it.each<[string, OneOrMany<ConditionValue>, ContextValue, string]>([
    ["NotIpAddress", "<cidr>", "10.0.0.1", '"<cidr>" is not an IP address or CIDR block'],
    ["NumericEquals", "1", "one", 'the request\'s value "one" is not a number'],
    ["DateLessThan", "soon", "2026", '"soon" is not a date'],
    ["Bool", "True", "true", '"True" is not true or false'],
    ["Null", "True", "true", '"True" is not true or false'],
    ["BinaryEquals", "Q", "QQ==", '"Q" is not base64'],
    ["ArnLike", "arn:aws", "arn:aws:s3:::b", '"arn:aws" is not an ARN'],
    ["ArnLike", "arn:aws:s3:::b", "b", 'the request\'s value "b" is not an ARN'],
    ["StringLike", "${a", "b", 'the policy variable in "${a" is not closed'],
    ["StringLike", "${}", "b", 'the policy variable in "${}" is malformed'],
    [
      "ForAnyValue:StringLike",
      "${k:k}",
      ["b"],
      'the policy variable in "${k:k}" names k:k, which has a list of values in this request',
    ],
    [
      "StringLike",
      "a",
      ["b"],
      "the request has a list of values; use ForAllValues: or ForAnyValue:",
    ],
    ["StringSounds", "a", "b", 'there is no condition operator "StringSounds"'],
  ])(
    "names policy, statement, operator and key, and what is wrong: %s %j",
    (operator, expected, actual, problem) => {
      const failing = () => holds(operator, expected, actual);
      expect(failing).toThrow(`p, s: ${operator} k:K: ${problem}`);
    },
  );
});
