/**
 * In what a live permission set deviates from the declared one, and the call that puts each right.
 * Differences and steps are made of the same list, so that none is told and forgotten.
 */
import {
  type CustomerManagedPolicy,
  type Difference,
  type Effect,
  type Input,
  type Json,
  type PermissionSet,
  type PermissionsBoundary,
  type Step,
  secondsOf,
} from "@holdfast/core";
import { inlineDeviation } from "./inline-policy.ts";
import type { LiveSet } from "./live.ts";

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

/** Everything that deviates: first what takes access away, then the rest of what may be wider, and then the rest. */
export async function deviationsOf(
  instance: string,
  want: PermissionSet,
  live: LiveSet,
): Promise<readonly Deviation[]> {
  const named = { InstanceArn: instance, PermissionSetArn: live.arn };
  const all = [
    ...boundaryDeviation(named, want, live),
    ...managedDeviations(named, want, live),
    ...customerManagedDeviations(named, want, live),
    ...(await inlineDeviation(named, want, live)),
    ...durationDeviation(named, want, live),
    ...labelDeviations(named, want, live),
    ...tagDeviations(instance, want, live),
  ];
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ step: { effect }, difference: { aspect } }: Deviation): number {
  if (effect === "restrict") return 0;
  return aspect === "wider" ? 1 : 2;
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

/**
 * AWS managed policies that deny, by AWS's own description: whoever detaches one gives access back. All
 * others allow.
 */
const DENYING = /\/AWS(DenyAll|CompromisedKeyQuarantine(V\d+)?)$/;

function managedDeviations(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const undeclared = live.managedPolicies.filter((arn) => !want.managedPolicies.includes(arn));
  const missing = want.managedPolicies.filter((arn) => !live.managedPolicies.includes(arn));
  return [
    ...undeclared.map((arn) =>
      deviation({
        path: `managedPolicies.${nameIn(arn)}`,
        expected: null,
        actual: arn,
        message: `the AWS managed policy ${nameIn(arn)} is attached, and nobody declared it`,
        aspect: DENYING.test(arn) ? "narrower" : "wider",
        action: "sso:DetachManagedPolicyFromPermissionSet",
        input: { ...named, ManagedPolicyArn: arn },
        effect: DENYING.test(arn) ? "grant" : "restrict",
        reason: `detach ${nameIn(arn)}, which is not declared`,
      }),
    ),
    ...missing.map((arn) =>
      deviation({
        path: `managedPolicies.${nameIn(arn)}`,
        expected: arn,
        actual: null,
        message: `the AWS managed policy ${nameIn(arn)} is not attached`,
        aspect: DENYING.test(arn) ? "wider" : "narrower",
        action: "sso:AttachManagedPolicyToPermissionSet",
        input: { ...named, ManagedPolicyArn: arn },
        effect: DENYING.test(arn) ? "restrict" : "grant",
        reason: `attach ${nameIn(arn)}, which is declared`,
      }),
    ),
  ];
}

/** What such a policy says is each account's own affair: taking one away may give access as well. */
function customerManagedDeviations(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const undeclared = without(live.customerManagedPolicies, want.customerManagedPolicies);
  const missing = without(want.customerManagedPolicies, live.customerManagedPolicies);
  const reference = ({ name: Name, path: Path }: CustomerManagedPolicy) => ({
    ...named,
    CustomerManagedPolicyReference: { Name, Path },
  });
  return [
    ...undeclared.map((one) =>
      deviation({
        path: `customerManagedPolicies.${pathOf(one)}`,
        expected: null,
        actual: pathOf(one),
        message: `the customer managed policy ${pathOf(one)} is attached, and nobody declared it`,
        aspect: "wider",
        action: "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet",
        input: reference(one),
        effect: "grant",
        reason: `detach ${pathOf(one)}, which is not declared`,
      }),
    ),
    ...missing.map((one) =>
      deviation({
        path: `customerManagedPolicies.${pathOf(one)}`,
        expected: pathOf(one),
        actual: null,
        message: `the customer managed policy ${pathOf(one)} is not attached`,
        aspect: "wider",
        action: "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
        input: reference(one),
        effect: "grant",
        reason: `attach ${pathOf(one)}, which is declared`,
      }),
    ),
  ];
}

function boundaryDeviation(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const declared = want.boundary ?? null;
  const [expected, actual] = [declared, live.boundary].map(boundaryText);
  if (expected === actual) return [];
  const difference = { path: "boundary", expected: expected ?? null, actual: actual ?? null };
  if (declared === null) {
    return [
      deviation({
        ...difference,
        message: `the permissions boundary ${actual} is set, and nobody declared it`,
        aspect: "narrower",
        action: "sso:DeletePermissionsBoundaryFromPermissionSet",
        input: named,
        effect: "grant",
        reason: `remove the permissions boundary ${actual}, which is not declared`,
      }),
    ];
  }
  return [
    deviation({
      ...difference,
      message:
        live.boundary === null
          ? `the permissions boundary ${expected} was removed`
          : `the permissions boundary is ${actual} instead of ${expected}`,
      aspect: "wider",
      action: "sso:PutPermissionsBoundaryToPermissionSet",
      input: { ...named, PermissionsBoundary: boundaryInput(declared) },
      // Instead of another one it may allow what that one did not.
      effect: live.boundary === null ? "restrict" : "grant",
      reason: `set the permissions boundary ${expected}, which is declared`,
    }),
  ];
}

function durationDeviation(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const expected = secondsOf(want.sessionDuration) ?? 0;
  // AWS takes durations in years and months as well, whose length nobody knows: it may be any.
  const actual = secondsOf(live.sessionDuration);
  if (expected === actual) return [];
  const shorter = actual !== undefined && expected < actual;
  return [
    deviation({
      path: "sessionDuration",
      expected: want.sessionDuration,
      actual: live.sessionDuration,
      message: `sessions may last ${live.sessionDuration} instead of ${want.sessionDuration}`,
      aspect: shorter || actual === undefined ? "wider" : "narrower",
      action: "sso:UpdatePermissionSet",
      input: { ...named, SessionDuration: want.sessionDuration, ...keepingRelayState(live) },
      effect: shorter ? "restrict" : "grant",
      reason: `set the session duration to ${want.sessionDuration}, as declared`,
    }),
  ];
}

/** UpdatePermissionSet clears a relay state that is not sent again; nobody asked for that. */
const keepingRelayState = ({ relayState }: LiveSet) =>
  relayState === null ? {} : { RelayState: relayState };

/** Where a session begins that nobody sent elsewhere. */
const HOME = "https://console.aws.amazon.com/";

/**
 * AWS takes no empty description: one that is not declared is left alone. The relay state comes last, as
 * every other update sends the one that there was.
 */
function labelDeviations(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const found: Deviation[] = [];
  if (want.description !== "" && want.description !== live.description) {
    found.push(
      deviation({
        path: "description",
        expected: want.description,
        actual: live.description,
        message: "the description was changed",
        aspect: "labels",
        action: "sso:UpdatePermissionSet",
        input: { ...named, Description: want.description, ...keepingRelayState(live) },
        effect: "neutral",
        reason: "write the description as declared",
      }),
    );
  }
  const [expected, actual] = [want.relayState ?? HOME, live.relayState ?? HOME];
  if (expected !== actual) {
    found.push(
      deviation({
        path: "relayState",
        expected,
        actual,
        message: `sessions begin at ${actual}`,
        aspect: "labels",
        action: "sso:UpdatePermissionSet",
        input: { ...named, RelayState: expected },
        effect: "neutral",
        reason: `set the relay state to ${expected}`,
      }),
    );
  }
  return found;
}

/** Policies may decide by tags of permission sets, in whichever way: writing one may give access. */
function tagDeviations(InstanceArn: string, want: PermissionSet, live: LiveSet): Deviation[] {
  const named = { InstanceArn, ResourceArn: live.arn };
  const tag = (tags: Readonly<Record<string, string>>, key: string): Json =>
    Object.hasOwn(tags, key) ? (tags[key] ?? null) : null;
  const keys = [...new Set([...Object.keys(want.tags), ...Object.keys(live.tags)])].toSorted();
  return keys.flatMap((key) => {
    const [expected, actual] = [tag(want.tags, key), tag(live.tags, key)];
    if (expected === actual) return [];
    const common = {
      path: `tags.${key}`,
      expected,
      actual,
      message: `the tag ${key} is ${actual ?? "missing"} instead of ${expected ?? "nothing"}`,
      aspect: "tags",
      effect: "grant",
      provisioned: false,
    } as const;
    return expected === null
      ? [
          deviation({
            ...common,
            action: "sso:UntagResource",
            input: { ...named, TagKeys: [key] },
            reason: `remove the tag ${key}, which is not declared`,
          }),
        ]
      : [
          deviation({
            ...common,
            action: "sso:TagResource",
            input: { ...named, Tags: [{ Key: key, Value: String(expected) }] },
            reason: `write the tag ${key} as declared`,
          }),
        ];
  });
}

function without(
  all: readonly CustomerManagedPolicy[],
  others: readonly CustomerManagedPolicy[],
): readonly CustomerManagedPolicy[] {
  const known = new Set(others.map(pathOf));
  return all.filter((one) => !known.has(pathOf(one)));
}

function pathOf({ path, name }: CustomerManagedPolicy): string {
  return path + name;
}

function nameIn(arn: string): string {
  return arn.replace(/^arn:aws:iam::aws:policy\//, "");
}

function boundaryText(boundary: PermissionsBoundary | null): string | null {
  if (boundary === null) return null;
  return boundary.kind === "aws" ? nameIn(boundary.arn) : pathOf(boundary);
}

function boundaryInput(boundary: PermissionsBoundary) {
  if (boundary.kind === "aws") return { ManagedPolicyArn: boundary.arn };
  const { name: Name, path: Path } = boundary;
  return { CustomerManagedPolicyReference: { Name, Path } };
}
