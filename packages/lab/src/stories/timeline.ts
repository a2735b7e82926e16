/** A story as people read it: who did what, when it was seen, what was undone, what the re-read said. */
import type { LoggedCall } from "../call-log.ts";
import { objectOfArn } from "../iam/object.ts";
import type { PublishedMessage } from "../services/sns.ts";
import {
  answered,
  byEnforcer,
  type Evidence,
  isOrganizationRead,
  isOrganizationWrite,
  rereads,
} from "./evidence.ts";
import { actor, type Name, reading, recorded, writing } from "./sentences.ts";
import { shownInSlack } from "./shown-in-slack.ts";

export interface Line {
  /** Milliseconds since the story began. */
  readonly at: number;
  readonly who: "attacker" | "holdfast" | "told";
  readonly text: string;
  /** Equal neighbours are folded into one line. */
  readonly times: number;
}

/** What Holdfast says that it saw, taken from what it told people. */
interface Seen {
  /** Ids that it may go by: the last part of its key, and of its ARN. */
  readonly objects: readonly unknown[];
  readonly at: number;
  readonly differences: readonly string[];
}

/** @param places id -> what the baseline calls it */
export function timeline(
  evidence: Evidence,
  startedAt: number,
  places: ReadonlyMap<string, string>,
): readonly Line[] {
  const name: Name = (id) => places.get(String(id)) ?? evidence.names.get(String(id)) ?? String(id);
  const lines = [
    ...linesOfCalls(evidence, name),
    ...evidence.otherRecords.map((record) => ({
      at: Date.parse(String(record.eventTime)),
      who: "attacker" as const,
      text: recorded(record, name),
    })),
    ...evidence.alerts.flatMap(linesOfAlert),
    ...linesOfSlack(evidence),
  ].toSorted((a, b) => a.at - b.at);
  return folded(lines.map(({ at, ...line }) => ({ at: at - startedAt, ...line })));
}

type Single = Omit<Line, "times">;

function linesOfCalls(evidence: Evidence, name: Name): readonly Single[] {
  const lines: Single[] = [];
  const compared = comparisons(evidence);
  const reads = evidence.calls.filter((call) => byEnforcer(call) && isOrganizationRead(call));
  let written: LoggedCall | undefined;
  for (const call of evidence.calls) {
    const { at } = call;
    if (isOrganizationWrite(call)) {
      if (byEnforcer(call)) {
        lines.push({ at, who: "holdfast", text: writing(call, name) });
        written = call;
      } else {
        const text = `${actor(call.principal, name)} ${writing(call, name)}`;
        lines.push({ at, who: "attacker", text });
      }
      continue;
    }
    if (!byEnforcer(call) || !isOrganizationRead(call)) continue;
    const differences = compared.get(call);
    const again = written !== undefined && rereads(call, written);
    // Re-checks that find nothing new would only be noise.
    if (differences || again || call === reads[0] || !answered(call)) {
      const text = `${again ? "reads again" : "reads"} ${reading(call, name)}`;
      lines.push({ at, who: "holdfast", text });
    }
    for (const one of differences ?? []) lines.push({ at, who: "holdfast", text: `sees: ${one}` });
    if (again) written = undefined;
  }
  return lines;
}

/** What a tripwire heard stands before what it told; what a guardrail saw stands with its reads. */
function linesOfAlert(alert: PublishedMessage): readonly Single[] {
  const { at, subject } = alert;
  const { happened, summary = "" } = machineForm(alert);
  const heard = { at, who: "holdfast" as const, text: `hears: ${summary.replace(/\.$/, "")}` };
  return [
    ...(happened === undefined ? [] : [heard]),
    { at, who: "told", text: String(subject ?? "") },
  ];
}

/** One line for the whole story: its mails are there already. */
function linesOfSlack({ slack = [] }: Evidence): readonly Single[] {
  const shown = shownInSlack(slack);
  return shown === undefined ? [] : [{ ...shown, who: "told" }];
}

function folded(lines: readonly Single[]): readonly Line[] {
  const all: Line[] = [];
  for (const line of lines) {
    const last = all.at(-1);
    if (last?.who === line.who && last.text === line.text) {
      all[all.length - 1] = { ...last, times: last.times + 1 };
    } else {
      all.push({ ...line, times: 1 });
    }
  }
  return all;
}

/** For each drift the read that showed it: the last one before Holdfast says that it saw it. */
function comparisons(evidence: Evidence): Map<LoggedCall, readonly string[]> {
  const found = new Map<LoggedCall, readonly string[]>();
  const all = evidence.calls.filter(
    (call) => byEnforcer(call) && isOrganizationRead(call) && call.outcome === "ok",
  );
  for (const { objects, at, differences } of evidence.alerts.map(seen)) {
    const known = knownFrom(evidence, differences);
    const possible = all.filter((call) => (known === undefined ? call.at <= at : call.at > known));
    const named = possible.filter((call) => objects.includes(call.object));
    // What is not read one by one was seen in a list.
    const reads = named.length > 0 ? named : possible.filter((call) => call.object === undefined);
    // Of several at that instant the first: the others confirmed what was done about it.
    const instant = reads.at(known === undefined ? -1 : 0)?.at;
    const read = reads.find((one) => one.at === instant);
    if (read && !found.has(read)) found.set(read, differences);
  }
  return found;
}

/**
 * An alert has its differences as they were last seen, so they may name a policy that Holdfast made in the
 * meantime. No read before its id was known can have shown that.
 */
function knownFrom(
  { attacked, after, calls }: Evidence,
  differences: readonly string[],
): number | undefined {
  const made = Object.keys(after.policies).find(
    (id) => !(id in attacked.policies) && differences.some((one) => one.includes(id)),
  );
  if (made === undefined) return undefined;
  return calls.find((call) => byEnforcer(call) && call.input.PolicyId === made)?.at;
}

/** The machine form of an alert, as a subscriber reads it. */
interface MachineForm {
  readonly key?: string;
  readonly subject?: { readonly resourceId: string };
  readonly firstSeenAt?: string;
  readonly summary?: string;
  /** Tripwires have it. */
  readonly happened?: string;
  readonly differences?: readonly { readonly message: string }[];
}

function machineForm({ byProtocol }: PublishedMessage): MachineForm {
  return JSON.parse(byProtocol.sqs ?? "{}");
}

function seen(message: PublishedMessage): Seen {
  const alert = machineForm(message);
  return {
    objects: [alert.key, alert.subject?.resourceId].flatMap((id = "") => [
      id.split("/").at(-1) ?? "",
      objectOfArn(id),
    ]),
    at: Date.parse(alert.firstSeenAt ?? ""),
    differences: alert.differences?.map(({ message }) => message) ?? [],
  };
}
