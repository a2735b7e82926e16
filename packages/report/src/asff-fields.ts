/** ASFF `ProductFields`: what only Holdfast knows, for filters and automation rules in Security Hub. */
import { type Finding, formatKey } from "@holdfast/core";
import { isVerified } from "./alert-json.ts";
import { plain } from "./escape.ts";
import { callOf } from "./summary.ts";

const MAX_FIELDS = 50;
const MAX_VALUE = 2048;

/** At most 50 fields of at most 2,048 characters each; the ones that people filter by come first. */
export function productFields(finding: Finding, stage: string): Record<string, string> {
  const { outcome, mode, incident, baselineHash, key, subject, differences, happened } = finding;
  const fields: Readonly<Record<string, string | undefined>> = {
    Outcome: outcome,
    Verified: happened === undefined ? String(isVerified(outcome)) : undefined,
    Mode: mode,
    Incident: incident,
    BaselineHash: baselineHash,
    Key: formatKey(key),
    Stage: stage,
    Subject: subject.name,
    Happened: happened,
    AffectedAccounts: String(subject.accounts.length),
    Differences: happened === undefined ? String(differences.length) : undefined,
    ...causeFields(finding),
    ...numbered("Note", finding.notes),
    ...numbered("Action", finding.actions.map(actionOf)),
  };
  const filled = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[`holdfast/${name}`, plain(value, MAX_VALUE)]],
  );
  return Object.fromEntries(filled.slice(0, MAX_FIELDS));
}

function causeFields({
  causes,
  causeCount,
}: Finding): Readonly<Record<string, string | undefined>> {
  const cause = causes.at(-1);
  if (cause === undefined) return {};
  const { actor } = cause;
  return {
    Actor: actor.name,
    ActorType: actor.type,
    ActorArn: actor.arn,
    ActorRole: actor.role,
    ActorAccount: actor.account,
    SourceIp: actor.sourceIp,
    Event: callOf(cause),
    EventId: cause.eventId,
    EventTime: cause.at,
    EventCount: String(causeCount),
  };
}

function actionOf({ action, effect, result, reason, detail }: Finding["actions"][number]): string {
  const why = detail === undefined ? "" : ` (${detail})`;
  return `${result}: ${action}, ${effect}: ${reason}${why}`;
}

function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}${index + 1}`, value]));
}
