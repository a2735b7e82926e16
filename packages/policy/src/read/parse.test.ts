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
    expect(parsePolicy(JSON.stringify(document))).toEqual(document);
  });

  it("reads a single statement that is not in a list, and an empty list of statements", () => {
    expect(parsePolicy(policy(STATEMENT)).Statement).toEqual(STATEMENT);
    expect(parsePolicy(policy([])).Statement).toEqual([]);
  });

  it.each([
    ["a foreign element of the policy", policy(STATEMENT, { Extra: 1 }), "UNKNOWN_ELEMENT"],
    ["a foreign element of a statement", policy({ ...STATEMENT, Actions: "*" }), "UNKNOWN_ELEMENT"],
    ["an element in the wrong case", policy({ ...STATEMENT, sid: "a" }), "UNKNOWN_ELEMENT"],
    ["a missing Statement", '{"Version":"2012-10-17"}', "MISSING_ELEMENT"],
    ["a missing Effect", policy({ Action: "*", Resource: "*" }), "MISSING_ELEMENT"],
    ["a missing Action", policy({ Effect: "Deny", Resource: "*" }), "MISSING_ELEMENT"],
    ["Action and NotAction", policy({ ...STATEMENT, NotAction: "*" }), "CONFLICTING_ELEMENTS"],
    ["Resource twice", policy({ ...STATEMENT, NotResource: "*" }), "CONFLICTING_ELEMENTS"],
    ["an effect in lower case", policy({ ...STATEMENT, Effect: "deny" }), "INVALID_VALUE"],
    ["an unknown version", policy(STATEMENT, { Version: "2024-01-01" }), "INVALID_VALUE"],
    ["a Sid that is a number", policy({ ...STATEMENT, Sid: 1 }), "INVALID_VALUE"],
    ["no actions at all", policy({ ...STATEMENT, Action: [] }), "INVALID_VALUE"],
    ["an action without a service", policy({ ...STATEMENT, Action: "Get*" }), "INVALID_VALUE"],
    ["a nested list", policy({ ...STATEMENT, Resource: [["*"]] }), "INVALID_VALUE"],
    ["a foreign principal", policy({ ...STATEMENT, Principal: { GCP: "a" } }), "UNKNOWN_ELEMENT"],
    ["a principal by name", policy({ ...STATEMENT, Principal: "bob" }), "INVALID_VALUE"],
    ["a flat condition", policy({ ...STATEMENT, Condition: { Bool: "true" } }), "INVALID_VALUE"],
    ["a null", policy({ ...STATEMENT, Condition: { Bool: { "a:b": null } } }), "INVALID_VALUE"],
    ["a list of statements in a list", policy([[STATEMENT]]), "INVALID_VALUE"],
    ["a list", "[]", "INVALID_VALUE"],
  ])("refuses %s", (_, text, code) => {
    expect(errorOf(text)).toMatchObject({ code, where: "deny.json", line: 1 });
  });

  it("points at the element that is wrong", () => {
    const text = '{\n  "Statement": {\n    "Effect": "Denied",\n    "Action": "*"\n  }\n}';
    expect(errorOf(text).message).toBe("deny.json:3:15: Effect must be Allow or Deny");
  });
});
