/** What `holdfast validate` found as SARIF 2.1.0 (OASIS), for code scanning. */
import { createHash } from "node:crypto";
import type { Diagnostic, Problem, RuleInfo, Validation } from "@holdfast/core/baseline";
import { plain } from "../escape.ts";
import type { SarifLocation, SarifLog, SarifResult, SarifRule } from "../sarif/model.ts";

const LIMIT = 1000;

/**
 * @param rules all that were checked, in the order in which results point at them
 * @param locate a file's path relative to the repository: code scanning takes no other
 */
export function validationSarif(
  { problems }: Validation,
  rules: readonly RuleInfo[],
  locate: (file: string) => string,
): SarifLog {
  const fingerprints = new Map<string, number>();
  const fingerprintOf = (problem: Diagnostic): string => {
    const hash = createHash("sha256").update(identityOf(problem, locate)).digest("hex");
    const count = (fingerprints.get(hash) ?? 0) + 1;
    fingerprints.set(hash, count);
    return `${hash.slice(0, 32)}:${count}`;
  };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Holdfast", rules: rules.map(ruleOf) } },
        columnKind: "utf16CodeUnits",
        results: problems.map((problem) => ({
          ...resultOf(problem, rules, locate),
          // The key under which GitHub recognises a result that has moved.
          partialFingerprints: { primaryLocationLineHash: fingerprintOf(problem) },
        })),
      },
    ],
  };
}

function ruleOf({ id, severity, title, help }: RuleInfo): SarifRule {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: help },
    help: { text: help },
    defaultConfiguration: { level: severity },
    properties: { tags: ["security"] },
  };
}

function resultOf(
  problem: Diagnostic,
  rules: readonly RuleInfo[],
  locate: (file: string) => string,
): Omit<SarifResult, "partialFingerprints"> {
  const { rule, severity, message, hint, path, related } = problem;
  const text = hint === undefined ? message : `${message} (${hint})`;
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: plain(text, LIMIT) },
    locations: [
      {
        ...locationOf(problem, locate),
        ...(path !== "" && { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
    ...(related && {
      relatedLocations: [
        { id: 1, message: { text: plain(related.message, LIMIT) }, ...locationOf(related, locate) },
      ],
    }),
  };
}

function locationOf(
  { file, line, column }: Problem,
  locate: (file: string) => string,
): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(locate(file)), uriBaseId: "%SRCROOT%" },
      region: { startLine: line, startColumn: column },
    },
  };
}

/** What stays the same when lines move or a count in the message changes. */
function identityOf(
  { rule, file, subject, path }: Diagnostic,
  locate: (file: string) => string,
): string {
  return JSON.stringify([rule, locate(file), subject ?? path]);
}
