/** A type that is not enabled, and the one step that enables it. */
import { type Difference, isControlPolicyType, type PolicyType, type Step } from "@holdfast/core";
import type { Live } from "./live.ts";

export interface Want {
  readonly type: PolicyType;
  /** `r-…` */
  readonly root: string;
  /** How many attachments of policies of this type the baseline declares. */
  readonly attachments: number;
}

export function diff({ type, attachments }: Want, live: Live | undefined): Difference[] {
  if (live !== undefined) return [];
  const lost =
    attachments === 0
      ? "no policy of this type can be attached"
      : `none of the declared attachments (${attachments}) exists any more`;
  const message = `the policy type ${type} is disabled: ${lost}`;
  return [{ path: type, kind: "missing", expected: "ENABLED", actual: null, message }];
}

/**
 * AWS attaches its own control policy everywhere, which allows everything, as having no policies of the
 * type did: enabling opens nothing. It restricts in so far as what restricts can't be attached without it.
 * A type that configures services is empty when it is enabled, and what follows is not known to restrict.
 */
export function plan(
  { type, root, attachments }: Want,
  live: Live | undefined,
): Step<"organizations:EnablePolicyType">[] {
  if (live !== undefined) return [];
  const after = attachments === 0 ? "" : "; what the baseline attaches follows";
  return [
    {
      action: "organizations:EnablePolicyType",
      input: { RootId: root, PolicyType: type },
      effect: attachments > 0 && isControlPolicyType(type) ? "restrict" : "neutral",
      reason: `enable ${type} on the root${after}`,
    },
  ];
}
