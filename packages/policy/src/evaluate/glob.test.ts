import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob, matcherOf, matchesGlob, matchesGlobIgnoringCase } from "./glob.ts";

// A second opinion by a dynamic programme: slow, and too plain to be wrong in the same way.
function oracle(pattern: string, text: string): boolean {
  const characters = Array.from(text);
  let reach = characters.map(() => false);
  reach.unshift(true);
  for (const token of Array.from(pattern)) {
    const next = reach.map(() => false);
    for (const [index, here] of reach.entries()) {
      const before = index > 0 && reach[index - 1] === true;
      const fits = token === "?" || token === characters[index - 1];
      next[index] =
        token === "*" ? here || (index > 0 && next[index - 1] === true) : before && fits;
    }
    reach = next;
  }
  return reach.at(-1) === true;
}

describe("IAM wildcards", () => {
  it("match as a plain dynamic programme says, for small alphabets where clashes are many", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "😀"), maxLength: 10 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "😀"), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        expect(matchesGlob(one, other)).toBe(oracle(one, other));
        expect(matcherOf(compileGlob(one))(other)).toBe(oracle(one, other));
      }),
      { numRuns: 3000 },
    );
  });

  it("cover any text that is made by filling the wildcards in", () => {
    const part = fc.oneof(
      fc.string().map((text) => [text.replace(/[*?]/g, "-"), undefined] as const),
      fc.string().map((text) => ["*", text] as const),
      fc.string({ minLength: 1, maxLength: 1 }).map((text) => ["?", text] as const),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const pattern = parts.map(([token]) => token).join("");
        const text = parts.map(([token, filling]) => filling ?? token).join("");
        expect(matchesGlob(pattern, text)).toBe(true);
      }),
    );
  });

  it("take characters of regular expressions as they are", () => {
    expect(matchesGlob("a.c", "abc")).toBe(false);
    expect(matchesGlob("a+(b)[c]$^|\\", "a+(b)[c]$^|\\")).toBe(true);
    expect(matchesGlob("a*", "a\nb")).toBe(true);
  });

  it("mind the case unless asked not to", () => {
    expect(matchesGlob("S3:Get*", "s3:getObject")).toBe(false);
    expect(matchesGlobIgnoringCase("S3:Get*", "s3:getObject")).toBe(true);
  });

  it("are done at once with a pattern that sends a backtracking matcher into years", () => {
    expect(matchesGlob(`${"a*".repeat(200)}c`, `${"a".repeat(5000)}b`)).toBe(false);
  });
});
