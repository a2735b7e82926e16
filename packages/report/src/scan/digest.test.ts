import { describe, expect, it } from "vitest";
import { digestJson, digestSubject, digestText } from "./digest.ts";
import { DRIFTED, REPORT, UNKNOWN } from "./report.fixture.ts";

const WHERE = "s3://reports/scans/2026/11/23/scan-1.json";
const many = {
  ...REPORT,
  entries: Array.from({ length: 25 }, (_, index) => ({
    ...DRIFTED,
    key: `${DRIFTED.key}${index}`,
    severity: index === 24 ? ("CRITICAL" as const) : ("LOW" as const),
    subject: { ...DRIFTED.subject, name: `unit-${index}` },
  })),
};

describe("the digest of a scan", () => {
  it("says in its subject what drifted and what was not checked", () => {
    const { drifted, unread, unknown } = REPORT.summary;
    expect(digestSubject(REPORT)).toBe(
      `[Holdfast] Scan: ${drifted} drifted, ${unread + unknown} not checked`,
    );
    const clean = { ...REPORT.summary, drifted: 0, unread: 0, unknown: 0 };
    expect(digestSubject({ ...REPORT, summary: clean })).toContain("changes are under way");
  });

  it("names what differs, what was not read and where the report is", () => {
    const text = digestText({ ...REPORT, entries: [DRIFTED, UNKNOWN] }, WHERE);
    expect(text).toContain("developers-no-iam (p-7415c39f) is declared, and is not attached");
    expect(text).toContain("[?] account-assignment 100000000001 not read: sso:ListAccountAssign");
    expect(text).toContain(`Report     ${WHERE}`);
  });

  it("says when it is not all", () => {
    expect(digestText({ ...REPORT, complete: false }, WHERE)).toContain("It is incomplete");
    expect(digestText({ ...REPORT, complete: true }, WHERE)).not.toContain("It is incomplete");
  });

  it("lists twenty, the most severe first, and counts the rest", () => {
    const text = digestText(many, WHERE);
    expect(text).toContain("and 5 more");
    expect(text.indexOf("unit-24:")).toBeLessThan(text.indexOf("unit-0:"));
    const { entries } = digestJson(many, WHERE);
    expect(entries.map(({ subject }) => subject.name).slice(0, 2)).toEqual(["unit-24", "unit-0"]);
    expect(entries).toHaveLength(20);
  });

  it("lets no foreign text hide, break a line or link", () => {
    const text = digestText(REPORT, WHERE);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(text).not.toContain("https://evil");
  });

  it("brings its text along for those who only show it", () => {
    const digest = digestJson(REPORT, WHERE);
    expect(digest.text).toBe(digestText(REPORT, WHERE));
    expect(digest).toMatchObject({ version: 1, kind: "scan", report: WHERE });
  });
});
