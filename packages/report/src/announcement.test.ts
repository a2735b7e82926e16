import type { Announcement } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { announcementJson, announcementSubject, announcementText } from "./announcement.ts";

const PAUSED: Announcement = {
  what: "paused",
  scope: "scp-attachment",
  reason: "moving policies \u202e https://evil.example",
  by: "arn:aws:sts::100000000001:assumed-role/Admin/olivia",
  until: "2026-11-23T22:00:00.000Z",
  at: "2026-11-23T20:00:00.000Z",
  stage: "production",
};

describe("an announcement", () => {
  it("says what no longer happens, who decided it and until when", () => {
    expect(
      announcementText(PAUSED),
    ).toBe(`Nothing is written for scp-attachment until 2026-11-23T22:00:00.000Z; findings and alerts go on.

Reason     moving policies \\u{202e} https[:]//evil.example
By         arn:aws:sts::100000000001:assumed-role/Admin/olivia
At         2026-11-23T20:00:00.000Z
Stage      production
What to do docs/runbooks/controls.md
`);
  });

  it.each([
    ["paused", "*", "Nothing is written for anything until"],
    ["pause lifted", "*", "The pause for everything is over"],
    ["hold placed", "100000000009", "Nothing gives access back on 100000000009 until"],
    ["hold lifted", "100000000009", "The hold on 100000000009 is over"],
  ] as const)("of what was %s is a sentence", (what, scope, expected) => {
    expect(announcementJson({ ...PAUSED, what, scope }).summary).toContain(expected);
  });

  it("has a subject that SNS takes, whatever the scope", () => {
    const subject = announcementSubject({ ...PAUSED, scope: `ü${"x".repeat(300)}` });
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  });
});
