/** A small sound baseline for the tests of lint and expectations; each changes what it is about. */
import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { loadActionUniverse } from "@holdfast/policy/universe";
import type { Guardrail } from "../../guardrail.ts";
import { checkBaseline, type Validation } from "../check.ts";
import { type Files, memoryFiles } from "../fixture.ts";
import type { Diagnostic } from "../problem.ts";

export const NOW = Date.parse("2026-11-24T12:00:00Z");
const universe = await loadActionUniverse();
const awsManaged = await loadAwsManagedPolicies();

const YAML = `version: 1
organization:
  management: "100000000001"
  hubRegion: us-east-1
  identityCenterRegion: us-east-1
  regions: [us-east-1, eu-west-1]
accounts:
  dev: "100000000002"
  prod: "100000000003"
units:
  Root: { policies: [guard] }
  Root/Work: { accounts: [dev, prod], policies: [work] }
`;

const LOCK = `{
  "version": 1,
  "organization": "o-abcdefghij",
  "root": "r-ab12",
  "units": { "Root/Work": "ou-ab12-00000001" },
  "policies": { "guard": "p-00000001", "work": "p-00000002" }
}
`;

/** Spares Holdfast's roles everywhere, and lets nobody else have their names. */
const GUARD = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Names",
      "Effect": "Deny",
      "Action": ["iam:CreateRole", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
      "Resource": "arn:aws:iam::*:role/holdfast/*",
      "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/holdfast/*" } }
    }
  ]
}
`;

/** One statement a test can replace: it begins on line 4. */
export const WORK_LINE = 4;
const WORK = policy({
  Sid: "Trail",
  Effect: "Deny",
  Action: "cloudtrail:StopLogging",
  Resource: "*",
});

export const SOUND: Files = {
  "holdfast.yaml": YAML,
  "holdfast.lock.json": LOCK,
  "policies/guard.json": GUARD,
  "policies/work.json": WORK,
};

/** A policy with each of the statements on a line of its own, from line 4. */
export function policy(...statements: readonly object[]): string {
  const lines = statements.map((statement) => `    ${JSON.stringify(statement)}`);
  return `{\n  "Version": "2012-10-17",\n  "Statement": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** The sound baseline with other statements in the policy `work`. */
export function working(...statements: readonly object[]): Files {
  return { ...SOUND, "policies/work.json": policy(...statements) };
}

/** The sound baseline with text at the end of holdfast.yaml. */
export function appended(text: string, files: Files = SOUND): Files {
  return { ...files, "holdfast.yaml": `${files["holdfast.yaml"]}${text}` };
}

export function check(files: Files, guardrails: readonly Guardrail[] = []): Validation {
  const options = { guardrails, tripwires: ["toy"], stage: "test", now: NOW, universe, awsManaged };
  return checkBaseline(memoryFiles(files), options);
}

/** Everything that is wrong, as `severity rule file:line:column message`. */
export function findings(files: Files, guardrails: readonly Guardrail[] = []): string[] {
  return check(files, guardrails).problems.map(asLine);
}

export function asLine({ severity, rule, file, line, column, message }: Diagnostic): string {
  return `${severity} ${rule} ${file}:${line}:${column} ${message}`;
}
