import type { Finding } from "@holdfast/core";
import type { Digest } from "@holdfast/core/notify";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alertJson } from "../alert-json.ts";
import { announcementJson, readAnnouncement } from "../announcement.ts";
import {
  ALERTED,
  EVERY_OUTCOME,
  EXEMPT,
  FAILED,
  REVERTED,
  TOLERATED,
  TRIPPED,
  UNKNOWN,
} from "../finding.fixture.ts";
import { slackAlert, slackChange } from "./alert.ts";
import { LIMITS, type SlackMessage } from "./blocks.ts";
import { slackDigest } from "./digest.ts";
import { slackAlarm, slackAnnouncement, slackText } from "./other.ts";
import { piecesOf, textsOf } from "./reader.fixture.ts";

const place = {
  stage: "production",
  accounts: new Map([
    ["100000000007", "dev"],
    ["100000000009", "production"],
  ]),
};

const shown = (message: SlackMessage) => textsOf(message.blocks).map(({ text }) => text);
const alertOf = (finding: Finding) => slackAlert(alertJson(finding), place);

describe("an incident's message", () => {
  it("tells what happened, to what, by whom, what was done, and whether it was confirmed", () => {
    expect(shown(alertOf(REVERTED))).toEqual([
      "✓ Reverted: DetachPolicy on Root/Workloads",
      "Root/Workloads differed from the baseline after alice@securecart.example called organizations:DetachPolicy; Holdfast put it right, and a re-read confirmed it.",
      "*Where*\n`Root/Workloads`",
      "*Who*\n`alice@securecart.example` as role `Admin` of `100000000001`",
      "*When*\n<!date^1793714531^{date_short_pretty} {time_secs}|2026-11-03T14:02:11Z>",
      "*From*\n`198.51.100.7`",
      "*Guardrail*\n`scp-attachment`",
      "*Mode*\nrevert",
      "*Severity*\nCRITICAL",
      "*Accounts*\n`dev`, `production`",
      "*What differed*\n```\n- the policy deny-delete-role is not attached\n```",
      "*What Holdfast did*\n• done: deny-delete-role is declared for Root/Workloads (`organizations:AttachPolicy`)",
      "*Re-read*\nconfirmed: live state agreed with the baseline after the write.",
      "<https://docs.example/scp-attachment|Runbook>",
      "event `1f2e0000-0000-4000-8000-000000000001`",
      "incident `inc-0001`",
      "baseline `3f9c1e2d`",
      "stage `production`",
    ]);
  });

  it("has the same sentence for notifications and screen readers", () => {
    expect(alertOf(REVERTED).text).toBe(
      "Root/Workloads differed from the baseline after alice@securecart.example called organizations:DetachPolicy; Holdfast put it right, and a re-read confirmed it.",
    );
  });

  it.each([
    [ALERTED, "▲ Drift: DetachPolicy on Root/Workloads"],
    [FAILED, "‼ REVERT FAILED, ACT NOW: DetachPolicy on Root/Workloads"],
    [UNKNOWN, "? Not readable: DetachPolicy on Root/Workloads"],
    [EXEMPT, "○ Exempt drift: DetachPolicy on Root/Workloads"],
    [TOLERATED, "○ Tolerated for now: DetachPolicy on Root/Workloads"],
    [TRIPPED, "⚑ Tripwire: root-activity on production"],
    [{ ...ALERTED, causes: [], causeCount: 0 }, "▲ Drift: scp-attachment on Root/Workloads"],
  ])("is headed by outcome, call and subject: $outcome", (finding, title) => {
    expect(shown(alertOf(finding))[0]).toBe(title);
  });

  it("says what was withheld or failed and why, and what must be said as well", () => {
    expect(shown(alertOf(ALERTED)).join("\n")).toContain(
      "• withheld: surprise is not declared for Root/Workloads (`organizations:DetachPolicy`) – because: mode restrict only takes access away",
    );
    const failed = shown(alertOf(FAILED)).join("\n");
    expect(failed).toContain(
      "• *FAILED*: deny-delete-role is declared for Root/Workloads (`organizations:AttachPolicy`)",
    );
    expect(failed).toContain("because: organizations:AttachPolicy: AccessDenied");
    expect(failed).toContain("*Notes*\n• The incident table could not be written");
  });

  it("says that nobody is known to have done it", () => {
    expect(shown(alertOf({ ...ALERTED, causes: [] }))).toContain(
      "*Who*\nnot known: no event led here",
    );
  });

  it("shows ten lines of a diff, and counts the others", () => {
    const [difference] = REVERTED.differences;
    if (difference === undefined) throw new Error("the fixture is empty");
    const differences = Array.from({ length: 30 }, (_, index) => ({
      ...difference,
      message: `policy ${index} is not attached`,
    }));
    const diff = shown(alertOf({ ...REVERTED, differences })).find((text) => text.includes("```"));
    const lines = diff?.split("\n").filter((one) => /^[-…]/.test(one));
    expect(lines).toHaveLength(10);
    expect(lines?.at(-1)).toBe("… and 21 more lines");
  });

  it("shows both sides of what changed", () => {
    const differences = [
      { path: "p", kind: "changed" as const, expected: "old", actual: "new", message: "changed" },
      {
        path: "q",
        kind: "unexpected" as const,
        expected: null,
        actual: "x",
        message: "x is there",
      },
    ];
    expect(shown(alertOf({ ...REVERTED, differences })).join("\n")).toContain(
      '```\n~ changed\n  - "old"\n  + "new"\n+ x is there\n```',
    );
  });

  it("of a tripwire lists its events, and leads to what to do", () => {
    const texts = shown(alertOf(TRIPPED));
    expect(texts).toContain("*Tripwire*\n`root-activity`");
    expect(texts.join("\n")).toMatch(
      /\*What happened\*\n• <!date[^>]+> root signed in to production without MFA\n• /,
    );
    expect(texts).toContain("<https://docs.example/root-activity|Runbook>");
    expect(texts.join("\n")).not.toContain("Re-read");
  });

  it("says what a drift means for access", () => {
    const impact = {
      sentences: ["a role in Staging may now call guardduty:DeleteDetector"],
      accounts: 2,
    };
    expect(shown(alertOf({ ...REVERTED, impact })).join("\n")).toContain(
      "*What it means for access, in 2 accounts*\n• a role in Staging may now call guardduty:DeleteDetector",
    );
  });

  it("names the runbook where it has no address", () => {
    const guardrail = { ...REVERTED.guardrail, runbook: "packages/guardrails/README.md#runbook" };
    expect(shown(alertOf({ ...REVERTED, guardrail }))).toContain(
      "runbook `packages/guardrails/README.md#runbook`",
    );
  });
});

