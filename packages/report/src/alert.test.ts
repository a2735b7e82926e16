import { readFileSync } from "node:fs";
import type { Finding } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertSubject, alertText } from "./alert.ts";
import { alertJson } from "./alert-json.ts";
import {
  ALERTED,
  EVERY_OUTCOME,
  EXEMPT,
  FAILED,
  RESOLVED,
  REVERTED,
  TOLERATED,
  TRIPPED,
  UNKNOWN,
  UNVERIFIED,
} from "./finding.fixture.ts";

function firstLine(finding: Finding): string | undefined {
  return alertText(finding).split("\n")[0];
}

describe("the first line of an alert", () => {
  it.each([
    [REVERTED, "X; Holdfast put it right, and a re-read confirmed it."],
    [UNVERIFIED, "X; Holdfast wrote the correction, but the re-read did not show it yet."],
    [ALERTED, "X; Holdfast undid part of it and withheld the rest."],
    [{ ...ALERTED, actions: [] }, "X; nothing was undone."],
    [EXEMPT, "X; an exemption covered it, and nothing was written."],
    [TOLERATED, "X; the baseline tolerates that for a while, and nothing was written."],
    [
      FAILED,
      "REVERT FAILED, ACT NOW: X; Holdfast tried to put it right and could not. The difference was still there when this was written.",
    ],
    [
      UNKNOWN,
      "Root/Workloads could not be read after alice@securecart.example called organizations:DetachPolicy; nothing was written, and whether it agrees with the baseline is not known.",
    ],
    [RESOLVED, "Root/Workloads agreed with the baseline again, without a write by Holdfast."],
    [TRIPPED, "root signed in to production without MFA, and 1 more event."],
    [
      { ...TRIPPED, causeCount: 1, outcome: "EXEMPT" as const },
      "root signed in to production without MFA; an exemption covers it.",
    ],
    [{ ...TRIPPED, causeCount: 9 }, "root signed in to production without MFA, and 8 more events."],
  ])("says what happened: $outcome", (finding, wanted) => {
    const x =
      "Root/Workloads differed from the baseline after alice@securecart.example called organizations:DetachPolicy";
    expect(firstLine(finding)).toBe(wanted.replace("X", x));
  });

  it("shouts for a failed revert and for nothing else", () => {
    const shouting = EVERY_OUTCOME.filter((one) => /ACT NOW/.test(firstLine(one) ?? ""));
    expect(shouting).toEqual([FAILED]);
  });
});

describe("alertText", () => {
  it.each([
    ["reverted", REVERTED],
    ["alerted", ALERTED],
    ["failed", FAILED],
    ["unknown", UNKNOWN],
    ["exempt", EXEMPT],
    ["tripped", TRIPPED],
  ])("tells the whole story as golden/%s.txt shows it", (name, finding) => {
    const golden = readFileSync(new URL(`./golden/${name}.txt`, import.meta.url), "utf8");
    expect(alertText(finding)).toBe(golden);
  });

  it("says what to do at the beginning, where it stays as it is unless somebody acts", () => {
    const first = EVERY_OUTCOME.filter((one) =>
      alertText(one).split("\n")[2]?.startsWith("What to do "),
    );
    expect(first).toEqual([ALERTED, FAILED, UNKNOWN, TRIPPED]);
    const last = EVERY_OUTCOME.filter((one) => /^Runbook {4}https:/m.test(alertText(one)));
    expect([...first, ...last]).toHaveLength(EVERY_OUTCOME.length);
  });

  it("says what was withheld and why", () => {
    expect(alertText(ALERTED)).toContain(`What Holdfast did
  - done      deny-delete-role is declared for Root/Workloads
              organizations:AttachPolicy (takes access away), 2026-11-03 14:02:13 UTC
  - withheld  surprise is not declared for Root/Workloads
              organizations:DetachPolicy (gives access), 2026-11-03 14:02:13 UTC
              because mode restrict only takes access away

Re-read    live state differs from the baseline.
`);
  });

  it("says which write failed, with the error and the notes", () => {
    const text = alertText(FAILED);
    expect(text).toContain("  - FAILED    deny-delete-role is declared for Root/Workloads\n");
    expect(text).toContain("  because organizations:AttachPolicy: AccessDenied\n");
    expect(text).toContain(
      "Re-read    not confirmed: a write failed, so part or all of the difference is still there.\n",
    );
    expect(text).toContain(
      "Notes\n  - The incident table could not be written; there is no before-state.\n",
    );
    expect(text).toContain("Incident   inc-0001, open since 2026-11-03 14:02:12 UTC\n");
  });

  it("leaves out what there is not, and says that an actor is not known", () => {
    const text = alertText(RESOLVED);
    expect(text).toContain("Who        not known: no event led here\nWhere      Root/Workloads\n");
    expect(text).not.toContain("What Holdfast did");
    expect(alertText(UNKNOWN)).not.toContain("What differed");
  });

  it("shows both sides of a changed value, and of others what the message has not said", () => {
    const base = { path: "p", expected: "old", actual: "new", message: "it changed" };
    const differences = [
      { ...base, kind: "changed" as const },
      { ...base, kind: "unexpected" as const, message: "new is there" },
    ];
    expect(alertText({ ...REVERTED, differences })).toContain(`in 2 ways after`);
    expect(alertText({ ...REVERTED, differences })).toContain(`What differed
  - it changed (p)
      expected  old
      found     new
  - new is there
`);
  });

  it("counts what is too much to list", () => {
    const notes = Array.from({ length: 23 }, (_, index) => `note ${index}`);
    const text = alertText({ ...REVERTED, notes });
    expect(text).toContain("  - note 19\n  - and 3 more\n");
    expect(text).not.toContain("note 20");
  });
});

