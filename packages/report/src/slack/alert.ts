/** A finding as a message in Slack, and a change of it as a reply. */
import type { ActionTaken, Cause, Difference, Outcome } from "@holdfast/core";
import { canonicalJson } from "@holdfast/core";
import type { KnownBlock } from "@slack/types";
import type { AlertJson } from "../alert-json.ts";
import { labelOf, REREAD } from "../summary.ts";
import {
  context,
  fields,
  header,
  listed,
  message,
  paragraph,
  type SlackMessage,
  section,
} from "./blocks.ts";
import { code, codeBlock, line, link, prose, time } from "./mrkdwn.ts";

/** What an alert does not say by itself. */
export interface Place {
  readonly stage: string;
  /** Account id -> the baseline's name for it. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** Lines of a diff that are shown: what exceeds them is in the mail. */
const DIFF_LINES = 10;
const LISTED = 8;

/** A word and a shape, since colour and shape alone do not reach everybody. */
const SIGN: Readonly<Record<Outcome, string>> = {
  REVERTED: "✓",
  RESOLVED: "✓",
  UNVERIFIED: "…",
  PENDING: "…",
  FAILED: "‼",
  ALERTED: "▲",
  EXEMPT: "○",
  TOLERATED: "○",
  UNKNOWN: "?",
  TRIPPED: "⚑",
};

/** The message of an incident, as it is after this alert. */
export function slackAlert(alert: AlertJson, place: Place): SlackMessage {
  return message(
    line(alert.summary, 1500),
    [header(titleOf(alert)), paragraph(line(alert.summary, 1500)), ...facts(alert, place)],
    [
      ...diff(alert.differences),
      ...impact(alert),
      ...listed("What Holdfast did", alert.actions.map(actionLine), LISTED),
      ...(alert.happened === undefined
        ? [section(`*Re-read*\n${REREAD[alert.outcome]}`)]
        : listed("What happened", alert.causes.map(eventLine), LISTED)),
      ...notes(alert),
    ],
    [footer(alert, place)],
  );
}

/** Outcomes that are not the work of the latest actions. */
const BY_ITSELF: readonly Outcome[] = ["RESOLVED", "EXEMPT", "TOLERATED", "UNKNOWN"];

/** What is said in the thread when the outcome changes. */
export function slackChange(alert: AlertJson, { stage }: Pick<Place, "stage">): SlackMessage {
  const { outcome, actions, updatedAt } = alert;
  // Those before have been told.
  const latest = actions.filter(({ at }) => at === actions.at(-1)?.at);
  return message(
    line(alert.summary, 1500),
    [section(`*${SIGN[outcome]} ${labelOf(alert)}*`), paragraph(line(alert.summary, 1500))],
    [
      ...(BY_ITSELF.includes(outcome)
        ? []
        : listed("What Holdfast did", latest.map(actionLine), LISTED)),
      ...notes(alert),
    ],
    [context([time(updatedAt), `stage ${code(stage)}`])],
  );
}

/** `Reverted: DetachPolicy on Root/Workloads`, `Tripwire: root-activity on production` */
function titleOf(alert: AlertJson): string {
  const { outcome, causes, guardrail, subject, happened } = alert;
  const call = happened === undefined ? causes.at(-1)?.eventName : undefined;
  const what = line(call ?? guardrail.id, 50);
  return `${SIGN[outcome]} ${labelOf(alert)}: ${what} on ${line(subject.name, 70)}`;
}

function facts(alert: AlertJson, place: Place): KnownBlock[] {
  const { causes, subject, guardrail, mode, severity } = alert;
  const cause = causes.at(-1);
  const unit = subject.unit === subject.name ? undefined : subject.unit;
  return fields([
    [
      "Where",
      [subject.name, ...(unit === undefined ? [] : [unit])].map((one) => code(one)).join(" in "),
    ],
    ["Who", cause ? whoOf(cause.actor, place) : "not known: no event led here"],
    ["When", time(cause?.at ?? alert.firstSeenAt)],
    ["From", cause?.actor.sourceIp && code(cause.actor.sourceIp)],
    [alert.happened === undefined ? "Guardrail" : "Tripwire", code(guardrail.id)],
    ["Mode", mode],
    ["Severity", severity],
    ["Accounts", accountsOf(subject.accounts, place)],
  ]);
}

function whoOf(
  { name, type, role, account, invokedBy }: AlertJson["causes"][number]["actor"],
  { accounts }: Place,
): string {
  // The session's name is the caller's choice; the role is not.
  const by = role === undefined ? ` (${prose(type, 40)})` : ` as role ${code(lastPart(role))}`;
  const home = account === undefined ? "" : ` of ${code(accounts.get(account) ?? account, 40)}`;
  const via = invokedBy === undefined ? "" : `, through ${code(invokedBy)}`;
  return `${code(name)}${by}${home}${via}`;
}

/** A role without its path: Identity Center's is longer than what it says. */
function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1) || arn;
}

function accountsOf(ids: readonly string[], { accounts }: Place): string | undefined {
  if (ids.length === 0) return undefined;
  const names = ids.slice(0, 5).map((id) => code(accounts.get(id) ?? id, 40));
  const more = ids.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function diff(differences: readonly Difference[]): KnownBlock[] {
  if (differences.length === 0) return [];
  const lines = differences.flatMap(diffLines);
  const shown = lines.length > DIFF_LINES ? lines.slice(0, DIFF_LINES - 1) : lines;
  const more = lines.length - shown.length;
  const all = [...shown, ...(more > 0 ? [`… and ${more} more lines`] : [])];
  return [section(`*What differed*\n${codeBlock(all, 2000)}`)];
}

/** Signs as in a diff from the baseline: `-` is missing, `+` is there and was not declared. */
function diffLines({ kind, message: text, expected, actual }: Difference): string[] {
  switch (kind) {
    case "missing":
      return [`- ${text}`];
    case "unexpected":
      return [`+ ${text}`];
    case "changed":
      return [`~ ${text}`, `  - ${canonicalJson(expected)}`, `  + ${canonicalJson(actual)}`];
  }
}

function impact({ impact: found }: AlertJson): KnownBlock[] {
  if (found === undefined) return [];
  const where = found.accounts === 1 ? "1 account" : `${found.accounts} accounts`;
  const sentences = found.sentences.map((one) => prose(one, 250));
  return listed(`What it means for access, in ${where}`, sentences, 6);
}

function eventLine(cause: Cause): string {
  return `${time(cause.at)} ${prose(cause.what ?? cause.eventName, 250)}`;
}

const RESULT: Readonly<Record<ActionTaken["result"], string>> = {
  done: "done",
  failed: "*FAILED*",
  withheld: "withheld",
};

function actionLine({ action, reason, result, detail }: ActionTaken): string {
  const because = detail === undefined ? "" : ` – because: ${prose(detail, 200)}`;
  return `${RESULT[result]}: ${prose(reason, 150)} (${code(action)})${because}`;
}

function notes({ notes: all }: AlertJson): KnownBlock[] {
  return listed(
    "Notes",
    all.map((note) => prose(note, 250)),
    4,
  );
}

function footer(alert: AlertJson, place: Place): KnownBlock {
  const { guardrail, causes, incident, baselineHash } = alert;
  const event = causes.at(-1)?.eventId;
  return context([
    link(guardrail.runbook, "Runbook") ?? `runbook ${code(guardrail.runbook)}`,
    ...(event === undefined ? [] : [`event ${code(event)}`]),
    `incident ${code(incident)}`,
    `baseline ${code(baselineHash.slice(0, 12))}`,
    `stage ${code(place.stage)}`,
  ]);
}