describe("a reply", () => {
  it("says in short what has changed", () => {
    const message = slackChange(alertJson(FAILED), place);
    expect(shown(message)).toEqual([
      "*‼ REVERT FAILED, ACT NOW*",
      expect.stringContaining("REVERT FAILED, ACT NOW: Root/Workloads differed"),
      expect.stringContaining(
        "• *FAILED*: deny-delete-role is declared for Root/Workloads (`organizations:AttachPolicy`)",
      ),
      expect.stringContaining("The incident table could not be written"),
      expect.stringMatching(/^<!date/),
      "stage `production`",
    ]);
    expect(message.text).toMatch(/^REVERT FAILED, ACT NOW: .*\.$/);
  });
});

const digest: Digest = {
  openedAt: Date.parse("2026-11-03T14:00:00Z"),
  lastAt: Date.parse("2026-11-03T14:04:00Z"),
  revision: 4,
  shown: 0,
  more: 0,
  entries: Object.fromEntries(
    (["HIGH", "CRITICAL", "LOW", "HIGH"] as const).map((severity, index) => [
      `inc-${index}`,
      {
        severity,
        outcome: index === 0 ? ("REVERTED" as const) : ("ALERTED" as const),
        guardrail: index < 3 ? "scp-attachment" : "iam-user",
        subject: `dev-${index}`,
        actor: "mallory",
        updatedAt: "2026-11-03T14:02:00Z",
      },
    ]),
  ),
};

