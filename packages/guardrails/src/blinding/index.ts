/** Nobody changes what Holdfast sees by, runs on and is heard through. */
import { type Baseline, defineTripwire, type Severity, type TrailRecord } from "@holdfast/core";
import { isGuarded } from "../security-services/keys.ts";
import {
  accountName,
  callOf,
  keyIn,
  principalOf,
  principalSubject,
  who,
} from "../tripwire/about.ts";
import { WAYS, wayOf } from "./events.ts";

const ID = "blinding";

/** Every name that a deployment gives begins so. */
const OURS = /holdfast-[\w-]*/;

export const blinding = defineTripwire({
  id: ID,
  severity: "CRITICAL",
  title: "Nobody blinds Holdfast",
  why: "Whoever stops the trail, a rule, a queue or a function works unseen afterwards: this may be the last that is heard.",
  docs: "packages/guardrails/src/blinding/README.md",
  tactic: "Defense Evasion",
  watches: () =>
    WAYS.map(({ service, names = [], prefixes = [] }) => ({
      pattern: {
        source: [`aws.${service}`],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: [`${service}.amazonaws.com`],
          eventName: [...names, ...prefixes.map((prefix) => ({ prefix }))],
        },
      },
      failed: "include" as const,
      // A deployment makes dozens of these calls, and so does an attacker: one incident each.
      keys: (record: TrailRecord, baseline: Baseline) =>
        concerns(record, baseline) ? [keyIn(ID, record, principalOf(record))] : [],
    })),
  subject: principalSubject,
  meaning(record, baseline) {
    const { errorCode, account } = record;
    const target = targetOf(record);
    const on = target === undefined ? "" : ` on ${target}`;
    const call = `${callOf(record)}${on} in ${accountName(baseline, account)}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried ${call}: ${errorCode}`, severity: "MEDIUM" };
    }
    return { what: `${who(record)} called ${call}`, severity: severityOf(record) };
  },
});

/**
 * In the management account everything counts that may have been done to something of Holdfast's; in
 * others, where only its forwarders and roles are, what says that it was.
 */
function concerns(record: TrailRecord, baseline: Baseline): boolean {
  const { organization, notifications } = baseline;
  const way = wayOf(record.eventSource, record.eventName);
  if (way === undefined || isSeenTo(record, baseline)) return false;
  if (said(record).some((text) => OURS.test(text))) return true;
  if (record.account !== organization.management) return false;
  return way.anything === true || isMute(record) || isSecret(record, notifications?.slack.secret);
}

/** What is done to a declared trail is told, and undone, by the guardrail of it. */
function isSeenTo(record: TrailRecord, baseline: Baseline): boolean {
  const { errorCode, eventSource } = record;
  return (
    errorCode === undefined &&
    eventSource === "cloudtrail.amazonaws.com" &&
    isGuarded(record, baseline)
  );
}

/** Records name a secret as the caller did, by its name or its ARN: the name is a part of either. */
function isSecret({ request }: TrailRecord, configured: string | undefined): boolean {
  if (configured === undefined || typeof request.secretId !== "string") return false;
  return nameOfSecret(request.secretId) === nameOfSecret(configured);
}

/** An ARN ends with the name, a hyphen and six characters of AWS's own; its suffix may be left out. */
function nameOfSecret(id: string): string {
  const [, name = id] =
    /^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:(.+?)(?:-\w{6})?$/.exec(id) ?? [];
  return name;
}

/** A denied call has lost its parameters, and its message may not name the resource. */
function isMute(record: TrailRecord): boolean {
  const resource = refusedOn(record);
  return Object.keys(record.request).length === 0 && (resource === "" || resource === "*");
}

/** The resource in AWS's message about a denial; empty if there is none. */
function refusedOn({ errorMessage = "" }: TrailRecord): string {
  const [, resource = ""] =
    / on resource: (.+?)(?: because | with an explicit deny |$)/.exec(errorMessage) ?? [];
  return resource;
}

/** Where a record can name what was done to whom. The message begins with who it was. */
function said(record: TrailRecord): string[] {
  const { request, response } = record;
  return [JSON.stringify(request), JSON.stringify(response), refusedOn(record)];
}

/** The name of what it was done to: Holdfast's own, the trail's, a rule's, a secret's, or the key's id. */
function targetOf(record: TrailRecord): string | undefined {
  const [ours] = said(record).flatMap((text) => OURS.exec(text) ?? []);
  // Security Hub's records spell parameters as its API does.
  const { name, trailName, keyId, RuleName, secretId } = record.request;
  const names = [name, trailName, keyId, RuleName, secretId];
  return ours ?? names.find((text) => typeof text === "string");
}

/** What stops something is worst; a change may be a deployment of Holdfast itself. */
function severityOf({ eventName, request }: TrailRecord): Severity {
  const stops =
    /^(Stop|Delete|Disable|Remove|Purge|Deregister|Unsubscribe|Detach|ScheduleKeyDeletion)/.test(
      eventName,
    ) ||
    request.enabled === false ||
    request.state === "DISABLED" ||
    request.reservedConcurrentExecutions === 0;
  return stops ? "CRITICAL" : "HIGH";
}
