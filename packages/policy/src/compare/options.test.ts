// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import type { ConditionBlock } from "../document.ts";
import { Budget } from "./budget.ts";
import { optionsFor } from "./options.ts";
import type { Scope } from "./scope.ts";
import { testsOf } from "./test.ts";

const scope = (budget = new Budget(10_000_000), samples: Scope["samples"] = {}): Scope => ({
  budget,
  type: "SERVICE_CONTROL_POLICY",
  account: "100000000007",
  samples,
});

/** The options of one key; the first condition is a part of rule 1, the next of rule 2, then 4. */
function optionsOf(conditions: readonly ConditionBlock[], within = scope()) {
  const tests = conditions.flatMap((Condition, index) =>
    testsOf({ Effect: "Deny", Action: "*", Resource: "*", Condition }, "2012-10-17").map((test) => {
      return { test, rules: 1n << BigInt(index) };
    }),
  );
  const dimension = tests[0]?.test.dimension ?? "resource";
  return optionsFor(dimension, tests, within)?.map(({ excluded, value, assumed }) =>
    assumed ? [excluded, "assumed"] : [excluded, value],
  );
}

const equals = (...values: readonly string[]) => ({ StringEquals: { "a:k": values } });
const like = (...values: readonly string[]) => ({ StringLike: { "a:k": values } });

describe("options of one part of a request", () => {
  it("are a value for each combination of outcomes", () => {
    expect(optionsOf([equals("x", "y"), like("x*")])).toEqual([
      [3n, ""],
      [0n, "x"],
      [2n, "y"],
      [1n, "xa"],
    ]);
  });

  it("are one where the tests come out alike, whatever the value", () => {
    expect(optionsOf([{ StringLikeIfExists: { "a:k": "*" } }])).toEqual([[0n, ""]]);
  });

  it("are assumptions where an outcome can't be told, both ways", () => {
    const odd: ConditionBlock = { StringSounds: { "a:k": "x" } };
    expect(optionsOf([odd])).toEqual([
      [0n, "assumed"],
      [1n, "assumed"],
    ]);
    const both = optionsOf([equals("x"), odd]);
    expect(both?.toSorted()).toEqual([0n, 1n, 2n, 3n].map((excluded) => [excluded, "assumed"]));
  });

  it("are assumptions on nothing but the outcome that can't be told", () => {
    const open = like("${aws:username}");
    const always: ConditionBlock = { StringLikeIfExists: { "a:k": "*" } };
    const never = equals();
    const samples = { "aws:username": "alice" };
    expect(optionsOf([open, always, never], scope(undefined, samples))).toEqual([
      [5n, ""],
      [4n, "alice"],
    ]);
    const many = [open, ...Array.from({ length: 20 }, () => always)];
    expect(optionsOf(many, scope(undefined, samples))).toEqual([
      [1n, ""],
      [0n, "alice"],
    ]);
  });

  it("are assumptions where values are missing, for every outcome that no value shows", () => {
    const found = optionsOf([equals("x"), { NumericEquals: { "a:k": "3" } }]);
    // No text is a number, so that the number's outcome beside text is open.
    expect(found).toContainEqual([0n, "assumed"]);
    expect(found).toContainEqual([3n, undefined]);
    expect(found).not.toContainEqual([3n, "assumed"]);
  });

  it("may come out the other way with another value for a policy variable", () => {
    const samples = { "aws:username": "alice" };
    expect(optionsOf([like("${aws:username}")], scope(undefined, samples))).toEqual([
      [1n, ""],
      [0n, "alice"],
    ]);
    const both = optionsOf([like("${aws:username}"), equals("bob")], scope(undefined, samples));
    // Somebody called bob makes both hold: no value shows it, as the name is an example.
    expect(both).toEqual([
      [3n, ""],
      [1n, "bob"],
      [2n, "alice"],
      [0n, "assumed"],
    ]);
  });

  it("are too many where too many outcomes are open", () => {
    const odd = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ StringSounds: { "a:k": `x${index}` } }));
    expect(optionsOf(odd(10))).toHaveLength(2 ** 10);
    expect(optionsOf(odd(11))).toBeUndefined();
    const variables = Array.from({ length: 11 }, (_, index) =>
      like(`\${aws:PrincipalTag/t${index}}`),
    );
    expect(optionsOf(variables)).toBeUndefined();
  });

  it("are given up beyond the budget", () => {
    expect(optionsOf([equals("x")], scope(new Budget(2_000)))).toHaveLength(2);
    expect(optionsOf([equals("x")], scope(new Budget(1_400)))).toBeUndefined();
  });
});
