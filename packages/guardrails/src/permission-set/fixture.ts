/** A permission set, live states of it, and what AWS makes of steps, for the tests of this folder. */
import type { PermissionSet, Step } from "@holdfast/core";
import type { Live, LiveSet } from "./live.ts";
import type { Want } from "./plan.ts";

export const INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
export const ARN = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef";
export const HOME = "https://console.aws.amazon.com/";

export const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

export const DECLARED: PermissionSet = {
  name: "View",
  arn: ARN,
  description: "Looking",
  sessionDuration: "PT4H",
  tags: { team: "platform" },
  managedPolicies: [aws("ReadOnlyAccess")],
  customerManagedPolicies: [],
  boundary: { kind: "aws", arn: aws("PowerUserAccess") },
  inlinePolicy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "*" }],
  },
};

export function wanting(changes: Partial<PermissionSet> = {}, rest: Partial<Want> = {}): Want {
  const declared = { ...DECLARED, ...changes };
  return { instance: INSTANCE, declared, undeclared: "alert", accounts: [], ...rest };
}

/** As declared, but for what is given. */
export function liveSet(changes: Partial<LiveSet> = {}): LiveSet {
  const { inlinePolicy, boundary, relayState = null, intended: _, ...rest } = DECLARED;
  return {
    ...rest,
    relayState,
    inlinePolicy: JSON.stringify(inlinePolicy),
    boundary: boundary ?? null,
    ...changes,
  };
}

/** In two accounts, neither of them behind. */
export function live(changes: Partial<LiveSet> = {}, rest: Partial<Live> = {}): Live {
  const { behind = [] } = rest;
  return {
    set: liveSet(changes),
    places: 2,
    behind,
    current: ["100000000008", "100000000009"].filter((account) => !behind.includes(account)),
    failures: [],
    namesake: null,
    assigned: [],
    ...rest,
  };
}

/** What an edit makes of a set. Throws on steps that are no edits. */
export function edited(set: LiveSet, step: Step): LiveSet {
  switch (step.action) {
    case "sso:UpdatePermissionSet": {
      const { Description, SessionDuration, RelayState } = step.input;
      return {
        ...set,
        description: Description ?? set.description,
        sessionDuration: SessionDuration ?? set.sessionDuration,
        // AWS clears what is not sent.
        relayState: RelayState ?? null,
      };
    }
    case "sso:PutInlinePolicyToPermissionSet":
      return { ...set, inlinePolicy: step.input.InlinePolicy ?? "" };
    case "sso:DeleteInlinePolicyFromPermissionSet":
      return { ...set, inlinePolicy: null };
    case "sso:AttachManagedPolicyToPermissionSet": {
      const managedPolicies = [...set.managedPolicies, step.input.ManagedPolicyArn ?? ""];
      return { ...set, managedPolicies: managedPolicies.toSorted() };
    }
    case "sso:DetachManagedPolicyFromPermissionSet": {
      const { ManagedPolicyArn: gone } = step.input;
      return { ...set, managedPolicies: set.managedPolicies.filter((arn) => arn !== gone) };
    }
    case "sso:AttachCustomerManagedPolicyReferenceToPermissionSet": {
      const { Name = "", Path = "/" } = step.input.CustomerManagedPolicyReference ?? {};
      const added = { name: Name, path: Path };
      return { ...set, customerManagedPolicies: [...set.customerManagedPolicies, added] };
    }
    case "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet": {
      const { Name: gone } = step.input.CustomerManagedPolicyReference ?? {};
      const left = set.customerManagedPolicies.filter(({ name }) => name !== gone);
      return { ...set, customerManagedPolicies: left };
    }
    case "sso:PutPermissionsBoundaryToPermissionSet": {
      const { ManagedPolicyArn: arn, CustomerManagedPolicyReference: own } =
        step.input.PermissionsBoundary ?? {};
      const customer = { kind: "customer", name: own?.Name ?? "", path: own?.Path ?? "/" } as const;
      return { ...set, boundary: arn === undefined ? customer : { kind: "aws", arn } };
    }
    case "sso:DeletePermissionsBoundaryFromPermissionSet":
      return { ...set, boundary: null };
    case "sso:TagResource": {
      const pairs = (step.input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]);
      return { ...set, tags: { ...set.tags, ...Object.fromEntries(pairs) } };
    }
    case "sso:UntagResource": {
      const gone = step.input.TagKeys ?? [];
      const left = Object.entries(set.tags).filter(([key]) => !gone.includes(key));
      return { ...set, tags: Object.fromEntries(left) };
    }
    default:
      throw new Error(`${step.action} is no edit`);
  }
}
