import { describe, expect, it } from "vitest";
import type { ConditionBlock, PolicyStatement } from "../document.ts";
import { Budget } from "./budget.ts";
import type { Scope } from "./scope.ts";
import { testsOf } from "./test.ts";
import { valuesFor } from "./values.ts";

const ACCOUNT = "100000000007";

const scope = (more: Partial<Scope> = {}): Scope => ({
  budget: new Budget(10_000_000),
  type: "SERVICE_CONTROL_POLICY",
  account: ACCOUNT,
  samples: {},
  ...more,
});

/** Values of the one part that the statements are put to. */
function valuesOf(statements: readonly Partial<PolicyStatement>[], within = scope()) {
  const tests = statements.flatMap((one) =>
    testsOf({ Effect: "Deny", Action: "*", Resource: "*", ...one }, "2012-10-17"),
  );
  const [dimension, ...others] = new Set(tests.map((test) => test.dimension));
  if (dimension === undefined || others.length > 0) throw new Error("not one dimension");
  return valuesFor(dimension, tests, within);
}

const when = (...conditions: readonly ConditionBlock[]) =>
  valuesOf(conditions.map((Condition) => ({ Condition })));

describe("values of a condition key, and the lack of it,", () => {
  it.each<[string, ConditionBlock[], object]>([
    [
      "of text are one for each set of patterns that match",
      [{ StringEquals: { "a:k": "x" } }, { StringLike: { "a:k": "x*" } }],
      { values: ["", "x", "xa", undefined], complete: true },
    ],
    [
      "of text count as they stand, wildcards and all, but for the Like operators",
      [{ StringEquals: { "a:k": "x*" } }, { StringNotEquals: { "a:k": "?" } }],
      { values: ["", "?", "x*", undefined], complete: true },
    ],
    [
      "of text in either case are two where a test minds the case",
      [{ StringEqualsIgnoreCase: { "a:k": "Ab" } }, { StringEquals: { "a:k": "AB" } }],
      { values: ["", "ab", "AB", undefined], complete: true },
    ],
    [
      "of booleans are true and false",
      [{ Bool: { "a:k": "true" } }],
      { values: ["true", "false", undefined], complete: true },
    ],
    [
      "of booleans are true and false to text as well",
      [{ Bool: { "a:k": "true" } }, { StringEquals: { "a:k": "x" } }],
      { values: ["true", "false", undefined], complete: true },
    ],
    [
      "of booleans that are numbers can't be told",
      [{ Bool: { "a:k": "true" } }, { NumericEquals: { "a:k": "1" } }],
      { values: ["true", "false", undefined], complete: false },
    ],
    [
      "of numbers lie around those of the tests",
      [{ NumericEquals: { "a:k": "3" } }, { Null: { "a:k": "true" } }],
      { values: ["2", "3", "4", undefined], complete: true },
    ],
    [
      "of numbers that are dates can't be told",
      [{ NumericEquals: { "a:k": "3" } }, { DateEquals: { "a:k": "2026" } }],
      { values: ["2", "3", "4", "2026", "2027", undefined], complete: false },
    ],
    [
      "of dates lie around those of the tests",
      [{ DateEquals: { "a:k": "2026" } }],
      {
        values: [
          "2025-12-31T23:59:59.999Z",
          "2026-01-01T00:00:00.000Z",
          "2026-01-01T00:00:00.001Z",
          undefined,
        ],
        complete: true,
      },
    ],
    [
      "of addresses lie around the blocks of the tests",
      [{ IpAddress: { "a:k": "10.0.0.0/8" } }],
      { values: ["10.0.0.0", "11.0.0.0", "0.0.0.0", "::", undefined], complete: true },
    ],
    [
      "of bytes are those of the tests and others",
      [{ BinaryEquals: { "a:k": "AA==" } }],
      { values: ["AA==", "AQ==", undefined], complete: true },
    ],
    [
      "of bytes are never the same twice",
      [{ BinaryEquals: { "a:k": ["AQ==", "AA=="] } }],
      { values: ["AQ==", "AA==", "Ag==", undefined], complete: true },
    ],
    [
      "of a key of which only the presence counts are any",
      [{ Null: { "a:k": "true" } }],
      { values: ["", undefined], complete: true },
    ],
    [
      "of text that is a number can't be told",
      [{ StringLike: { "a:k": "x" } }, { NumericEquals: { "a:k": "3" } }],
      { values: ["", "x", undefined], complete: false },
    ],
    [
      "of an operator that IAM doesn't have can't be told",
      [{ StringSounds: { "a:k": "x" } }],
      { values: [undefined], complete: false },
    ],
  ])("%s", (_, conditions, values) => {
    expect(when(...conditions)).toEqual(values);
  });

  it("of ARNs are such, also where text is asked about as well", () => {
    const pattern = "arn:aws:sns:*:*:t";
    for (const more of [[], [{ StringLike: { "a:k": "x" } }]]) {
      const { values, complete } = when({ ArnLike: { "a:k": pattern } }, ...more);
      expect(complete).toBe(true);
      expect(values).toContain(undefined);
      for (const value of values)
        if (value !== undefined) expect(value).toMatch(/^arn:.+:.+:.*:.*:./);
      expect(values).toContainEqual(expect.stringMatching(/^arn:aws:sns:[^:]*:[^:]*:t$/));
    }
  });

  it("are lists where a test asks for all or any of them", () => {
    const { values, complete } = when(
      { "ForAnyValue:StringEquals": { "a:k": "x" } },
      { "ForAllValues:StringEquals": { "a:k": "x" } },
    );
    expect(complete).toBe(true);
    // Nothing but empty text is an empty list; beside others it is a value that isn't x.
    expect(values).toEqual([[""], ["x"], ["a"], ["", "x"], undefined]);
  });

  it("are lone values as well where one test asks for such", () => {
    const { values } = when(
      { "ForAnyValue:StringEquals": { "a:k": "x" } },
      { StringEquals: { "a:k": "x" } },
    );
    expect(values).toContain("x");
    expect(values).toContainEqual(["x"]);
  });

  it("can't all be told beyond the budget", () => {
    const condition = (operator: string) => [{ Condition: { [operator]: { "a:k": ["x", "y"] } } }];
    for (const operator of ["StringLike", "ForAnyValue:StringLike"]) {
      const found = valuesOf(condition(operator), scope({ budget: new Budget(10) }));
      expect(found).toEqual({ values: [undefined], complete: false });
    }
    // Enough for the single values, but not for all lists of them.
    const any = ["ForAnyValue:StringEquals", "ForAllValues:StringEquals"].flatMap(condition);
    const within = (amount: number) => valuesOf(any, scope({ budget: new Budget(amount) }));
    expect(within(50_000).complete).toBe(true);
    expect(within(5_000)).toEqual({ values: [undefined], complete: false });
  });
});

