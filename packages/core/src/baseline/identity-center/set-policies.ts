/** What decides about a permission set's calls, as far as the documents are known. */
import type { NamedPolicy } from "@holdfast/policy";
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import type { IdentityCenter, PermissionSet, PermissionsBoundary } from "./model.ts";

/** The part of a permission set that says what it may do: a declared one's, or a live one's. */
export type SetContent = Pick<
  PermissionSet,
  "inlinePolicy" | "managedPolicies" | "customerManagedPolicies" | "boundary"
>;

export interface SetPolicies {
  /** Named as people know them: `PowerUserAccess`, `/teams/developers`, `inline policy`. */
  readonly identity: readonly NamedPolicy[];
  /** Left out: there is none, or its document is not known. */
  readonly boundary?: readonly NamedPolicy[];
  /** Identity policies whose document is not known: what they allow and deny is open. */
  readonly unknown: readonly string[];
  /** The boundary, if its document is not known. */
  readonly unknownBoundary?: string;
  /** Those that stand for AWS's own by an approximation, and how. */
  readonly approximated: readonly { readonly name: string; readonly how: string }[];
}

/** @param aws see `loadAwsManagedPolicies`; documents that the baseline brings come before its own */
export function policiesOfSet(
  { inlinePolicy, managedPolicies, customerManagedPolicies, boundary }: SetContent,
  { policyDocuments = [] }: Pick<IdentityCenter, "policyDocuments">,
  aws: AwsManagedPolicies,
): SetPolicies {
  const found = [
    ...managedPolicies.map((arn) => find({ kind: "aws", arn })),
    ...customerManagedPolicies.map((policy) => find({ kind: "customer", ...policy })),
  ];
  const bound = boundary && find(boundary);
  return {
    identity: [
      ...found.flatMap(({ named }) => named ?? []),
      ...(inlinePolicy === undefined ? [] : [{ name: "inline policy", document: inlinePolicy }]),
    ],
    ...(bound?.named && { boundary: [bound.named] }),
    unknown: found.flatMap(({ name, named }) => (named === undefined ? [name] : [])),
    ...(bound && bound.named === undefined && { unknownBoundary: bound.name }),
    approximated: [...found, ...(bound ? [bound] : [])].flatMap(({ name, how }) =>
      how === undefined ? [] : [{ name, how }],
    ),
  };

  function find(policy: PermissionsBoundary): Found {
    const name = nameOf(policy);
    const brought = policyDocuments.find((one) => isSame(one, policy));
    if (brought !== undefined) return { name, named: { name, document: brought.document } };
    const known = policy.kind === "aws" ? aws.get(policy.arn) : undefined;
    if (known === undefined) return { name };
    const { document, basis } = known;
    return {
      name,
      named: { name, document },
      ...(basis.kind === "approximation" && { how: basis.how }),
    };
  }
}

interface Found {
  readonly name: string;
  readonly named?: NamedPolicy;
  readonly how?: string;
}

/** `PowerUserAccess`, `job-function/Billing`, `/teams/developers`: as a baseline names it. */
function nameOf(policy: PermissionsBoundary): string {
  return policy.kind === "aws"
    ? policy.arn.replace(/^arn:[^:]+:iam::aws:policy\//, "")
    : policy.path + policy.name;
}

function isSame(one: PermissionsBoundary, other: PermissionsBoundary): boolean {
  if (one.kind === "aws") return other.kind === "aws" && other.arn === one.arn;
  return other.kind === "customer" && other.path === one.path && other.name === one.name;
}
