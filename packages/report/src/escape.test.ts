import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascii, plain, shorten } from "./escape.ts";

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\n", "\r", "\u202e", "\u2066", "\u200b", "\u0000", "\u001b[31m", "\u2028"),
    fc.constantFrom("\ud800", "\u{e0041}", "\u00ad", "\u3164", "\u00a0", "://", ":", "/", "😀"),
    fc.constantFrom("a", " ", "é", "日"),
  ),
  maxLength: 40,
});

describe("plain", () => {
  it("leaves nothing that hides, reorders, breaks the line or can be clicked", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 120 }), (text, limit) => {
        const shown = plain(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toContain("://");
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves harmless text as it is, other scripts included", () => {
    const harmless = fc.string({ unit: fc.constantFrom("a", "Z", "9", " ", "é", "日", "@", "😀") });
    fc.assert(fc.property(harmless, (text) => plain(text, 1000) === text));
  });

  it.each([
    ["a line that poses as ours", "bob\nRe-read    confirmed", "bob\\u{a}Re-read    confirmed"],
    ["a reversed name", "bob\u202egnp.exe", "bob\\u{202e}gnp.exe"],
    ["a terminal escape", "\u001b[2Jbob", "\\u{1b}[2Jbob"],
    ["a zero-width twin", "ad\u200bmin", "ad\\u{200b}min"],
    ["a link", "https://evil.example/x", "https[:]//evil.example/x"],
    ["half a character", "a\ud83d", "a\\u{d83d}"],
  ])("shows %s for what it is", (_, text, shown) => {
    expect(plain(text)).toBe(shown);
  });

  it("marks a cut, and never cuts an escape in two", () => {
    expect(plain("abcdef", 4)).toBe("abc…");
    expect(plain("ab\u202e", 6)).toBe("ab…");
    expect(plain("abcd", 4)).toBe("abcd");
    expect(plain("x".repeat(1_000_000))).toHaveLength(300);
  });
});

describe("shorten", () => {
  it("keeps to the limit in UTF-16 units and tears no character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const shown = shorten(text, limit);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("ascii", () => {
  it("leaves printable ASCII alone", () => {
    expect(ascii("Zoë…\n😀 ok")).toBe("Zo?...?? ok");
  });
});
