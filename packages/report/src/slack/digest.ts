/** A flood of alerts in one message. */
import type { Severity } from "@holdfast/core";
import type { Digest, DigestEntry } from "@holdfast/core/notify";
import { OUTCOME_LABEL } from "../summary.ts";
import { context, fields, header, message, paragraph, type SlackMessage } from "./blocks.ts";
import { code, time } from "./mrkdwn.ts";

const SEVERITIES: readonly Severity[] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"];
/** Of guardrails, actors and places: those with the most alerts. */
const TOP = 5;

/** The digest as it is now: how many, how bad, about what, by whom. */
export function slackDigest(digest: Digest, { stage }: { readonly stage: string }): SlackMessage {
  const entries = Object.values(digest.entries);
  const count = entries.length + digest.more;
  const worst = SEVERITIES.find((one) => entries.some(({ severity }) => severity === one)) ?? "LOW";
  const minutes = Math.max(1, Math.round((digest.lastAt - digest.openedAt) / 60_000));
  const alerts = `${count} ${count === 1 ? "alert" : "alerts"}`;
  const within = `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  return message(
    `Flood: ${alerts} within ${within} gathered in one message, the worst of severity ${worst}.`,
    [
      header(`▲ Flood: ${alerts} gathered, worst ${worst}`),
      paragraph(
        "More came than anybody reads one by one, so they are gathered here. A failed revert still comes on its own. All of them are in the mail and in Security Hub.",
      ),
    ],
    fields([
      [
        "Severity",
        tally(
          entries,
          ({ severity }) => severity,
          (one) => one,
        ),
      ],
      [
        "Outcome",
        tally(
          entries,
          ({ outcome }) => outcome,
          (one) => OUTCOME_LABEL[one],
        ),
      ],
      ["Guardrails", tally(entries, ({ guardrail }) => guardrail, code)],
      ["Who", tally(entries, ({ actor }) => actor ?? "not known", code)],
      ["Where", tally(entries, ({ subject }) => subject, code)],
      ["Not told apart", digest.more > 0 ? String(digest.more) : undefined],
    ]),
    [
      context([
        `from ${time(iso(digest.openedAt))} to ${time(iso(digest.lastAt))}`,
        `stage ${code(stage)}`,
      ]),
    ],
  );
}

/** `12 x, 3 y and 4 more`, the most frequent first. */
function tally<T extends string>(
  entries: readonly DigestEntry[],
  of: (entry: DigestEntry) => T,
  show: (value: T) => string,
): string {
  const counts = new Map<T, number>();
  for (const entry of entries) counts.set(of(entry), (counts.get(of(entry)) ?? 0) + 1);
  const ordered = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = ordered.slice(0, TOP).map(([value, count]) => `${count} ${show(value)}`);
  const more = ordered.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
