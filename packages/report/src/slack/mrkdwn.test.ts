import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, codeBlock, escaped, line, link, prose, time } from "./mrkdwn.ts";
import { piecesOf } from "./reader.fixture.ts";

/** What a session, policy or reason may be called by somebody who wants to be read as Slack's markup. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("<!channel>", "<!here>", "<@U0123>", "<https://evil.example|Runbook>", "@here"),
    fc.constantFrom("`", "```", "*", "_", "~", ":white_check_mark:", "&lt;", "&", "<", ">", "|"),
    fc.constantFrom(
      "\n",
      "\r",
      "\u202e",
      "\u200b",
      "\u0000",
      "\u2028",
      "\ud800",
      "https://",
      "://",
    ),
    fc.constantFrom("a", " ", "é", "日", "😀", "FORGED"),
  ),
  maxLength: 60,
});

const PLAIN = /^[^<>\n\p{C}\p{Zl}\p{Zp}]*$/u;

/** `&` only as one of Slack's three escapes. */
const ENTITIES_ONLY = /&(?!amp;|lt;|gt;)/;

describe("foreign text", () => {
  it("in plain text is one line of what Slack shows as it is", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 2, max: 200 }), (text, limit) => {
        const shown = line(text, limit);
        expect(shown).toMatch(PLAIN);
        expect(shown).not.toMatch(ENTITIES_ONLY);
        expect(shown).not.toContain("://");
        expect(shown.length).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 1000 },
    );
  });

  it("as code is one piece of code and nothing else", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = code(text);
        const [piece, ...others] = piecesOf(shown);
        expect(others).toEqual([]);
        expect(shown === "–" || piece?.style === "code").toBe(true);
        expect(shown).toMatch(PLAIN);
      }),
      { numRuns: 1000 },
    );
  });

  it("in a sentence is plain, or all of it is code", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = prose(text);
        const pieces = piecesOf(shown);
        expect(pieces).toHaveLength(1);
        expect(["plain", "code"]).toContain(pieces[0]?.style);
        expect(shown).toMatch(PLAIN);
      }),
      { numRuns: 1000 },
    );
  });

  it("in a code block stays in it, each on its line", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 12 }), (lines) => {
        const shown = codeBlock(lines, 2000);
        expect(piecesOf(shown).map(({ style }) => style)).toEqual(["code"]);
        expect(shown.length).toBeLessThanOrEqual(2000);
        expect(shown.split("\n").length - 2).toBeLessThanOrEqual(lines.length);
        expect(shown).not.toMatch(/[<>]/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["a mention of everybody", "<!channel> look", "&lt;!channel&gt; look"],
    [
      "a link that poses as ours",
      "<https://evil.example|Runbook>",
      "&lt;https[:]//evil.example|Runbook&gt;",
    ],
    ["an escape that is none", "&lt;", "&amp;lt;"],
    ["a line that poses as ours", "x\nRe-read", "x\\u{a}Re-read"],
  ])("that is %s is shown for what it is", (_what, text, shown) => {
    expect(line(text, 100)).toBe(shown);
  });

  it.each([
    ["deny-delete-role is declared", "deny-delete-role is declared"],
    ["*Re-read confirmed*", "`*Re-read confirmed*`"],
    ["~REVERT FAILED~", "`~REVERT FAILED~`"],
    ["ok :white_check_mark:", "`ok :white_check_mark:`"],
    ["a `b` c", "`a 'b' c`"],
    ["", "–"],
  ])("%j in a sentence is %j", (text, shown) => {
    expect(prose(text)).toBe(shown);
  });

  it("is never cut inside an escape", () => {
    for (let limit = 2; limit < 20; limit++) {
      expect(line("&&&&&&", limit)).toMatch(/^(&amp;)*…?$/);
    }
  });
});

describe("our own markup", () => {
  it("links to https alone, and to nothing that could end the link", () => {
    expect(link("https://docs.example/a?b=1&c", "Runbook")).toBe(
      "<https://docs.example/a?b=1&amp;c|Runbook>",
    );
    for (const url of ["docs/a.md", "http://x", "https://x|y", "https://x>", "https://x y"]) {
      expect(link(url, "Runbook")).toBeUndefined();
    }
  });

  it("shows a time in each reader's own zone, and what is none as it is", () => {
    expect(time("2026-11-03T14:02:11Z")).toBe(
      "<!date^1793714531^{date_short_pretty} {time_secs}|2026-11-03T14:02:11Z>",
    );
    expect(time("<!channel>")).toBe("`&lt;!channel&gt;`");
  });

  it("escapes what Slack escapes, and nothing else", () => {
    expect(escaped(`<a href="x">&'</a>`)).toBe(`&lt;a href="x"&gt;&amp;'&lt;/a&gt;`);
  });
});