describe("a digest", () => {
  it("tells how many, how bad, about what and by whom", () => {
    const message = slackDigest(digest, place);
    expect(message.text).toBe(
      "Flood: 4 alerts within 4 minutes gathered in one message, the worst of severity CRITICAL.",
    );
    expect(shown(message)).toEqual(
      expect.arrayContaining([
        "▲ Flood: 4 alerts gathered, worst CRITICAL",
        "*Severity*\n2 HIGH\n1 CRITICAL\n1 LOW",
        "*Outcome*\n3 Drift\n1 Reverted",
        "*Guardrails*\n3 `scp-attachment`\n1 `iam-user`",
        "*Who*\n4 `mallory`",
        "*Where*\n1 `dev-0`\n1 `dev-1`\n1 `dev-2`\n1 `dev-3`",
      ]),
    );
  });

  it("counts what it could not tell apart", () => {
    expect(shown(slackDigest({ ...digest, more: 96 }, place))).toContain("*Not told apart*\n96");
  });
});

describe("an alarm on Holdfast itself", () => {
  it("says which and why", () => {
    const alarm = {
      AlarmName: "holdfast-production-organization-late",
      AlarmDescription: "Events wait for the enforcer: it is stopped, throttled or overrun",
      NewStateValue: "ALARM",
      NewStateReason:
        "Threshold Crossed: 1 datapoint [412.0] was greater than the threshold (300.0).",
      StateChangeTime: "2026-11-03T14:02:11.123+0000",
    };
    const message = slackAlarm(alarm, place);
    expect(message.text).toBe(
      "Alarm on Holdfast itself: Events wait for the enforcer: it is stopped, throttled or overrun.",
    );
    expect(shown(message)).toEqual([
      "‼ Alarm: holdfast-production-organization-late",
      "Events wait for the enforcer: it is stopped, throttled or overrun",
      expect.stringMatching(/^\*Since\*\n<!date\^1793714531\^/),
      expect.stringContaining("Threshold Crossed"),
      "stage `production`",
    ]);
  });
});

describe("an announcement", () => {
  it("says what is held back, why, by whom and how long", () => {
    const announcement = announcementJson({
      what: "paused",
      scope: "scp-attachment",
      reason: "moving *policies*",
      by: "arn:aws:iam::100000000001:user/olivia",
      until: "2026-11-03T16:00:00Z",
      at: "2026-11-03T14:02:11Z",
      stage: "production",
    });
    expect(readAnnouncement(JSON.stringify(announcement))).toEqual(announcement);
    expect(shown(slackAnnouncement(announcement))).toEqual([
      "■ Paused: scp-attachment",
      "Nothing is written for scp-attachment until 2026-11-03T16:00:00Z; findings and alerts go on.",
      "*Reason*\n`moving *policies*`",
      "*By*\n`arn:aws:iam::100000000001:user/olivia`",
      expect.stringMatching(/^\*Since\*\n<!date/),
      expect.stringMatching(/^\*Until\*\n<!date/),
      "stage `production`",
    ]);
  });

  it.each([{ kind: "alert" }, { version: 2 }, { what: "deleted" }, { by: 7 }])(
    "is none with %j",
    (changes) => {
      const rest = { scope: "*", by: "b", at: "a", stage: "s" };
      const announcement = announcementJson({ what: "paused", ...rest });
      expect(readAnnouncement(JSON.stringify({ ...announcement, ...changes }))).toBeUndefined();
    },
  );
});

describe("plain text", () => {
  it("is shown line by line under its subject", () => {
    const message = slackText("[Holdfast] test", "First & only.\n\nSecond <line>.");
    expect(shown(message)).toEqual([
      "[Holdfast] test",
      "First &amp; only.\n\nSecond &lt;line&gt;.",
    ]);
    expect(message.text).toBe("First &amp; only.");
  });

  it("is cut where Slack would refuse it, and said to be empty if it is", () => {
    expect(shown(slackText(undefined, `${"x".repeat(200)}\n`.repeat(100)))[0]).toMatch(/…$/);
    expect(shown(slackText(undefined, ""))).toEqual(["(no text)"]);
  });
});