describe("alertSubject", () => {
  it.each([
    [REVERTED, "[Holdfast] Reverted: scp-attachment on Root/Workloads"],
    [ALERTED, "[Holdfast] Drift: scp-attachment on Root/Workloads"],
    [FAILED, "[Holdfast] REVERT FAILED, ACT NOW: scp-attachment on Root/Workloads"],
    [UNKNOWN, "[Holdfast] Not readable: scp-attachment on Root/Workloads"],
    [TRIPPED, "[Holdfast] Tripwire: root-activity on production"],
    [
      { ...TRIPPED, outcome: "EXEMPT" as const },
      "[Holdfast] Exempt tripwire: root-activity on production",
    ],
  ])("names outcome, guardrail and subject: $outcome", (finding, subject) => {
    expect(alertSubject(finding)).toBe(subject);
  });
});

// Whatever a caller of AWS can choose: names, errors, values.
const hostileFinding = fc
  .tuple(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom(...EVERY_OUTCOME))
  .map(([text, base]): Finding => {
    const [difference] = REVERTED.differences;
    const [cause] = REVERTED.causes;
    if (difference === undefined || cause === undefined) throw new Error("the fixture is empty");
    const evil = `${text}\r\nRe-read    confirmed\u202e`;
    return {
      ...base,
      subject: { ...base.subject, name: evil },
      differences: [{ ...difference, actual: evil, kind: "changed", message: evil, path: evil }],
      actions: base.actions.map((action) => ({ ...action, detail: evil, reason: evil })),
      causes: [
        { ...cause, eventName: evil, actor: { type: evil, name: evil, arn: evil }, what: evil },
      ],
      ...(base.happened !== undefined && { happened: evil }),
      notes: [evil],
    };
  });

describe("hostile strings", () => {
  it("never break out of their line or of their place in a mail", () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const text = alertText(finding);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
        const rereads = text.split("\n").filter((line) => line.startsWith("Re-read"));
        expect(rereads).toHaveLength(finding.happened === undefined ? 1 : 0);
        expect(text.length).toBeLessThan(20_000);
      }),
    );
  });

  it("never make a subject that SNS refuses", () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        expect(alertSubject(finding)).toMatch(/^[\x20-\x7e]{1,99}$/);
      }),
    );
  });
});

describe("alertJson", () => {
  it("is the finding with version, key, summary and verification", () => {
    const { key: _, ...rest } = REVERTED;
    expect(alertJson(REVERTED)).toEqual({
      ...rest,
      version: 1,
      key: "scp-attachment/100000000001/us-east-1/ou-abcd-11111111",
      summary: firstLine(REVERTED),
      verified: true,
    });
  });

  it("calls only verified what a read has confirmed", () => {
    const verified = EVERY_OUTCOME.filter((finding) => alertJson(finding).verified);
    expect(verified).toEqual([REVERTED, RESOLVED]);
  });
});
