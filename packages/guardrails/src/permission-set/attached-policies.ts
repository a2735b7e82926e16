/** Deviations in the policies that a permission set refers to: AWS's, the accounts' own, and its boundary. */
import type { CustomerManagedPolicy, PermissionSet, PermissionsBoundary } from "@holdfast/core";
import { type Deviation, deviation, type Named } from "./deviation.ts";
import type { LiveSet } from "./live.ts";

/**
 * AWS managed policies that deny, by AWS's own description: whoever detaches one gives access back. All
 * others allow.
 */
const DENYING = /\/AWS(DenyAll|CompromisedKeyQuarantine(V\d+)?)$/;

export function managedDeviations(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
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
export function customerManagedDeviations(
  named: Named,
  want: PermissionSet,
  live: LiveSet,
): Deviation[] {
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

export function boundaryDeviation(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
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
