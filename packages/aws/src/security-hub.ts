/** Findings into Security Hub CSPM. */
import { type Finding, HoldfastError } from "@holdfast/core";
import { toAsff } from "@holdfast/report";
import { type CallOptions, createCall } from "./call.ts";

export interface SecurityHubOptions extends CallOptions {
  /** Account that makes the calls: with the default product a finding must carry its id. */
  readonly account: string;
  readonly stage: string;
}

/** AWS's limit for one BatchImportFindings. */
const batchSize = 100;

/**
 * Imports findings; a repeat with the same id and a later `UpdatedAt` updates them. All batches are
 * tried before it throws: an `AwsError` if a call failed, a `HoldfastError` (`FINDINGS_REFUSED`)
 * that names the findings which Security Hub did not take.
 */
export function createSecurityHub(
  options: SecurityHubOptions,
): (findings: readonly Finding[]) => Promise<void> {
  const call = createCall(options);
  const { account, region, stage } = options;

  async function importBatch(findings: readonly Finding[]): Promise<readonly string[]> {
    const output = await call("securityhub:BatchImportFindings", {
      Findings: findings.map((finding) => toAsff(finding, { account, region, stage })),
    });
    // A call that succeeds can still have refused single findings.
    const refused = (output.FailedFindings ?? []).map(
      ({ Id, ErrorCode, ErrorMessage }) => `${Id} (${ErrorCode}: ${ErrorMessage})`,
    );
    const unnamed = (output.FailedCount ?? 0) - refused.length;
    return unnamed > 0 ? [...refused, `${unnamed} without a name`] : refused;
  }

  return async (findings) => {
    const refused: string[] = [];
    const errors: unknown[] = [];
    for (let start = 0; start < findings.length; start += batchSize) {
      try {
        refused.push(...(await importBatch(findings.slice(start, start + batchSize))));
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
    if (refused.length > 0) throw refusedFindings(refused);
  };
}

function refusedFindings(refused: readonly string[]): HoldfastError {
  return new HoldfastError(
    "FINDINGS_REFUSED",
    `Security Hub refused findings: ${refused.join("; ")}`,
    { source: "aws" },
  );
}
