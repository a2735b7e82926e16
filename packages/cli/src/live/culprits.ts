/**
 * Who did it: CloudTrail's event history is asked for the events that the guardrails watch, and their
 * own watches say which key a record leads to. Best effort: two lookups a second are all that AWS
 * allows, events reach the history minutes late, and it goes back 90 days.
 */
import { createBudgets, createEventHistory, parseTrailEvent } from "@holdfast/aws";
import {
  AwsError,
  type Baseline,
  type Cause,
  causeOf,
  formatKey,
  type Guardrail,
  matches,
  messageOf,
  type Watch,
} from "@holdfast/core";
import { patternOf } from "@holdfast/core/deployment";
import type { ScanEntry, ScanReport } from "@holdfast/core/scan";
import { asEvent } from "../explain.ts";
import type { Connection } from "./connect.ts";

/** Names of events that are looked up at most: about a quarter of a minute. */
const LOOKUPS = 30;
/** Causes of an entry, the newest. */
const CAUSES = 3;

/** The report with causes where the incident table knew none, and with a note on what is missing. */
export async function withCulprits(
  report: ScanReport,
  guardrails: readonly Guardrail[],
  baseline: Baseline,
  { calls }: Connection,
): Promise<ScanReport> {
  const open = report.entries.filter(({ causes, status }) => {
    return causes.length === 0 && (status === "DRIFTED" || status === "EXEMPT");
  });
  const watches = watchesOf(open, guardrails);
  const names = lookupsOf(watches);
  const wanted = new Set(open.map(({ key }) => key));
  const found = new Map<string, Cause[]>();
  const notes: string[] = [];
  if (names.length > LOOKUPS) {
    notes.push(
      `Who did it was asked of CloudTrail for ${LOOKUPS} of ${names.length} kinds of events.`,
    );
  }
  // The lab keeps to AWS's rate of lookups too, and there nothing else paces the calls.
  const budgets = calls.budgets ?? createBudgets({ clock: calls.clock, share: 1 });
  for (const { region, name } of names.slice(0, LOOKUPS)) {
    const lookUp = createEventHistory({ ...calls, budgets, region });
    try {
      for (const event of await lookUp(name)) {
        for (const [key, cause] of explained(event, watches, baseline)) {
          if (wanted.has(key)) found.set(key, [...(found.get(key) ?? []), cause]);
        }
      }
    } catch (error) {
      notes.push(`CloudTrail could not be asked who called ${name}: ${messageOf(error)}`);
      // Whoever may not look up one name may look up none.
      if (error instanceof AwsError && error.class === "denied") break;
    }
  }
  const entries = report.entries.map((entry) => {
    const causes = found.get(entry.key)?.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    return causes === undefined ? entry : { ...entry, causes: causes.slice(-CAUSES) };
  });
  return { ...report, entries, notes: [...report.notes, ...notes] };
}

/** Watches of the guardrails that found something. */
function watchesOf(entries: readonly ScanEntry[], guardrails: readonly Guardrail[]): Watch[] {
  const ids = new Set(entries.map(({ guardrail }) => guardrail));
  return guardrails.filter(({ id }) => ids.has(id)).flatMap((guardrail) => guardrail.watches);
}

/** Each name of an event once, in the Region that records it. */
function lookupsOf(watches: readonly Watch[]): { region: string; name: string }[] {
  const all = watches.flatMap(({ pattern, regions = ["us-east-1"] }) => {
    const names = Reflect.get(Object(pattern.detail), "eventName");
    if (!Array.isArray(names)) return [];
    const literal = names.filter((name) => typeof name === "string");
    return regions.flatMap((region) => literal.map((name) => ({ region, name })));
  });
  return [...new Map(all.map((one) => [`${one.region}/${one.name}`, one])).values()];
}

/** The keys that a record leads to, each with the cause that it is. */
function explained(
  event: unknown,
  watches: readonly Watch[],
  baseline: Baseline,
): (readonly [key: string, cause: Cause])[] {
  const record = parseTrailEvent(event);
  if ("skipped" in record) return [];
  const envelope = asEvent(event);
  const keys = watches
    .filter((watch) => matches(patternOf(watch), envelope))
    .flatMap((watch) => watch.keys(record, baseline))
    .map(formatKey);
  return [...new Set(keys)].map((key) => [key, causeOf(record)]);
}
