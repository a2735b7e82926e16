// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../read/parse.ts";
import { checkPolicy } from "./check.ts";
import { FLAWLESS, KIND_NAMES, listed } from "./problems.fixture.ts";

/** Milliseconds in which nothing ends that takes time by the square of this text. */
const LONG = 30_000;

describe("checkPolicy", () => {
  it.each(KIND_NAMES)("finds nothing wrong with a plain %s policy", (kind) => {
    const document = { Version: "2012-10-17", Statement: [FLAWLESS[kind]] };
    const text = JSON.stringify(document, null, 2);
    expect(checkPolicy(text, kind)).toEqual({ document, problems: [] });
    const one = { Version: "2012-10-17", Statement: FLAWLESS[kind] };
    expect(checkPolicy(JSON.stringify(one), kind)).toEqual({ document: one, problems: [] });
  });

  it("tells everything that is wrong, each with its place, in the order of the text", () => {
    const text = `{
  "Version": "2008-10-17",
  "Statement": [
    { "Sid": "a b", "Effect": "Maybe", "Principal": "*", "Action": "s3:Get*", "Actions": [] },
    { "Effect": "Deny", "Action": ["*:Get", "iam:*"], "Resource": "iam",
      "Condition": { "stringlike": { "a": "b" }, "Bool": { "aws:x": ["yes", true] } } },
    7
  ]
}`;
    expect(checkPolicy(text, "SERVICE_CONTROL_POLICY", "deny.json")).toEqual({
      problems: [
        [2, 14, "Version", "INVALID_VALUE", `Version must be "2012-10-17" in ${SCP}`],
        [4, 5, "Statement.0", "MISSING_ELEMENT", "Resource or NotResource is missing"],
        [4, 14, "Statement.0.Sid", "INVALID_VALUE", LETTERS],
        [4, 31, "Statement.0.Effect", "INVALID_VALUE", "Effect must be Allow or Deny"],
        [4, 40, "Statement.0.Principal", "UNSUPPORTED_ELEMENT", `${SCP} can't have Principal`],
        [4, 79, "Statement.0.Actions", "UNKNOWN_ELEMENT", FOREIGN],
        [5, 36, "Statement.1.Action.0", "INVALID_VALUE", WILD],
        [
          5,
          67,
          "Statement.1.Resource",
          "INVALID_VALUE",
          'Resource "iam" is neither "*" nor an ARN',
        ],
        [6, 22, "Statement.1.Condition.stringlike", "UNKNOWN_OPERATOR", NO_OPERATOR],
        [6, 38, "Statement.1.Condition.stringlike.a", "INVALID_VALUE", NO_KEY],
        [6, 70, "Statement.1.Condition.Bool.aws:x.0", "UNREADABLE_VALUE", NOT_BOOLEAN],
        [7, 5, "Statement.2", "INVALID_VALUE", "A statement must be an object, not a number"],
      ].map(([line, column, path, code, problem]) => {
        return { where: "deny.json", line, column, path, code, problem };
      }),
    });
  });

  it("gives the document of a policy that is legible, whatever its kind asks for", () => {
    const text = JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: "*", Action: "a:b" }],
    });
    const { document, problems } = checkPolicy(text, "SERVICE_CONTROL_POLICY");
    expect(document).toEqual(JSON.parse(text));
    expect(problems.map(({ code }) => code)).toEqual([
      "MISSING_ELEMENT",
      "MISSING_ELEMENT",
      "UNSUPPORTED_ELEMENT",
    ]);
    expect(problems[0]).toEqual({
      code: "MISSING_ELEMENT",
      problem: `Version must be "2012-10-17" in ${SCP}`,
      where: undefined,
      line: 1,
      column: 1,
      path: "",
    });
  });

  it("gives no document, and the one reason, of a text that is no JSON", () => {
    expect(checkPolicy('{"Statement":[\n}', "IDENTITY", "a.json")).toStrictEqual({
      problems: [
        {
          code: "JSON_SYNTAX",
          problem: 'expected a value, but found "}"',
          where: "a.json",
          line: 2,
          column: 1,
          path: "",
        },
      ],
    });
    expect(checkPolicy("[]", "IDENTITY").problems).toMatchObject([
      { problem: "A policy must be an object, not a list" },
    ]);
  });

  it.each([
    ['{"Version":"2012-10-17"}', "MISSING_ELEMENT Statement is missing"],
    [
      '{"Version":"2012-10-17","Statement":1}',
      "Statement INVALID_VALUE A statement must be an object, not a number",
    ],
    ['{"Version":"2012-10-17","Statement":[]}', "Statement MISSING_ELEMENT there is no statement"],
  ])("gives the one reason of a policy without any statement: %s", (text, problem) => {
    for (const kind of KIND_NAMES) expect(listed(text, kind)).toEqual([problem]);
  });

  it("checks what remains around a repeated key", () => {
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3","Action":"*"}}';
    expect(listed(text, "SERVICE_CONTROL_POLICY")).toEqual([
      "Statement MISSING_ELEMENT Resource or NotResource is missing",
      'Statement.Action INVALID_VALUE Action must be "*" or "service:name", not "s3"',
      'Statement DUPLICATE_KEY the key "Action" is repeated',
    ]);
  });

  it("agrees with parsePolicy about what is legible and never throws", () => {
    const names = ["Effect", "Action", "Resource", "Principal", "Condition", "Sid", "AWS", "Bool"];
    const word = fc.constantFrom("*", "Allow", "Deny", "s3:Get*", "aws:x", 1, true, null, "${");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, word, fc.array(tie("value")), tie("object"), tie("object")),
      object: fc.dictionary(fc.constantFrom(...names), tie("value"), { noNullPrototype: true }),
    }));
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .tuple(fc.constantFrom("2012-10-17", "2008-10-17", undefined, 1), value)
        .map(([Version, Statement]) => JSON.stringify({ Version, Statement })),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...KIND_NAMES), (any, kind) => {
        const { document, problems } = checkPolicy(any, kind);
        for (const { line, column } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
        if (document === undefined) {
          expect(() => parsePolicy(any)).toThrow();
          expect(problems).not.toEqual([]);
        } else {
          expect(document).toEqual(parsePolicy(any));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it(
    "takes time that grows with the text, also if all of it is wrong",
    () => {
      const count = 20_000;
      const foreign = Array.from({ length: count }, (_, index) => `"x${index}":1`).join(",");
      const wrong = `{"Statement":[{${foreign}},${"{},".repeat(count)}1]}`;
      const { problems } = checkPolicy(wrong, "TRUST");
      expect(problems.length).toBeGreaterThan(3 * count);
      expect(problems.at(-1)).toMatchObject({ path: `Statement.${count + 1}` });
    },
    LONG,
  );
});

const SCP = "a service control policy";
const LETTERS = 'Sid "a b" must be made of letters and digits';
const FOREIGN =
  'A statement can\'t have "Actions", only Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition';
const WILD = 'Action "*:Get" must name one service, without wildcards';
const NO_OPERATOR = 'there is no condition operator "stringlike", only StringLike';
const NO_KEY = 'the condition key "a" must be "service:name"';
const NOT_BOOLEAN = 'Bool aws:x: "yes" is not true or false';
