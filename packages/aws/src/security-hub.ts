/** Findings into Security Hub CSPM. */
import { type Finding, FindingsRefusedError } from "@holdfast/core";
import { toAsff } from "@holdfast/report";
import { type CallOptions, createCall } from "./call.ts";

export interface SecurityHubOptions extends CallOptions {
  /** Account that makes the calls: with the default product a finding must carry its id. */
  readonly account: string;
  readonly stage: string;
}

/** AWS's limit for one BatchImportFindings. */
const batchSize = 100;

/** Findings that Security Hub did not take, and why. */
interface Refusal {
  readonly findings: readonly Finding[];
  readonly why: string;
}

/**
 * Imports findings; a repeat with the same id and a later `UpdatedAt` updates them. All batches are
 * tried before it throws: an `AwsError` if a call failed, a `FindingsRefusedError` if Security Hub did
 * not take some of them.
 */
export function createSecurityHub(
  options: SecurityHubOptions,
): (findings: readonly Finding[]) => Promise<void> {
  const call = createCall(options);
  const { account, region, stage } = options;

  async function importBatch(findings: readonly Finding[]): Promise<readonly Refusal[]> {
    const sent = findings.map((finding) => ({
      finding,
      asff: toAsff(finding, { account, region, stage }),
    }));
    const output = await call("securityhub:BatchImportFindings", {
      Findings: sent.map(({ asff }) => asff),
    });
    // A call that succeeds can still have refused single findings.
    const refusals = (output.FailedFindings ?? []).map(({ Id, ErrorCode, ErrorMessage }) => ({
      findings: sent.filter(({ asff }) => asff.Id === Id).map(({ finding }) => finding),
      why: `${Id} (${ErrorCode}: ${ErrorMessage})`,
    }));
    const named = refusals.filter((refusal) => refusal.findings.length > 0);
    const unnamed = Math.max(output.FailedCount ?? 0, refusals.length) - named.length;
    // Any of them may be the one: it does no harm to send the others again.
    return unnamed > 0
      ? [...refusals, { findings, why: `${unnamed} without a name that was sent` }]
      : refusals;
  }

  return async (findings) => {
    const refusals: Refusal[] = [];
    const errors: unknown[] = [];
    for (let start = 0; start < findings.length; start += batchSize) {
      try {
        refusals.push(...(await importBatch(findings.slice(start, start + batchSize))));
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
    if (refusals.length === 0) return;
    const refused = new Set(refusals.flatMap((refusal) => refusal.findings));
    throw new FindingsRefusedError([...refused], refusals.map(({ why }) => why).join("; "));
  };
}
