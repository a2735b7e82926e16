/** Who, where, when and from which event: the lines of an alert about what led to it. */
import type { Finding } from "@holdfast/core";
import { plain } from "./escape.ts";
import { callOf } from "./summary.ts";
import { utc } from "./time.ts";

/** Accounts that are named one by one; a unit may hold thousands. */
const ACCOUNTS = 10;

/** Who made the newest call; nothing for a drift that a scan found. */
export function actorLines({ causes }: Finding): string[] {
  const actor = causes.at(-1)?.actor;
  if (actor === undefined) return ["Who        not known: no event led here"];
  const home = actor.account === undefined ? "" : ` of account ${plain(actor.account)}`;
  const via = actor.invokedBy === undefined ? "" : `, through ${plain(actor.invokedBy)}`;
  return [
    `Who        ${plain(actor.name)} (${plain(actor.type)}${home}${via})`,
    // A session's ARN holds the role's and its name, and nothing else.
    ...(actor.role === undefined ? row("", actor.arn) : row("Role", actor.role)),
    ...row("From", actor.sourceIp),
  ];
}

/** What it is about, and whom it reaches. */
export function whereLines({ subject, key, happened }: Finding): string[] {
  const unit = subject.unit === undefined || subject.unit === subject.name ? "" : subject.unit;
  const within = unit === "" ? "" : `, in ${unit}`;
  const place = happened === undefined ? within : ` (account ${key.account}), ${key.region}`;
  return [
    ...row("Where", `${subject.name}${place}`),
    ...row("Affects", accountsOf(subject.accounts)),
  ];
}

function accountsOf(ids: readonly string[]): string | undefined {
  if (ids.length === 0) return undefined;
  const more = ids.length - ACCOUNTS;
  return `${ids.slice(0, ACCOUNTS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** When it was called, which event says so, and how many others there were. */
export function originLines(finding: Finding): string[] {
  const { causes, causeCount, firstSeenAt, updatedAt, happened } = finding;
  const last = happened === undefined ? "last looked at" : "last event at";
  const cause = causes.at(-1);
  const others = causeCount - 1;
  const event = cause && `${callOf(cause)}, id ${cause.eventId}`;
  return [
    ...row("When", cause && utc(cause.at)),
    ...row("Event", event),
    ...(others > 0 ? row("", `and ${others} more event${others === 1 ? "" : "s"} about it`) : []),
    ...row("Seen", `${utc(firstSeenAt)}, ${last} ${utc(updatedAt)}`),
  ];
}

function row(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${label.padEnd(11)}${plain(text)}`];
}
