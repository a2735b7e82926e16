import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../errors.ts";
import { parsePolicy } from "./parse.ts";

const STATEMENT = { Effect: "Deny", Action: "*", Resource: "*" };

function policy(statement: object, rest: object = {}): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statement, ...rest });
}

function errorOf(text: string): PolicyError {
  try {
    parsePolicy(text, "deny.json");
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe("parsePolicy", () => {
  it("keeps every element in the shape in which it is written", () => {
    const document = {
      Version: "2012-10-17",
      Id: "all-elements",
      Statement: [
        {
          Sid: "One",
          Effect: "Allow",
          Principal: { AWS: ["123456789012"], Service: "sns.amazonaws.com" },
          NotAction: ["s3:*", "sts:AssumeRole"],
          NotResource: "arn:aws:s3:::a",
          Condition: {
            Bool: { "aws:SecureTransport": true },
            NumericLessThan: { "s3:max-keys": [1, "2"] },
          },
        },
        { Effect: "Deny", NotPrincipal: "*", Action: "*" },
      ],
    };
    expect(parsePolicy(JSON.stringify(document))).toStrictEqual(document);
  });

  it("reads a single statement that is not in a list, and an empty list of statements", () => {
    expect(parsePolicy(policy(STATEMENT)).Statement).toEqual(STATEMENT);
    expect(parsePolicy(policy([])).Statement).toEqual([]);
  });

  it.each([
    [
      "a foreign element of the policy",
      policy(STATEMENT, { Extra: 1 }),
      "UNKNOWN_ELEMENT",
      'A policy can\'t have "Extra", only Version, Id, Statement',
    ],
    [
      "a foreign element of a statement",
      policy({ ...STATEMENT, Actions: "*" }),
      "UNKNOWN_ELEMENT",
      foreign("Actions"),
    ],
    [
      "an element in the wrong case",
      policy({ ...STATEMENT, sid: "a" }),
      "UNKNOWN_ELEMENT",
      foreign("sid"),
    ],
    [
      "an element inherited from Object",
      policy({ ...STATEMENT, constructor: "a" }),
      "UNKNOWN_ELEMENT",
      foreign("constructor"),
    ],
    ["a missing Statement", '{"Version":"2012-10-17"}', "MISSING_ELEMENT", "Statement is missing"],
    [
      "a missing Effect",
      policy({ Action: "*", Resource: "*" }),
      "MISSING_ELEMENT",
      "Effect is missing",
    ],
    [
      "a missing Action",
      policy({ Effect: "Deny", Resource: "*" }),
      "MISSING_ELEMENT",
      "Action or NotAction is missing",
    ],
    [
      "Action and NotAction",
      policy({ ...STATEMENT, NotAction: "*" }),
      "CONFLICTING_ELEMENTS",
      "Action and NotAction exclude each other",
    ],
    [
      "Resource twice",
      policy({ ...STATEMENT, NotResource: "*" }),
      "CONFLICTING_ELEMENTS",
      "Resource and NotResource exclude each other",
    ],
    [
      "Principal twice",
      policy({ ...STATEMENT, Principal: "*", NotPrincipal: "*" }),
      "CONFLICTING_ELEMENTS",
      "Principal and NotPrincipal exclude each other",
    ],
    [
      "an effect in lower case",
      policy({ ...STATEMENT, Effect: "deny" }),
      "INVALID_VALUE",
      "Effect must be Allow or Deny",
    ],
    [
      "an effect that is a list",
      policy({ ...STATEMENT, Effect: ["Deny"] }),
      "INVALID_VALUE",
      "Effect must be Allow or Deny",
    ],
    [
      "an unknown version",
      policy(STATEMENT, { Version: "2024-01-01" }),
      "INVALID_VALUE",
      "Version must be 2008-10-17 or 2012-10-17",
    ],
    [
      "an Id that is a number",
      policy(STATEMENT, { Id: 1 }),
      "INVALID_VALUE",
      "Id must be a string, not a number",
    ],
    [
      "a Sid that is a boolean",
      policy({ ...STATEMENT, Sid: true }),
      "INVALID_VALUE",
      "Sid must be a string, not true or false",
    ],
    [
      "no actions at all",
      policy({ ...STATEMENT, Action: [] }),
      "INVALID_VALUE",
      "Action must not be an empty list",
    ],
    [
      "an action without a service",
      policy({ ...STATEMENT, Action: "Get*" }),
      "INVALID_VALUE",
      notAction("Get*"),
    ],
    [
      "an action without a name",
      policy({ ...STATEMENT, Action: "s3:" }),
      "INVALID_VALUE",
      notAction("s3:"),
    ],
    [
      "an action with a name only",
      policy({ ...STATEMENT, Action: ":Get" }),
      "INVALID_VALUE",
      notAction(":Get"),
    ],
    [
      "two wildcards for an action",
      policy({ ...STATEMENT, Action: "**" }),
      "INVALID_VALUE",
      notAction("**"),
    ],
    [
      "an action that is a number",
      policy({ ...STATEMENT, Action: 1 }),
      "INVALID_VALUE",
      "Action must be a string, not a number",
    ],
    [
      "a nested list",
      policy({ ...STATEMENT, Resource: [["*"]] }),
      "INVALID_VALUE",
      "Resource must be a string, not a list",
    ],
    [
      "a foreign principal",
      policy({ ...STATEMENT, Principal: { GCP: "a" } }),
      "UNKNOWN_ELEMENT",
      'Principal can\'t have "GCP", only AWS, CanonicalUser, Federated, Service',
    ],
    [
      "a principal by name",
      policy({ ...STATEMENT, Principal: "bob" }),
      "INVALID_VALUE",
      'Principal must be "*" or an object, not a string',
    ],
    [
      "a principal that is null",
      policy({ ...STATEMENT, NotPrincipal: null }),
      "INVALID_VALUE",
      'NotPrincipal must be "*" or an object, not null',
    ],
    [
      "a principal without a name",
      policy({ ...STATEMENT, Principal: { AWS: [] } }),
      "INVALID_VALUE",
      "AWS must not be an empty list",
    ],
    [
      "a condition that is a list",
      policy({ ...STATEMENT, Condition: [] }),
      "INVALID_VALUE",
      "Condition must be an object, not a list",
    ],
    [
      "a flat condition",
      policy({ ...STATEMENT, Condition: { Bool: "true" } }),
      "INVALID_VALUE",
      "Bool must be an object, not a string",
    ],
    [
      "a null",
      policy({ ...STATEMENT, Condition: { Bool: { "a:b": null } } }),
      "INVALID_VALUE",
      "a:b must be a string, a number or true or false, not null",
    ],
    [
      "a value that is an object",
      policy({ ...STATEMENT, Condition: { Bool: { "a b": [{}] } } }),
      "INVALID_VALUE",
      '"a b" must be a string, a number or true or false, not an object',
    ],
    [
      "a list of statements in a list",
      policy([[STATEMENT]]),
      "INVALID_VALUE",
      "A statement must be an object, not a list",
    ],
    [
      "a statement that is text",
      policy("Deny" as unknown as object),
      "INVALID_VALUE",
      "A statement must be an object, not a string",
    ],
    ["a list", "[]", "INVALID_VALUE", "A policy must be an object, not a list"],
    ["a text that is no JSON", "Version: 2012", "JSON_SYNTAX", 'expected a value, but found "V"'],
  ])("refuses %s", (_, text, code, problem) => {
    const error = errorOf(text);
    expect(error).toMatchObject({
      name: "PolicyError",
      code,
      problem,
      where: "deny.json",
      line: 1,
    });
    expect(error.message).toBe(`deny.json:1:${error.column}: ${problem}`);
  });

  it("points at the element that is wrong", () => {
    const text = '{\n  "Statement": {\n    "Effect": "Denied",\n    "Action": "*"\n  }\n}';
    expect(errorOf(text).message).toBe("deny.json:3:15: Effect must be Allow or Deny");
    expect(() => parsePolicy(text)).toThrow(/^line 3, column 15: Effect must be Allow or Deny$/);
  });

  it("throws what it finds first: an element that is misspelled before the one that lacks", () => {
    expect(errorOf('{"Statment": []}')).toMatchObject({ code: "UNKNOWN_ELEMENT", column: 2 });
  });

  it("takes any text for a policy or refuses it with a place", () => {
    const json = fc.json({ stringUnit: "binary" });
    const text = fc.oneof(fc.string({ unit: "binary" }), json, policyLike());
    fc.assert(
      fc.property(text, (any) => {
        try {
          expect(parsePolicy(any)).toEqual(JSON.parse(any));
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
          expect(error).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function foreign(name: string): string {
  const known =
    "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";
  return `A statement can't have "${name}", only ${known}`;
}

function notAction(action: string): string {
  return `Action must be "*" or "service:name", not "${action}"`;
}

/** JSON made of the words of policies, so that some of it is one. */
function policyLike(): fc.Arbitrary<string> {
  const word = fc.constantFrom("*", "Allow", "Deny", "s3:Get*", "2012-10-17", 1, true, null);
  const names = ["Effect", "Action", "Resource", "Principal", "Condition", "Sid", "AWS"] as const;
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, word, fc.array(tie("value")), tie("object")),
    object: fc.dictionary(fc.constantFrom(...names), tie("value"), { noNullPrototype: true }),
  }));
  return value.map((Statement) => JSON.stringify({ Statement }));
}
