import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob, matchesGlob, matchesGlobIgnoringCase } from "../evaluate/glob.ts";
import { foldCase } from "../fold.ts";
import { examples } from "./automaton.ts";
import { Budget } from "./budget.ts";
import { ANY_ACTION, ANY_ARN, arnPattern, principalsOf, textPattern } from "./pattern.ts";

const plenty = () => new Budget(10_000_000);
const text = (pattern: string) => textPattern(compileGlob(pattern));
const caseless = (pattern: string) => textPattern(compileGlob(pattern), foldCase);
const arn = (pattern: string) => arnPattern(compileGlob(pattern));

/** The sets of patterns that some text matches, by name. */
function setsOf(patterns: readonly string[], options: Parameters<typeof examples>[1]) {
  return examples(patterns.map(text), options)?.map(({ matches }) =>
    matches.map((index) => patterns[index]).join(" and "),
  );
}

describe("examples", () => {
  it("are a shortest text for every set of patterns that can be matched at once", () => {
    const found = examples([text("a*"), text("*b")], { budget: plenty() });
    expect(found).toEqual([
      { text: "", matches: [] },
      { text: "a", matches: [0] },
      { text: "b", matches: [1] },
      { text: "ab", matches: [0, 1] },
    ]);
  });

  it("of a pattern within another come without the set that can't be", () => {
    expect(setsOf(["role/*", "role/app-*"], { budget: plenty() })).toEqual([
      "",
      "role/*",
      "role/* and role/app-*",
    ]);
  });

  it("know that ? is exactly one character", () => {
    expect(setsOf(["?", "a", "??"], { budget: plenty() })).toEqual(["", "? and a", "?", "??"]);
  });

  it("know that wildcards in a part of an ARN leave out the colon", () => {
    const within = [text("?")];
    for (const one of [arn("?"), arn("*")]) {
      expect(examples([one], { within, budget: plenty() })).toEqual([
        { text: ":", matches: [] },
        { text: "a", matches: [0] },
      ]);
    }
    const apart = (pattern: string, other: string) =>
      examples([arn(pattern), text(other)], { budget: plenty() })
        ?.map(({ matches }) => matches.join(" and "))
        .toSorted();
    expect(apart("arn:aws:*:::x", "arn:aws:a:b:::x")).toEqual(["", "0", "1"]);
    expect(apart("arn:aws:?:::x", "arn:aws:::::x")).toEqual(["", "0", "1"]);
    expect(apart("arn:*:s3:::b", "arn:a:a:s3:::b")).toEqual(["", "0", "1"]);
    expect(apart("arn:aws:s3:::*", "arn:aws:s3:::a:b")).toEqual(["", "0", "0 and 1"]);
    expect(apart("arn:aws:s3:::?b", "arn:aws:s3::::b")).toEqual(["", "0", "0 and 1"]);
  });

  it("have a letter of their own if the patterns name all the usual ones", () => {
    const usual = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    const named = [...usual, "À"];
    const found = examples(named.map(text), { within: [text("?")], budget: plenty() });
    expect(found).toHaveLength(named.length + 1);
    expect(found).toContainEqual({ text: "Á", matches: [] });
  });

  it("are looked for with work that grows with the patterns, however many wildcards they have", () => {
    const stars = text("*a".repeat(30));
    expect(examples([stars], { budget: new Budget(3_000) })).toHaveLength(2);
    const long = text(`${"long".repeat(50)}*`);
    const short = { within: [text("??")], budget: new Budget(2_000) };
    expect(examples([long], short)).toHaveLength(1);
  });

  it("mind the case unless a pattern doesn't", () => {
    expect(examples([text("a"), caseless("a")], { budget: plenty() })).toEqual([
      { text: "", matches: [] },
      { text: "a", matches: [0, 1] },
      { text: "A", matches: [1] },
    ]);
    expect(examples([text("𐐨"), caseless("𐐨")], { budget: plenty() })).toHaveLength(2);
    expect(examples([text("A"), caseless("a")], { budget: plenty() })).toEqual([
      { text: "", matches: [] },
      { text: "A", matches: [0, 1] },
      { text: "a", matches: [1] },
    ]);
  });

  it("stay within the patterns that all of them must match", () => {
    const found = examples([text("x*")], {
      budget: plenty(),
      within: [text("?y"), text("??")],
    });
    expect(found).toEqual([
      { text: "xy", matches: [0] },
      { text: "ay", matches: [] },
    ]);
  });

  it("leave out what no wanted pattern matches, and don't look for it", () => {
    const patterns = [text("wanted*"), text(`${"long".repeat(50)}*`), text("*x")];
    const wanted = (index: number) => index === 0;
    expect(examples(patterns, { budget: new Budget(2_000), wanted })).toEqual([
      { text: "wanted", matches: [0] },
      { text: "wantedx", matches: [0, 2] },
    ]);
    expect(examples(patterns, { budget: new Budget(2_000) })).toBeUndefined();
  });

  it("are given up beyond the budget", () => {
    expect(examples([text("abc")], { budget: new Budget(0) })).toBeUndefined();
    expect(examples([text("abc")], { budget: new Budget(200) })).toHaveLength(2);
  });

  it("keep the wildcards of an ARN within their part, but for the last", () => {
    const within = [ANY_ARN];
    const inParts = examples([arn("arn:*:s3:::b/*"), text("arn:*:x:y")], {
      within,
      budget: plenty(),
    });
    for (const { text: found, matches } of inParts ?? []) {
      const parts = found.split(":");
      expect(matches.includes(0)).toBe(
        parts.length >= 6 && parts[2] === "s3" && /^:s3:::b\//.test(`:${parts.slice(2).join(":")}`),
      );
    }
    expect(inParts?.some(({ matches }) => matches.length === 2)).toBe(true);
  });

  it("of principals are of the account, or of any", () => {
    const patterns = [
      arn("arn:aws:iam::111122223333:role/a"),
      arn("arn:aws:iam::444455556666:root"),
    ];
    const of = (account: string | undefined) =>
      examples(patterns, { within: [principalsOf(account)], budget: plenty() });
    expect(of("111122223333")).toEqual([
      { text: "arn:a:a::111122223333:a", matches: [] },
      { text: "arn:aws:iam::111122223333:role/a", matches: [0] },
    ]);
    expect(of(undefined)?.map(({ text: found }) => found)).toEqual([
      "arn:a:a:::a",
      "arn:aws:iam::444455556666:root",
      "arn:aws:iam::111122223333:role/a",
    ]);
  });

  it("of actions have a service and a name", () => {
    expect(
      examples([caseless("*"), caseless("S3:*")], {
        within: [ANY_ACTION],
        budget: plenty(),
      }),
    ).toEqual([
      { text: "s:a", matches: [0] },
      { text: "s3:a", matches: [0, 1] },
    ]);
  });
});

describe("examples of random patterns", () => {
  const pattern = fc
    .array(fc.constantFrom("a", "b", "A", "*", "?"), { maxLength: 5 })
    .map((letters) => letters.join(""));
  const word = fc
    .array(fc.constantFrom("a", "b", "A", "B", "c"), { maxLength: 6 })
    .map((letters) => letters.join(""));

  it("match exactly what they say, and leave no text without its like", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(pattern, fc.boolean()), { maxLength: 4 }),
        word,
        (list, any) => {
          const patterns = list.map(([one, folds]) => (folds ? caseless(one) : text(one)));
          const matchesOf = (candidate: string) =>
            list.flatMap(([one, folds], index) =>
              (folds ? matchesGlobIgnoringCase : matchesGlob)(one, candidate) ? [index] : [],
            );
          const found = examples(patterns, { budget: plenty() }) ?? [];
          for (const { text: example, matches } of found)
            expect(matchesOf(example)).toEqual(matches);
          expect(found.map(({ matches }) => matches.join())).toContain(matchesOf(any).join());
        },
      ),
      { numRuns: 300 },
    );
  });
});
