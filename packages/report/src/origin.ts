/** Who, when and from where: the lines of an alert about the event that led to it. */
import type { Finding } from "@holdfast/core";
import { plain } from "./escape.ts";
import { callOf } from "./summary.ts";

/** Who made the newest call; nothing for a drift that a scan found. */
export function actorLines({ causes }: Finding): string[] {
  const actor = causes.at(-1)?.actor;
  if (actor === undefined) return ["Who        not known: no event led here"];
  const via = actor.invokedBy === undefined ? "" : `, through ${plain(actor.invokedBy)}`;
  return [
    `Who        ${plain(actor.name)} (${plain(actor.type)}${via})`,
    ...row("", actor.arn),
    ...row("Role", actor.role),
    ...row("Account", actor.account),
    ...row("From", actor.sourceIp),
  ];
}

/** When it was called, which event says so, and how many others there were. */
export function originLines(finding: Finding): string[] {
  const { causes, causeCount, firstSeenAt, updatedAt, happened } = finding;
  const last = happened === undefined ? "last looked at" : "last event at";
  const cause = causes.at(-1);
  const others = causeCount - 1;
  const event = cause && `${callOf(cause)}, id ${plain(cause.eventId)}`;
  return [
    ...row("When", cause?.at),
    ...row("Event", event),
    ...(others > 0 ? row("", `and ${others} more event${others === 1 ? "" : "s"} about it`) : []),
    ...row("Seen", `${firstSeenAt}, ${last} ${updatedAt}`),
  ];
}

function row(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${label.padEnd(11)}${plain(text)}`];
}
