/** What else arrives on the alert topic: pauses and holds, alarms on Holdfast itself, and plain text. */
import { type AnnouncementJson, capital } from "../announcement.ts";
import { context, fields, header, message, paragraph, type SlackMessage } from "./blocks.ts";
import { code, line, time } from "./mrkdwn.ts";

/** The members of a CloudWatch alarm's notification that are shown. */
export interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly NewStateValue: string;
  readonly NewStateReason: string;
  readonly StateChangeTime: string;
}

/** Somebody stopped writes, or let them go on: always a message of its own. */
export function slackAnnouncement(announcement: AnnouncementJson): SlackMessage {
  const { what, scope, reason, by, until, at, stage, summary } = announcement;
  return message(
    line(summary, 600),
    [header(`■ ${capital(what)}: ${line(scope, 110)}`), paragraph(line(summary, 600))],
    fields([
      ["Reason", reason && code(reason, 500)],
      ["By", code(by, 200)],
      ["Since", time(at)],
      ["Until", until && time(until)],
    ]),
    [context([`stage ${code(stage)}`])],
  );
}

/** An alarm on Holdfast itself: always a message of its own. */
export function slackAlarm(alarm: Alarm, { stage }: { readonly stage: string }): SlackMessage {
  const { AlarmName, AlarmDescription, NewStateValue, NewStateReason, StateChangeTime } = alarm;
  const what = line(AlarmDescription || AlarmName, 400);
  const state = NewStateValue === "ALARM" ? "Alarm" : line(NewStateValue, 30);
  return message(
    `${state} on Holdfast itself: ${what}.`,
    [header(`‼ ${state}: ${line(AlarmName, 120)}`), paragraph(what)],
    fields([
      ["Since", time(StateChangeTime)],
      ["Why", code(NewStateReason, 600)],
    ]),
    [context([`stage ${code(stage)}`])],
  );
}

/** Text as it is, line by line: an alert that was too large for its machine form, or a test message. */
export function slackText(subject: string | undefined, text: string): SlackMessage {
  const lines = text.split("\n").map((one) => line(one, 1000));
  const first = lines.find((one) => one !== "") ?? "(no text)";
  return message(
    first,
    subject === undefined ? [] : [header(line(subject, 140))],
    [paragraph(cutLines(lines, 2900) || "(no text)")],
    [],
  );
}

function cutLines(lines: readonly string[], limit: number): string {
  const shown: string[] = [];
  let left = limit;
  for (const one of lines) {
    left -= one.length + 1;
    if (left < 0) return [...shown, "…"].join("\n");
    shown.push(one);
  }
  return shown.join("\n").trim();
}
