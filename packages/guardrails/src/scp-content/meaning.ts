/** Whether a live document means what the declared one means, and if not, which way it differs. */
import {
  type ControlPolicy,
  canonicalJson,
  type Difference,
  type Effect,
  isControlPolicy,
  type ManagementPolicy,
  type Policy,
} from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { equivalence, type Difference as Wording } from "@holdfast/policy/canonical";
import { PolicyError, parseManagementPolicy, parsePolicy } from "@holdfast/policy/read";

export interface Deviation {
  /** `reworded`: provably the same, in words that AWS does not document to be the same. */
  readonly aspect: "weaker" | "stricter" | "reworded";
  /** One clause about the live document. */
  readonly message: string;
  /** What writing the declared document does to access. */
  readonly restoring: Effect;
  /** Part by part, where the live document can be read. */
  readonly details: readonly Difference[];
}

/**
 * Work that one comparison may take, about a tenth of a second. Whoever may write a policy can write one
 * that takes forever to compare, and thirteen of them at once; what isn't settled counts as weaker.
 */
const WORK = 10_000_000;

/** Undefined: nothing is different but what AWS documents to make no difference. */
export async function deviationOf(declared: Policy, live: string): Promise<Deviation | undefined> {
  return isControlPolicy(declared)
    ? deviationOfControl(declared, live)
    : deviationOfManagement(declared, live);
}

export function saysTheSame(declared: Policy, live: string): boolean {
  if (isControlPolicy(declared)) {
    const document = readable(() => parsePolicy(live));
    return !(document instanceof PolicyError) && equivalence(declared.content, document).equal;
  }
  return deviationOfManagement(declared, live) === undefined;
}

async function deviationOfControl(
  declared: ControlPolicy,
  live: string,
): Promise<Deviation | undefined> {
  const document = readable(() => parsePolicy(live));
  if (document instanceof PolicyError) return unreadable(document);
  const found = equivalence(declared.content, document);
  if (found.equal) return undefined;
  return { ...(await directionOf(declared, document)), details: found.differences.map(told) };
}

async function directionOf(
  { content, type }: ControlPolicy,
  live: PolicyDocument,
): Promise<Omit<Deviation, "details">> {
  const { effectOfReplacing } = await import("@holdfast/policy/compare");
  const effect = (before: PolicyDocument, after: PolicyDocument) =>
    effectOfReplacing(before, after, type, { limit: WORK });
  switch (effect(content, live)) {
    case "neutral":
      return { aspect: "reworded", message: "says the same in other words", restoring: "neutral" };
    case "restrict":
      return { aspect: "stricter", message: "stops more than declared", restoring: "grant" };
    case "grant":
      // It may stop more in other places as well, and giving that back is a grant.
      return {
        aspect: "weaker",
        message: "may let through what it is declared to stop",
        restoring: effect(live, content),
      };
  }
}

/**
 * What a management policy configures is the service's own to interpret. So any difference may be for
 * the worse, and putting it back may give access.
 */
function deviationOfManagement({ content }: ManagementPolicy, live: string): Deviation | undefined {
  const data = readable(() => parseManagementPolicy(live));
  if (data instanceof PolicyError) return unreadable(data);
  if (canonicalJson(content) === canonicalJson(data)) return undefined;
  const message = "configures something else than declared";
  const detail = { path: "content", kind: "changed", expected: content, actual: data } as const;
  const details = [{ ...detail, message: "the content is another one" }];
  return { aspect: "weaker", message, restoring: "grant", details };
}

/** It has been read all the same: what AWS makes of it can only be feared. */
function unreadable({ message }: PolicyError): Deviation {
  const what = `has content that can't be read as a policy: ${message}`;
  return { aspect: "weaker", message: what, restoring: "grant", details: [] };
}

function readable<T>(read: () => T): T | PolicyError {
  try {
    return read();
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
}

function told({ path, left, right, why }: Wording): Difference {
  return {
    path: `content.${path}`,
    kind: left === undefined ? "unexpected" : right === undefined ? "missing" : "changed",
    expected: left ?? null,
    actual: right ?? null,
    message: why,
  };
}
