import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Source } from "./source.ts";

describe("a source", () => {
  it("tells line and column of every offset", () => {
    const text = fc.array(fc.constantFrom("a", "\n", "\r\n", "é"), { maxLength: 40 });
    fc.assert(
      fc.property(text, (parts) => {
        const source = new Source(parts.join(""));
        for (let at = 0; at <= source.text.length; at += 1) {
          const before = source.text.slice(0, at).split("\n");
          const column = (before.at(-1)?.length ?? 0) + 1;
          expect(source.placeOf(at)).toEqual({ line: before.length, column });
        }
      }),
    );
  });

  it("keeps what is reported in its order, and returns nothing for it", () => {
    const source = new Source("{}", "a.json");
    expect(source.report("INVALID_VALUE", "first", 1)).toBeUndefined();
    source.report("TOO_DEEP", "second", 0);
    expect(source.where).toBe("a.json");
    expect(source.findings).toEqual([
      { code: "INVALID_VALUE", problem: "first", at: 1 },
      { code: "TOO_DEEP", problem: "second", at: 0 },
    ]);
  });
});
