import { describe, expect, it } from "vitest";
import { Budget } from "./budget.ts";
import type { Option } from "./options.ts";
import type { Side } from "./rules.ts";
import { differences, type Part, type Question } from "./search.ts";

const [A, B, C] = [1n, 2n, 4n];
const ALLOW = 8n;

const option = (value: string, excluded: bigint, assumed = false): Option => ({
  value,
  excluded,
  assumed,
});

/** A key on which the given rules are tested. */
function part(key: string, rules: bigint, ...options: readonly Option[]): Part {
  return { dimension: `key ${key}`, options, rules };
}

const side = (denies: bigint, ...allows: readonly bigint[]): Side => ({
  denies,
  allows: allows.length === 0 ? [ALLOW] : allows,
});

function search(question: Partial<Question>) {
  const budget = new Budget(1_000_000);
  const rules = A | B | C | ALLOW;
  const found = differences({
    rules,
    parts: [],
    allowing: side(0n),
    refusing: side(0n),
    budget,
    ...question,
  });
  return found?.map(({ values, assumed }) => [...values.values(), ...(assumed ? ["assumed"] : [])]);
}

describe("the search for a request that one side allows and the other refuses", () => {
  const ofA = part("a", A, option("yes", 0n), option("no", A));
  const ofB = part("b", B, option("yes", 0n), option("no", B));

  it("finds the choices under which a deny of the other side remains", () => {
    expect(search({ refusing: side(A), parts: [ofA, ofB] })).toEqual([
      ["yes", "yes"],
      ["yes", "no"],
    ]);
  });

  it("finds those under which no deny of its own remains", () => {
    expect(search({ allowing: side(B), refusing: side(A), parts: [ofA, ofB] })).toEqual([
      ["yes", "no"],
    ]);
    expect(search({ allowing: side(A), refusing: side(A), parts: [ofA, ofB] })).toEqual([]);
    expect(search({ allowing: side(A | B), refusing: side(A), parts: [ofA, ofB] })).toEqual([]);
  });

  it("finds those under which only the other side lacks an allow", () => {
    const question = { allowing: side(0n, ALLOW), refusing: side(0n, A) };
    expect(search({ ...question, parts: [ofA] })).toEqual([["no"]]);
    expect(search({ allowing: side(0n, A), refusing: side(0n, A), parts: [ofA] })).toEqual([]);
    expect(search({ allowing: side(0n, A), refusing: side(0n, A, B), parts: [ofA, ofB] })).toEqual([
      ["yes", "no"],
    ]);
  });

  it("finds what is there without any choice", () => {
    expect(search({ refusing: side(A) })).toEqual([[]]);
    expect(search({ refusing: side(A), rules: B | ALLOW })).toEqual([]);
  });

  it("takes one of the choices that leave the same rules, and rather a value than an assumption", () => {
    const many = part("b", B, option("one", 0n), option("two", 0n), option("none", B));
    expect(search({ refusing: side(A), parts: [many] })).toEqual([["one"], ["none"]]);
    const assumed = part("b", B, option("perhaps", 0n, true), option("surely", 0n));
    expect(search({ refusing: side(A), parts: [assumed] })).toEqual([["surely"]]);
    const surely = part("b", B, option("surely", 0n), option("perhaps", 0n, true));
    expect(search({ refusing: side(A), parts: [surely] })).toEqual([["surely"]]);
  });

  it("knows that a choice on an assumption is one, wherever it was made", () => {
    const first = part("a", A, option("perhaps", 0n, true), option("surely", A));
    const second = part("b", B | A, option("x", 0n), option("y", A));
    // Both ways lead to the same rules, one of them without an assumption.
    expect(search({ refusing: side(B), parts: [first, second] })).toEqual([
      ["surely", "x"],
      ["perhaps", "x", "assumed"],
    ]);
  });

  it("tells what needs no assumption first", () => {
    const first = part("a", A, option("perhaps", 0n, true), option("surely", A));
    expect(search({ refusing: side(C), parts: [first] })).toEqual([
      ["surely"],
      ["perhaps", "assumed"],
    ]);
  });

  it("doesn't follow choices that can't lead anywhere: the work grows with the parts, not with their combinations", () => {
    const bits = Array.from({ length: 40 }, (_, index) => 16n << BigInt(index));
    const parts = bits.map((bit, index) =>
      part(`k${index}`, bit, option("yes", 0n), option("no", bit)),
    );
    const rules = bits.reduce((set, bit) => set | bit, ALLOW | A);
    const own = bits.reduce((set, bit) => set | bit, 0n);
    const few = () => new Budget(20 * 2 * parts.length);
    // A deny of its own that remains rules a choice out at once.
    const denied = { rules, parts, allowing: side(own), refusing: side(A | own) };
    expect(search({ ...denied, budget: few() })).toEqual([parts.map(() => "no")]);
    // So does an allow that is gone.
    const lacking = { rules, parts, allowing: side(0n, ...bits), refusing: side(A) };
    expect(search({ ...lacking, budget: few() })).toEqual([parts.map(() => "yes")]);
    // And so does an allow of the other side that can't be lost any more, if it denies nothing.
    const safe = { rules, parts, allowing: side(0n), refusing: side(0n, rules) };
    expect(search({ ...safe, budget: new Budget(20 * 2) })).toEqual([]);
  });

  it("is given up beyond the budget", () => {
    const question = { refusing: side(A), parts: [ofA, ofB] };
    expect(search({ ...question, budget: new Budget(20 * 4) })).toBeDefined();
    expect(search({ ...question, budget: new Budget(20 * 4 - 1) })).toBeUndefined();
  });
});
