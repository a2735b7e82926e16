/**
 * A scan or plan as SARIF 2.1.0 (OASIS), for code scanning: each drift stands at the line of the baseline that
 * it violates. GitHub takes only paths inside the repository, so ARNs go into the properties.
 */
import type { Difference, ScanEntry, ScanGuardrail, ScanReport, Severity } from "@holdfast/core";
import { plain } from "../escape.ts";
import type { SarifLevel, SarifLog, SarifResult, SarifRule } from "../sarif/model.ts";

const LIMIT = 1000;

/** What is not declared violates the baseline as a whole. */
const FIRST_LINE = { file: "holdfast.yaml", line: 1, column: 1, path: "" } as const;

/** GitHub's scale of 0 to 10, by which it says critical, high, medium or low. */
const SCORE: Readonly<Record<Severity, string>> = {
  CRITICAL: "9.5",
  HIGH: "8.0",
  MEDIUM: "5.5",
  LOW: "3.0",
  INFORMATIONAL: "0.5",
};

/** @param locate a file's path relative to the repository: code scanning takes no other */
export function scanSarif(report: ScanReport, locate: (file: string) => string): SarifLog {
  const rules = report.guardrails.map(ruleOf);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Holdfast", rules } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            // What was not read may differ: the run is then no proof that it doesn't.
            executionSuccessful: report.complete,
            toolExecutionNotifications: report.sections.flatMap(({ guardrail, state, reason }) =>
              state === "READ"
                ? []
                : [
                    {
                      level: "warning" as const,
                      message: {
                        text: `${guardrail} was not read to its end: ${reasonText(reason)}`,
                      },
                    },
                  ],
            ),
          },
        ],
        results: report.entries.flatMap((entry) => resultsOf(entry, report.guardrails, locate)),
      },
    ],
  };
}

function reasonText(reason: { readonly message: string } | undefined): string {
  return plain(reason?.message ?? "no reason is known", LIMIT);
}

function ruleOf({ id, title, why, docs, severity }: ScanGuardrail): SarifRule {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why} See ${docs}` },
    defaultConfiguration: { level: "error" },
    properties: { tags: ["security"], "security-severity": SCORE[severity] },
  };
}

/** One result for each difference; for a state that is not known, one for the key. */
function resultsOf(
  entry: ScanEntry,
  guardrails: readonly ScanGuardrail[],
  locate: (file: string) => string,
): SarifResult[] {
  const { guardrail, subject, place = FIRST_LINE, status, key, severity, mode } = entry;
  const rest = {
    ruleId: guardrail,
    ruleIndex: guardrails.findIndex(({ id }) => id === guardrail),
    level: levelOf(entry),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(locate(place.file)), uriBaseId: "%SRCROOT%" as const },
          region: { startLine: place.line, startColumn: place.column },
        },
        ...(place.path !== "" && { logicalLocations: [{ fullyQualifiedName: place.path }] }),
      },
    ],
    properties: { key, resource: subject.resourceId, status, severity, mode },
  };
  const name = plain(subject.name, 200);
  const result = (what: string, identity: string): SarifResult => ({
    ...rest,
    message: { text: plain(`${name}: ${what}`, LIMIT) },
    partialFingerprints: { holdfastDrift: `${key}#${identity}` },
  });
  if (entry.differences.length === 0) {
    return [result(entry.reason ?? status.toLowerCase(), status)];
  }
  return entry.differences.map((one) => result(told(one, entry), one.path));
}

function told({ message }: Difference, { exemption, status }: ScanEntry): string {
  if (status !== "EXEMPT" || exemption === undefined) return message;
  return `${message} (exempt until ${exemption.expiresOn}: ${exemption.reason})`;
}

function levelOf({ status, severity }: ScanEntry): SarifLevel {
  if (status === "EXEMPT" || status === "PENDING") return "note";
  if (status === "UNKNOWN") return "warning";
  return severity === "LOW" || severity === "INFORMATIONAL" ? "warning" : "error";
}
