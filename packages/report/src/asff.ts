/** A finding for Security Hub CSPM, in the AWS Security Finding Format. */
import { createHash } from "node:crypto";
import { type Finding, formatKey } from "@holdfast/core";
import { productFields } from "./asff-fields.ts";
import type { AsffCompliance, AsffFinding, AsffResource } from "./asff-model.ts";
import { plain, shorten } from "./escape.ts";
import { callOf, labelOf, summaryOf } from "./summary.ts";

/** Where Holdfast runs; findings are filed there. */
export interface Enforcer {
  /** Twelve digits. */
  readonly account: string;
  /** Hub Region: the one in which BatchImportFindings is called. */
  readonly region: string;
  readonly stage: string;
}

const MAX_TITLE = 256;
const MAX_DESCRIPTION = 1024;
const MAX_RECOMMENDATION = 512;
const MAX_RESOURCES = 32;

/**
 * The finding as BatchImportFindings takes it. With the default product ARN it must be filed under
 * the calling account, so the affected accounts stand in `Resources`. `Id` depends on the key and the
 * stage alone: a later finding about the same key updates the earlier one. A tripwire's depends on
 * the incident too: nobody's work on an old event, be it a suppression, may cover a new one.
 */
export function toAsff(finding: Finding, enforcer: Enforcer): AsffFinding {
  const { account, region } = enforcer;
  const partition = partitionOf(region);
  const Types = typesOf(finding);
  const Severity = { Label: finding.severity };
  return {
    SchemaVersion: "2018-10-08",
    Id: idOf(finding, enforcer),
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: "Holdfast",
    CompanyName: "Holdfast",
    Region: region,
    GeneratorId: `holdfast/${finding.guardrail.id}`,
    AwsAccountId: account,
    Types,
    FirstObservedAt: finding.firstSeenAt,
    LastObservedAt: finding.updatedAt,
    CreatedAt: finding.firstSeenAt,
    UpdatedAt: finding.updatedAt,
    Severity,
    Title: titleOf(finding),
    Description: shorten(descriptionOf(finding), MAX_DESCRIPTION),
    Remediation: { Recommendation: recommendationOf(finding) },
    ProductFields: productFields(finding, enforcer.stage),
    Resources: resourcesOf(finding, partition),
    // An event is no check that could be passed.
    ...(finding.happened === undefined && { Compliance: { Status: complianceOf(finding) } }),
    RecordState: finding.closed ? "ARCHIVED" : "ACTIVE",
    FindingProviderFields: { Severity, Types },
  };
}

function idOf({ key, happened, incident }: Finding, { account, region, stage }: Enforcer): string {
  const about = happened === undefined ? formatKey(key) : `${formatKey(key)}\n${incident}`;
  const digest = createHash("sha256").update(about).digest("hex");
  return `arn:${partitionOf(region)}:securityhub:${region}:${account}:holdfast/${stage}/${digest}`;
}

function partitionOf(region: string): AsffResource["Partition"] {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function titleOf(finding: Finding): string {
  const { guardrail, subject } = finding;
  const about = `${labelOf(finding)}: ${guardrail.title} (${plain(subject.name, 100)})`;
  return shorten(about, MAX_TITLE);
}

function descriptionOf(finding: Finding): string {
  if (finding.happened !== undefined) return `${summaryOf(finding)} ${circumstances(finding)}`;
  const differences = finding.differences.map(({ message }) => plain(message, 200));
  const impact = (finding.impact?.sentences ?? []).map((one) => `${plain(one, 200)}.`);
  return [summaryOf(finding), ...differences, ...impact].join(" ");
}

/** Who, from where, when and in which account and Region: of a tripwire's newest event. */
function circumstances({ causes, key: { account, region } }: Finding): string {
  const cause = causes.at(-1);
  const where = `in account ${account}, ${region}`;
  if (cause === undefined) return `${where}.`;
  const { name, sourceIp } = cause.actor;
  const from = sourceIp === undefined ? "" : ` from ${plain(sourceIp, 80)}`;
  const call = `${plain(name, 80)} called ${callOf(cause)}${from}`;
  return `Last, ${call} at ${plain(cause.at, 40)} ${where}.`;
}

/** Somebody's act against a guardrail is a tactic; a drift that was merely found is a weak spot. */
function typesOf({ causes, guardrail: { tactic } }: Finding): string[] {
  if (tactic !== undefined) return [`TTPs/${tactic}`];
  const practice = "Software and Configuration Checks/AWS Security Best Practices";
  return causes.length > 0 ? [practice, "TTPs/Defense Evasion"] : [practice];
}

function complianceOf({ closed, outcome }: Finding): AsffCompliance["Status"] {
  if (closed) return "PASSED";
  if (outcome === "EXEMPT" || outcome === "TOLERATED") return "WARNING";
  return outcome === "UNKNOWN" ? "NOT_AVAILABLE" : "FAILED";
}

function recommendationOf({ guardrail, outcome }: Finding) {
  const urgent = outcome === "FAILED" ? "Restore the baseline by hand now. " : "";
  const text = `${urgent}${guardrail.why} What to do: ${guardrail.runbook}`;
  const Text = shorten(text, MAX_RECOMMENDATION);
  return guardrail.runbook.startsWith("https://") ? { Text, Url: guardrail.runbook } : { Text };
}

/** The thing itself first, then the accounts that depend on it, as many as ASFF takes. */
function resourcesOf({ subject, key }: Finding, Partition: AsffResource["Partition"]) {
  const rest = { Partition, Region: key.region };
  const accounts = subject.accounts.map((id) => ({
    Type: "AwsAccount",
    Id: `AWS::::Account:${id}`,
  }));
  const all = [{ Type: subject.resourceType, Id: subject.resourceId }, ...accounts];
  const distinct = new Map(all.map((one) => [one.Id, { ...one, ...rest }]));
  return [...distinct.values()].slice(0, MAX_RESOURCES);
}
