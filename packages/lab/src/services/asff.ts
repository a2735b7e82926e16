/** The rules of the AWS Security Finding Format that `BatchImportFindings` checks, per finding. */
import { byteLength } from "./support.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Where a finding comes from: with the default product ARN it must name the caller. */
export interface Importer {
  readonly account: string;
  readonly region: string;
}

/** Text that must be there, with its greatest length in characters. */
const REQUIRED_TEXTS: readonly (readonly [name: string, most: number])[] = [
  ["Id", 512],
  ["GeneratorId", 512],
  ["Title", 256],
  ["Description", 1024],
  ["ProductArn", 2048],
  ["AwsAccountId", 12],
  ["SchemaVersion", 16],
  ["CreatedAt", 64],
  ["UpdatedAt", 64],
];
const TIMES = ["CreatedAt", "UpdatedAt", "FirstObservedAt", "LastObservedAt"];
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:?\d{2})$/;
const SEVERITIES = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
const NAMESPACES = [
  "Software and Configuration Checks",
  "TTPs",
  "Effects",
  "Unusual Behaviors",
  "Sensitive Data Identifications",
];
/** Bytes. */
const SIZE_LIMIT = 240 * 1024;

/** What is wrong with a finding; empty if Security Hub would take it. */
export function asffProblems(finding: Fields, importer: Importer): string[] {
  return [
    ...textProblems(finding),
    ...identityProblems(finding, importer),
    ...TIMES.filter((name) => finding[name] !== undefined && !isTime(finding[name])).map(
      (name) => `${name} should match format "date-time"`,
    ),
    ...typeProblems(finding),
    ...severityProblems(finding),
    ...resourceProblems(finding),
    ...enumProblem("RecordState", finding.RecordState, ["ACTIVE", "ARCHIVED"]),
    ...enumProblem("Compliance.Status", fieldsOf(finding.Compliance).Status, [
      "PASSED",
      "WARNING",
      "FAILED",
      "NOT_AVAILABLE",
    ]),
    ...mapProblems("ProductFields", finding.ProductFields, 128, 2048),
    ...lengthProblem(
      "Remediation.Recommendation.Text",
      fieldsOf(fieldsOf(finding.Remediation).Recommendation).Text,
      512,
    ),
    ...(byteLength(JSON.stringify(finding)) > SIZE_LIMIT
      ? [`is larger than ${SIZE_LIMIT} bytes`]
      : []),
  ];
}

function textProblems(finding: Fields): string[] {
  return REQUIRED_TEXTS.flatMap(([name, most]) => {
    const text = finding[name];
    if (text === undefined) return [`should have required property '${name}'`];
    if (text === "") return [`${name} should NOT be shorter than 1 characters`];
    return lengthProblem(name, text, most);
  });
}

function identityProblems(finding: Fields, { account, region }: Importer): string[] {
  const product = `arn:aws:securityhub:${region}:${account}:product/${account}/default`;
  const problems: string[] = [];
  if (finding.SchemaVersion !== "2018-10-08") problems.push("SchemaVersion should be 2018-10-08");
  if (finding.ProductArn !== product) problems.push(`ProductArn should be ${product}`);
  if (finding.AwsAccountId !== account) {
    problems.push(`AwsAccountId should be ${account}, the account of the caller`);
  }
  return problems;
}

function typeProblems(finding: Fields): string[] {
  const types = fieldsOf(finding.FindingProviderFields).Types ?? finding.Types;
  if (!Array.isArray(types) || types.length === 0) return ["should have required property 'Types'"];
  if (types.length > 50) return ["Types should NOT have more than 50 items"];
  return types
    .map(String)
    .filter((type) => {
      const [namespace = "", ...rest] = type.split("/");
      return !NAMESPACES.includes(namespace) || rest.length > 2 || rest.includes("");
    })
    .map((type) => `Types: ${JSON.stringify(type)} is not namespace/category/classifier`);
}

function severityProblems(finding: Fields): string[] {
  const given = fieldsOf(finding.FindingProviderFields).Severity ?? finding.Severity;
  if (given === undefined) return ["should have required property 'Severity'"];
  const { Label: label, Normalized: normalized } = fieldsOf(given);
  if (label !== undefined) return enumProblem("Severity.Label", label, SEVERITIES);
  const inRange = typeof normalized === "number" && normalized >= 0 && normalized <= 100;
  return inRange ? [] : ["Severity should have Label, or Normalized from 0 to 100"];
}

function resourceProblems(finding: Fields): string[] {
  const resources = finding.Resources;
  if (!Array.isArray(resources)) return ["should have required property 'Resources'"];
  if (resources.length < 1 || resources.length > 32) {
    return [`Resources should have 1 to 32 items, not ${resources.length}`];
  }
  return resources.map(fieldsOf).flatMap((resource, index) => {
    const where = `Resources[${index}]`;
    return [
      ...["Type", "Id"]
        .filter((name) => !resource[name])
        .map((name) => `${where} should have required property '${name}'`),
      ...lengthProblem(`${where}.Type`, resource.Type, 256),
      ...lengthProblem(`${where}.Id`, resource.Id, 512),
      ...mapProblems(`${where}.Details.Other`, fieldsOf(resource.Details).Other, 128, 1024),
    ];
  });
}

function mapProblems(where: string, map: unknown, longestKey: number, longest: number): string[] {
  const entries = Object.entries(fieldsOf(map));
  const tooMany = entries.length > 50 ? [`${where} should NOT have more than 50 properties`] : [];
  const tooLong = entries.flatMap(([key, value]) => [
    ...lengthProblem(`${where} key`, key, longestKey),
    ...lengthProblem(`${where}.${key}`, value, longest),
  ]);
  return [...tooMany, ...tooLong];
}

function lengthProblem(where: string, text: unknown, most: number): string[] {
  const tooLong = typeof text === "string" && [...text].length > most;
  return tooLong ? [`${where} should NOT be longer than ${most} characters`] : [];
}

function enumProblem(where: string, value: unknown, allowed: readonly string[]): string[] {
  if (value === undefined || allowed.includes(String(value))) return [];
  return [`${where} should be one of ${allowed.join(", ")}`];
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && RFC3339.test(value) && !Number.isNaN(Date.parse(value));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
