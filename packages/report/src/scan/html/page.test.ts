import { createHash } from "node:crypto";
import type { ScanEntry, ScanReport } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DRIFTED, HOSTILE, REPORT } from "../report.fixture.ts";
import { scanHtml } from "./page.ts";

const page = (changes: Partial<ScanReport> = {}) => scanHtml({ ...REPORT, ...changes });

function many(count: number): ScanEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    ...DRIFTED,
    key: `scp-attachment/100000000001/us-east-1/${index}`,
    subject: { ...DRIFTED.subject, name: `account-${index}` },
  }));
}

describe("the HTML report", () => {
  it("is one file: nothing is loaded from anywhere, and only its own style and script may run", () => {
    const text = page();
    expect(text).not.toMatch(/<(?:link|img|iframe|object)\b|<[^>]*\ssrc=|@import|url\(/);
    for (const [directive, element] of [
      ["style-src", "style"],
      ["script-src", "script"],
    ]) {
      const [, content = ""] = new RegExp(`<${element}>(.*?)</${element}>`, "s").exec(text) ?? [];
      const digest = createHash("sha256").update(content).digest("base64");
      expect(text).toContain(`${directive} &#39;sha256-${digest}&#39;`);
    }
    expect(text).toContain("default-src &#39;none&#39;");
  });

  it("says what was not read, before anything that differs", () => {
    const text = page();
    expect(text.indexOf("What is not read may differ")).toBeLessThan(text.indexOf('id="entries"'));
    expect(page({ sections: REPORT.sections.slice(0, 1) })).toContain("read to its end");
  });

  it("says how much of what takes turns was asked for, and since when all of it has been", () => {
    expect(page()).toContain(
      "every account and permission set: 5,467 of 100,000, all of them since 2026-11-20",
    );
  });

  it("shows foreign text as text, whatever it is", () => {
    expect(page()).not.toMatch(/<img|\u202e|href="https:\/\/evil/);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (foreign) => {
        const name = `${foreign}${HOSTILE}<script>`;
        const entry = { ...DRIFTED, subject: { ...DRIFTED.subject, name }, reason: name };
        const text = page({ entries: [entry], notes: [name] });
        expect(text.match(/<script>/g)).toHaveLength(1);
        expect(text).not.toContain("<img");
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  it("leads from the list and the tree to the entry's card", () => {
    const text = page();
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
    expect(ids.size).toBe([...text.matchAll(/ id="/g)].length);
  });

  it("unfolds policies, so that both sides can be read", () => {
    const policy = (effect: string) => JSON.stringify({ Statement: [{ Effect: effect }] });
    const [first] = DRIFTED.differences;
    if (first === undefined) throw new Error("the fixture has no difference");
    const difference = {
      ...first,
      kind: "changed",
      expected: policy("Deny"),
      actual: policy("Allow"),
    } as const;
    const text = page({ entries: [{ ...DRIFTED, differences: [difference] }] });
    expect(text).toContain("      &quot;Effect&quot;: &quot;Deny&quot;");
  });

  it("stays usable when ten thousand things differ, and says what it leaves out", () => {
    const text = page({ entries: many(10_000) });
    expect(text.length).toBeLessThan(8_000_000);
    expect(text.match(/<article/g)).toHaveLength(500);
    expect(text).toContain("5,000 more entries are in the JSON form alone");
    expect(text).toContain("9,500 more entries have no card here");
  });

  it("is short for ten thousand accounts that are in sync", () => {
    const accounts = Array.from({ length: 10_000 }, (_, index) => ({
      id: String(200_000_000_000 + index),
      name: `account-${index}`,
      unit: "Root/Workloads",
    }));
    const text = page({ entries: [], organization: { ...REPORT.organization, accounts } });
    expect(text.length).toBeLessThan(30_000);
    expect(text).toContain("10,000 accounts");
    expect(text).toContain("Everything that was read is as declared.");
  });
});
