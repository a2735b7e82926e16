/** What can be known offline of a policy that configures a service: its JSON and its size. */
import type { PolicyProblem } from "../errors.ts";
import { type DataObject, readData } from "../read/data.ts";
import type { Finding } from "../read/source.ts";
import { located } from "./located.ts";
import { MANAGEMENT_QUOTAS, type ManagementPolicyType } from "./quotas.ts";
import { oversize } from "./text.ts";

export interface CheckedManagementPolicy {
  /** What `parseManagementPolicy` returns, if it would return anything. */
  readonly document?: DataObject;
  /** In the order of the text. Empty does not mean that AWS takes it: the grammar is each service's own. */
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads a text strictly as a management or declarative policy, to be stored without white space between
 * its tokens. `where` (a file or a policy's name) is put into every problem. Throws nothing.
 */
export function checkManagementPolicy(
  text: string,
  type: ManagementPolicyType,
  where?: string,
): CheckedManagementPolicy {
  const { source, root, document } = readData(text, where);
  const quota = { characters: MANAGEMENT_QUOTAS[type].characters, whiteSpace: "counted" } as const;
  const findings = [
    ...source.findings,
    ...oversize(text, quota, true),
    ...inIamLanguage(root, type),
  ];
  const problems = located(findings, source, root);
  return document === undefined ? { problems } : { document, problems };
}

/** The one mistake in the grammar that is sure for every service: a document of another type. */
function inIamLanguage(root: ReturnType<typeof readData>["root"], type: string): Finding[] {
  const member = root?.kind === "object" ? root.members.get("Statement") : undefined;
  if (member === undefined) return [];
  const problem = `a ${type} has no Statement: it is not written in IAM's language`;
  return [{ code: "UNSUPPORTED_ELEMENT", problem, at: member.at }];
}
