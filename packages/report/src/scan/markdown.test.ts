import { describe, expect, it } from "vitest";
import { scanMarkdown } from "./markdown.ts";
import { DRIFTED, REPORT } from "./report.fixture.ts";

const text = scanMarkdown(REPORT);

describe("a plan in Markdown", () => {
  it("begins with the sum, and with what was not read before what differs", () => {
    expect(text.split("\n")[0]).toContain("drifted");
    expect(text.indexOf("### Not checked")).toBeGreaterThan(0);
    expect(text.indexOf("### Not checked")).toBeLessThan(text.indexOf("### Not in sync"));
    expect(text).toContain("read in part");
  });

  it("says how much of what takes turns was asked for, and which part of a guardrail was not read", () => {
    expect(text).toContain("every account and permission set: 5,467 of 100,000");
    expect(text).toMatch(/- `account-assignment` \(`?100000000001`?\): not read, /);
  });

  it("says what would be done, what not, and why", () => {
    expect(text).toMatch(/would attach .*`organizations:AttachPolicy` \(restrict\)/);
    expect(text).toMatch(
      /would not detach .* because hold on `?100000000007`? by olivia: incident/,
    );
  });

  it("says nothing of steps where nothing was planned", () => {
    expect(scanMarkdown({ ...REPORT, kind: "scan" })).not.toContain("would");
  });

  it("shows foreign text so that it opens nothing: no tags, links, mentions, and no end of a fold", () => {
    const outside = text.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(outside.match(/<\/summary>/g)).toHaveLength(REPORT.entries.length);
    expect(outside).not.toMatch(/<img|@team|\]\(|\u202e/);
  });

  it("is cut at what GitHub takes, and says so", () => {
    const entries = Array.from({ length: 300 }, (_, index) => ({ ...DRIFTED, key: `k/${index}` }));
    const cut = scanMarkdown({ ...REPORT, entries });
    expect(cut.length).toBeLessThan(65_536);
    expect(cut).toContain("and 250 more");
  });
});
