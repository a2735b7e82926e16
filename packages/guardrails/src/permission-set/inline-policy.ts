/** The inline policy of a permission set: compared by what it means. */
import type { Effect, PermissionSet } from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { PolicyError, parsePolicy } from "@holdfast/policy/read";
import { type Deviation, deviation, type Named } from "./deviation.ts";
import type { LiveSet } from "./live.ts";

/**
 * Work that one comparison may take, about a tenth of a second: whoever may write a policy can write one
 * that takes forever to compare. What isn't settled counts as a grant.
 */
const WORK = 10_000_000;

const NOTHING: PolicyDocument = { Version: "2012-10-17", Statement: [] };

export async function inlineDeviation(
  named: Named,
  { inlinePolicy: declared }: PermissionSet,
  { inlinePolicy: live }: LiveSet,
): Promise<readonly Deviation[]> {
  if (declared === undefined && live === null) return [];
  const document = live === null ? NOTHING : readable(live);
  if (declared !== undefined && live !== null && document !== undefined) {
    const { equivalence } = await import("@holdfast/policy/canonical");
    if (equivalence(declared, document).equal) return [];
  }
  const effect = await effectOf(document, declared ?? NOTHING);
  const back = await effectOf(declared ?? NOTHING, document);
  const aspect = effect === "neutral" && back === "neutral" ? "reworded" : aspectOf(back);
  const common = {
    path: "inlinePolicy",
    expected: declared === undefined ? null : JSON.stringify(declared),
    actual: live,
    aspect,
    effect,
  } as const;
  if (declared === undefined) {
    return [
      deviation({
        ...common,
        message: "there is an inline policy, and nobody declared one",
        action: "sso:DeleteInlinePolicyFromPermissionSet",
        input: named,
        reason: "delete the inline policy, which is not declared",
      }),
    ];
  }
  return [
    deviation({
      ...common,
      message: messageOf(live, document, aspect),
      action: "sso:PutInlinePolicyToPermissionSet",
      input: { ...named, InlinePolicy: JSON.stringify(declared) },
      reason: "write the inline policy as declared",
    }),
  ];
}

function messageOf(
  live: string | null,
  document: PolicyDocument | undefined,
  aspect: string,
): string {
  if (live === null) return "the declared inline policy is gone";
  if (document === undefined) return "the inline policy can't be read";
  if (aspect === "reworded") return "the inline policy says the same in other words";
  return aspect === "narrower"
    ? "the inline policy gives less than declared"
    : "the inline policy may give more than declared";
}

/** @param back what writing the live policy in the place of the declared one did */
function aspectOf(back: Effect): "wider" | "narrower" {
  return back === "restrict" ? "narrower" : "wider";
}

async function effectOf(
  before: PolicyDocument | undefined,
  after: PolicyDocument | undefined,
): Promise<Effect> {
  const { effectOfReplacing } = await import("@holdfast/policy/compare");
  // Policies of one role add up and deny as those of one level do, whatever is attached beside them.
  return effectOfReplacing(before, after, "SERVICE_CONTROL_POLICY", { limit: WORK });
}

/** Undefined: it can't be read. */
function readable(text: string): PolicyDocument | undefined {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
