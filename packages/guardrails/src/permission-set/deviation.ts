/** One deviation of a live permission set from the declared one, and the call that puts it right. */
import type { Difference, Effect, Input, Step } from "@holdfast/core";

export type Edit =
  | "sso:UpdatePermissionSet"
  | "sso:PutInlinePolicyToPermissionSet"
  | "sso:DeleteInlinePolicyFromPermissionSet"
  | "sso:AttachManagedPolicyToPermissionSet"
  | "sso:DetachManagedPolicyFromPermissionSet"
  | "sso:AttachCustomerManagedPolicyReferenceToPermissionSet"
  | "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet"
  | "sso:PutPermissionsBoundaryToPermissionSet"
  | "sso:DeletePermissionsBoundaryFromPermissionSet"
  | "sso:TagResource"
  | "sso:UntagResource";

/** What deviates, and its remedy. */
export interface Deviation {
  readonly difference: Difference;
  readonly step: Step<Edit>;
  /** Whether accounts get the remedy only when the set is provisioned; labels and tags need none. */
  readonly provisioned: boolean;
}

export type Named = { readonly InstanceArn: string; readonly PermissionSetArn: string };

/** Puts difference and step together. */
export function deviation<A extends Edit>(
  what: Pick<Difference, "path" | "expected" | "actual" | "message" | "aspect"> & {
    readonly action: A;
    readonly input: Input<A>;
    readonly effect: Effect;
    readonly reason: string;
    readonly provisioned?: boolean;
  },
): Deviation {
  const { path, expected, actual, message, aspect, action, input, effect, reason } = what;
  const kind = expected === null ? "unexpected" : actual === null ? "missing" : "changed";
  const of = aspect === undefined ? {} : { aspect };
  return {
    difference: { path, kind, expected, actual, message, ...of },
    // The input goes with the action, which the compiler can't see of a generic one.
    step: { action, input, effect, reason, ...of } as unknown as Step<Edit>,
    provisioned: what.provisioned ?? true,
  };
}
