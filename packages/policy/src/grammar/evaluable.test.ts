// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** The grammar of conditions and their evaluation know the same operators, values and variables. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { PolicyDocument } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { checkPolicy } from "./check.ts";

const FAMILIES = ["String", "Numeric", "Date", "Arn", "Binary", "Ip", "Not", "Bool", "Null", ""];
const KINDS = ["Equals", "NotEquals", "EqualsIgnoreCase", "Like", "NotLike", "LessThan", "Address"];
const MORE = ["IpAddress", "LessThanEquals", "GreaterThan", "GreaterThanEquals", ""];

const operator = fc
  .tuple(
    fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:", "ForAll:"),
    fc.constantFrom(...FAMILIES),
    fc.constantFrom(...KINDS, ...MORE),
    fc.constantFrom("", "", "IfExists"),
  )
  .map((parts) => parts.join(""));
const VALUES = ["true", "1", "-1.5", "1e3", "2026-11-01", "2026-02-30", "QQ==", "QQ", "10.0.0.0/8"];
const TEXTS = [
  "::1",
  "10.0.0.0/33",
  "*",
  "arn:aws:iam::1:a",
  "arn:aws:iam::1:a:b",
  "a*",
  "",
  "False",
];
const VARIABLES = ["${aws:x}", "${", "${}", "${aws:x, 'a:b'}", "${aws:x, a}", "${*}", "x${a:b}:c"];
const value = fc.constantFrom<string | number | boolean>(
  ...VALUES,
  ...TEXTS,
  ...VARIABLES,
  7,
  true,
);
const version = fc.constantFrom("2012-10-17", "2008-10-17");

const CODES = ["UNKNOWN_OPERATOR", "UNREADABLE_VALUE", "UNREADABLE_VARIABLE"];

function refused(document: PolicyDocument): boolean {
  const { problems } = checkPolicy(JSON.stringify(document), "IDENTITY");
  expect(problems.filter(({ code }) => !CODES.includes(code))).toEqual([]);
  return problems.length > 0;
}

function undecidable(document: PolicyDocument): boolean {
  const context = { "aws:x": "arn:aws:iam::111122223333:role/a" };
  const principal = { arn: "arn:aws:iam::111122223333:role/a", account: "111122223333" };
  try {
    evaluate(
      { action: "s3:GetObject", resource: "arn:aws:s3:::a", principal, context },
      { identity: [{ name: "p", document }] },
    );
    return false;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    expect(CODES).toContain(error.code);
    return true;
  }
}

it("a condition is refused exactly if it can't be evaluated", () => {
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(operator, fc.array(value, { minLength: 1, maxLength: 2 }), version, (...any) => {
      const [name, values, Version] = any;
      const Condition = { [name]: { "a:b": values } };
      const Statement = { Effect: "Allow", Action: "s3:*", Resource: "*", Condition } as const;
      const document = { Version, Statement };
      const undecided = undecidable(document);
      seen.add(undecided);
      expect(refused(document)).toBe(undecided);
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(seen.size).toBe(2);
});

it("an SCP whose resources are taken can be evaluated for every resource", () => {
  const part = fc.constantFrom("aws", "sqs", "s*", "*", "", "eu-?", "${aws:x}");
  const pattern = fc.array(part, { maxLength: 7 }).map((parts) => ["arn", ...parts].join(":"));
  const resources = ["*", "arn:aws:sqs:eu-w:1:q", "arn:aws:sns:::t", "arn:aws:s3:::a/b:c"];
  let taken = 0;
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), (Resource) => {
      const document: PolicyDocument = {
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "*", Resource },
      };
      const { problems } = checkPolicy(JSON.stringify(document), "SERVICE_CONTROL_POLICY");
      if (problems.length > 0) return;
      taken += 1;
      const policies = [{ name: "p", document }];
      const principal = { arn: "arn:aws:iam::1:role/a", account: "1" };
      for (const resource of resources) {
        const request = { action: "a:b", resource, principal, context: { "aws:x": "x" } };
        expect(() =>
          evaluate(request, { identity: policies, serviceControl: [{ name: "Root", policies }] }),
        ).not.toThrow();
      }
    }),
    { numRuns: 1000 },
  );
  expect(taken).toBeGreaterThan(100);
});