/** What others choose: names, roles, reasons, errors, paths, values. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "<!channel>",
      "<https://evil.example|FORGED>",
      "`",
      "```",
      "*FORGED*",
      "_",
      "~",
    ),
    fc.constantFrom("&", "<", ">", "\n", "\u202e", "\u0000", ":x:", "FORGED", '"', "\\", "😀", "é"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 4 }),
  ),
  minLength: 1,
  maxLength: 400,
});

const hostileFinding = fc
  .tuple(hostile, fc.constantFrom(...EVERY_OUTCOME), fc.integer({ min: 1, max: 40 }))
  .map(([evil, base, count]): Finding => {
    const [difference] = REVERTED.differences;
    const [action] = REVERTED.actions;
    const [cause] = REVERTED.causes;
    if (!difference || !action || !cause) throw new Error("the fixture is empty");
    const times = <T>(one: T): T[] => Array.from({ length: count }, () => one);
    const { actor } = cause;
    return {
      ...base,
      subject: { ...base.subject, name: evil, unit: `Root/${evil}`, accounts: times(evil) },
      guardrail: { ...base.guardrail, runbook: `https://${evil}` },
      differences: times({
        ...difference,
        kind: "changed",
        expected: evil,
        actual: evil,
        message: evil,
      }),
      actions: times({ ...action, reason: evil, detail: evil }),
      causes: times({
        ...cause,
        at: evil,
        eventId: evil,
        eventName: evil,
        what: evil,
        actor: { ...actor, name: evil, role: evil, type: evil, sourceIp: evil, invokedBy: evil },
      }),
      ...(base.happened !== undefined && { happened: evil }),
      impact: { sentences: times(evil), accounts: count },
      notes: times(evil),
      incident: evil,
      baselineHash: evil,
    };
  });

const hostileMessage = hostileFinding.chain((finding) => {
  const alert = alertJson(finding);
  const entries = Object.fromEntries(
    finding.actions.map(({ reason }, index) => [
      `inc-${index}`,
      {
        severity: finding.severity,
        outcome: finding.outcome,
        guardrail: reason,
        subject: `${index} ${reason}`,
        actor: `${reason} ${index}`,
        updatedAt: finding.updatedAt,
      },
    ]),
  );
  const evil = finding.incident;
  return fc.constantFrom(
    slackAlert(alert, place),
    slackChange(alert, place),
    slackDigest({ ...digest, entries }, place),
    slackText(evil, `${evil}\n`.repeat(30)),
    slackAnnouncement(
      announcementJson({
        ...{ scope: evil, reason: evil, by: evil, until: evil, at: evil, stage: evil },
        what: "paused",
      }),
    ),
    slackAlarm(
      {
        AlarmName: evil,
        AlarmDescription: evil,
        NewStateValue: evil,
        NewStateReason: evil,
        StateChangeTime: evil,
      },
      place,
    ),
  );
});

/** What Slack refuses (docs of Block Kit), checked one by one. */
function beyondLimits({ text, blocks }: SlackMessage): string[] {
  const wrong: string[] = [];
  const check = (fine: boolean, what: string) => void (fine || wrong.push(what));
  const length = (one: { text: string } | undefined, most: number, what: string) =>
    check(one === undefined || (one.text.length >= 1 && one.text.length <= most), what);
  check(text.length >= 1 && text.length <= 3000, "text");
  check(blocks.length <= 50, "blocks");
  check(JSON.stringify(blocks).length <= LIMITS.total, "all blocks");
  for (const block of blocks) {
    if (block.type === "header") length(block.text, 150, "header");
    else if (block.type === "section") {
      length(block.text, 3000, "section");
      check((block.fields?.length ?? 1) >= 1 && (block.fields?.length ?? 0) <= 10, "fields");
      for (const field of block.fields ?? []) length(field, 2000, "field");
    } else if (block.type === "context") {
      check(block.elements.length >= 1 && block.elements.length <= 10, "elements");
    } else wrong.push(block.type);
  }
  return wrong;
}

describe("hostile strings", () => {
  it("never make a message that Slack refuses", () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        expect(beyondLimits(message)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("never mention, link, format or begin a line of their own", () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        for (const { type, text } of textsOf(message.blocks)) {
          if (type === "plain_text") {
            expect(text).not.toMatch(/[<>]/);
            continue;
          }
          for (const piece of piecesOf(text)) {
            if (piece.style === "entity") {
              // Ours: a time, and a link to the runbook.
              expect(piece.text).toMatch(
                /^!date\^\d+\^\{date_short_pretty\} \{time_secs\}\||^https:/,
              );
              if (piece.text.startsWith("https:")) expect(piece.text).toMatch(/\|Runbook$/);
            } else if (piece.style !== "code") {
              expect(piece.style).not.toBe("emoji");
              if (piece.style !== "plain") expect(piece.text).not.toContain("FORGED");
            }
          }
        }
        expect(message.text).not.toMatch(/[<>\n]|:\/\//);
      }),
      { numRuns: 300 },
    );
  });
});