describe("values of what every request has", () => {
  const keyed = (key: string, within: Scope) =>
    valuesOf([{ Condition: { StringLike: { [key]: "x" } } }], within);
  const resourceControl = scope({ type: "RESOURCE_CONTROL_POLICY" });

  it("are the account where it is known", () => {
    const own = { values: [ACCOUNT], complete: true };
    expect(keyed("aws:PrincipalAccount", scope())).toEqual(own);
    expect(keyed("aws:PrincipalAccount", scope({ account: undefined }))).toEqual({
      values: ["", "x"],
      complete: true,
    });
  });

  it("are for resource control policies the account of the resource, if it is said", () => {
    expect(keyed("aws:ResourceAccount", resourceControl)).toEqual({
      values: [ACCOUNT, undefined],
      complete: true,
    });
    const any = { values: ["", "x", undefined], complete: true };
    expect(keyed("aws:PrincipalAccount", resourceControl)).toEqual(any);
    expect(keyed("aws:ResourceAccount", scope())).toEqual(any);
  });

  it("are principals of the account under a service control policy", () => {
    const like = (pattern: string, within: Scope) =>
      valuesOf([{ Condition: { StringLike: { "aws:PrincipalArn": pattern } } }], within).values;
    expect(like("*role*", scope())).toEqual([
      expect.stringMatching(`^arn:.+:.+::${ACCOUNT}:.`),
      expect.stringMatching(`^arn:.*role.*:.*:.*:${ACCOUNT}:.|^arn:.+:.+::${ACCOUNT}:.*role`),
    ]);
    expect(like("x", scope({ account: undefined }))).toEqual([
      expect.stringMatching(/^arn:.+:.+::.*:./),
    ]);
    expect(like("x", resourceControl)).toEqual(["", "x", undefined]);
  });

  it("are ARNs of resources, or none in particular", () => {
    const { values, complete } = valuesOf([{ Resource: "arn:aws:s3:::b" }]);
    expect(complete).toBe(true);
    expect(values).toEqual(["*", expect.stringMatching(/^arn:.+:.+:.*:.*:./), "arn:aws:s3:::b"]);
    const poor = scope({ budget: new Budget(10) });
    expect(valuesOf([{ Resource: "arn:aws:s3:::b" }], poor)).toEqual({
      values: ["*"],
      complete: false,
    });
  });
});
