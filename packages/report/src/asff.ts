/** A finding for Security Hub CSPM, in the AWS Security Finding Format. */
import { createHash } from "node:crypto";
import { type Finding, formatKey } from "@holdfast/core";
import { productFields } from "./asff-fields.ts";
import type { AsffFinding, AsffResource } from "./asff-model.ts";
import { plain, shorten } from "./escape.ts";
import { OUTCOME_LABEL, summaryOf } from "./summary.ts";

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
 * stage alone: a later finding about the same key updates the earlier one.
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
    Compliance: { Status: complianceOf(finding) },
    RecordState: finding.closed ? "ARCHIVED" : "ACTIVE",
    FindingProviderFields: { Severity, Types },
  };
}

function idOf({ key }: Finding, { account, region, stage }: Enforcer): string {
  const digest = createHash("sha256").update(formatKey(key)).digest("hex");
  return `arn:${partitionOf(region)}:securityhub:${region}:${account}:holdfast/${stage}/${digest}`;
}

function partitionOf(region: string): AsffResource["Partition"] {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function titleOf({ outcome, guardrail, subject }: Finding): string {
  const about = `${OUTCOME_LABEL[outcome]}: ${guardrail.title} (${plain(subject.name, 100)})`;
  return shorten(about, MAX_TITLE);
}

function descriptionOf(finding: Finding): string {
  const differences = finding.differences.map(({ message }) => plain(message, 200));
  const impact = (finding.impact?.sentences ?? []).map((one) => `${plain(one, 200)}.`);
  return [summaryOf(finding), ...differences, ...impact].join(" ");
}

/** Somebody's act against a guardrail is a tactic; a drift that was merely found is a weak spot. */
function typesOf({ causes }: Finding): string[] {
  const practice = "Software and Configuration Checks/AWS Security Best Practices";
  return causes.length > 0 ? [practice, "TTPs/Defense Evasion"] : [practice];
}

function complianceOf({ closed, outcome }: Finding): AsffFinding["Compliance"]["Status"] {
  if (closed) return "PASSED";
  if (outcome === "EXEMPT") return "WARNING";
  return outcome === "UNKNOWN" ? "NOT_AVAILABLE" : "FAILED";
}

function recommendationOf({ guardrail, outcome }: Finding) {
  const urgent = outcome === "FAILED" ? "Restore the baseline by hand now. " : "";
  const text = `${urgent}${guardrail.why} See the guardrail's documentation: ${guardrail.docs}`;
  const Text = shorten(text, MAX_RECOMMENDATION);
  return guardrail.docs.startsWith("https://") ? { Text, Url: guardrail.docs } : { Text };
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
