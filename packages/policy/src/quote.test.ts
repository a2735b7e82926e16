import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote, show } from "./quote.ts";

describe("text that is shown", () => {
  it.each([
    ["s3:Get*", '"s3:Get*"'],
    ['say "x"', '"say \\"x\\""'],
    ["Zürich ~ ÿ ¬ ® ¡", '"Zürich ~ ÿ ¬ ® ¡"'],
    ["a\u0000\n\u001b[2J", '"a\\u0000\\n\\u001b[2J"'],
    ["\u007f\u0080\u00a0\u00ad", '"\\u007f\\u0080\\u00a0\\u00ad"'],
    ["\u202etxt.exe\u200b", '"\\u202etxt.exe\\u200b"'],
    ["\u{1f600}\ud800", '"\\ud83d\\ude00\\ud800"'],
    ["x".repeat(100), `"${"x".repeat(100)}"`],
    ["x".repeat(101), `"${"x".repeat(100)}…"`],
  ])("is quoted: %j", (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it.each([
    ["s3:Get*", "s3:Get*"],
    ["!~", "!~"],
    ["", '""'],
    ["a b", '"a b"'],
    ['a"b', '"a\\"b"'],
    ["é", '"é"'],
    ["x".repeat(100), "x".repeat(100)],
    ["x".repeat(101), `"${"x".repeat(100)}…"`],
  ])("is left alone if it is a plain word: %j", (text, shown) => {
    expect(show(text)).toBe(shown);
  });

  it("is never anything but printable Latin-1, on one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(quote(text)).toMatch(/^"[ -~¡-¬®-ÿ…]*"$/);
        expect(show(text)).toMatch(/^[ -~¡-¬®-ÿ…]+$/);
      }),
    );
  });
});
