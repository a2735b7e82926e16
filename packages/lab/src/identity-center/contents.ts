/** What permission sets are made of. An edit reaches no account before it is provisioned there. */
import { checkPolicy } from "@holdfast/policy";
import type { Operation } from "../service.ts";
import { conflict, invalid, notFound, quotaExceeded } from "./errors.ts";
import { type Input, object, text } from "./input.ts";
import { setIn } from "./permission-set-reads.ts";
import { type Center, checkInstance } from "./reader.ts";
import type { Requests } from "./requests.ts";
import type {
  CustomerManagedPolicyReference,
  PermissionSet,
  PermissionSetContent,
} from "./state.ts";

type Name =
  | "PutInlinePolicyToPermissionSet"
  | "DeleteInlinePolicyFromPermissionSet"
  | "AttachManagedPolicyToPermissionSet"
  | "DetachManagedPolicyFromPermissionSet"
  | "AttachCustomerManagedPolicyReferenceToPermissionSet"
  | "DetachCustomerManagedPolicyReferenceFromPermissionSet"
  | "PutPermissionsBoundaryToPermissionSet"
  | "DeletePermissionsBoundaryFromPermissionSet";

/** Identity Center quotas: managed policies of both kinds together, and an inline policy in bytes. */
const MOST_POLICIES = 20;
const LARGEST_INLINE_POLICY = 32_768;
const MOST_CHARACTERS = 10_240;
// SSO API Reference.
const PRINTABLE = /^[\t\n\r\u0020-\u00ff]+$/;
const AWS_MANAGED = /^arn:aws:iam::aws:policy\/([\w+=,.@-]+\/)*[\w+=,.@-]+$/;

export function contentOperations(
  center: Center,
  requests: Requests,
): Readonly<Record<Name, Operation>> {
  const edit =
    (change: (set: PermissionSet, input: Input) => Partial<PermissionSetContent>): Operation =>
    (input) => {
      checkInstance(center.current(), input);
      const set = setIn(center.current(), input);
      requests.refuseWhileProvisioned(set.arn);
      const edited = { ...set, ...change(set, input), version: set.version + 1 };
      center.set("permissionSets", set.arn, edited);
      return {};
    };

  return {
    PutInlinePolicyToPermissionSet: edit((_set, input) => {
      const inlinePolicy = text(input, "InlinePolicy", PRINTABLE);
      checkSize(inlinePolicy);
      const [problem] = checkPolicy(inlinePolicy, "IDENTITY").problems;
      if (problem !== undefined) {
        throw invalid(`Invalid PermissionsPolicy Document: ${problem.problem}`);
      }
      return { inlinePolicy };
    }),
    DeleteInlinePolicyFromPermissionSet: edit(({ inlinePolicy }) => {
      if (inlinePolicy === undefined) throw notFound("The inline policy");
      return { inlinePolicy: undefined };
    }),
    AttachManagedPolicyToPermissionSet: edit((set, input) => {
      const arn = text(input, "ManagedPolicyArn", AWS_MANAGED);
      if (set.managedPolicies.has(arn)) throw conflict(`${arn} is already attached.`);
      checkRoom(set);
      const name = arn.slice(arn.lastIndexOf("/") + 1);
      return { managedPolicies: new Map([...set.managedPolicies, [arn, name]]) };
    }),
    DetachManagedPolicyFromPermissionSet: edit(({ managedPolicies }, input) => {
      const arn = text(input, "ManagedPolicyArn", AWS_MANAGED);
      if (!managedPolicies.has(arn)) throw notFound("The managed policy");
      return { managedPolicies: new Map([...managedPolicies].filter(([one]) => one !== arn)) };
    }),
    AttachCustomerManagedPolicyReferenceToPermissionSet: edit((set, input) => {
      const added = referenceIn(input.CustomerManagedPolicyReference);
      if (set.customerManagedPolicies.some((one) => isSame(one, added))) {
        throw conflict(`${added.name} is already attached.`);
      }
      checkRoom(set);
      return { customerManagedPolicies: [...set.customerManagedPolicies, added] };
    }),
    DetachCustomerManagedPolicyReferenceFromPermissionSet: edit((set, input) => {
      const gone = referenceIn(input.CustomerManagedPolicyReference);
      const left = set.customerManagedPolicies.filter((one) => !isSame(one, gone));
      if (left.length === set.customerManagedPolicies.length) {
        throw notFound("The customer managed policy");
      }
      return { customerManagedPolicies: left };
    }),
    PutPermissionsBoundaryToPermissionSet: edit((_set, { PermissionsBoundary }) => {
      const boundary = object(PermissionsBoundary);
      if (boundary.ManagedPolicyArn !== undefined) {
        const managedPolicyArn = text(boundary, "ManagedPolicyArn", AWS_MANAGED);
        return { boundary: { managedPolicyArn } };
      }
      const reference = referenceIn(boundary.CustomerManagedPolicyReference);
      return { boundary: { customerManagedPolicyReference: reference } };
    }),
    DeletePermissionsBoundaryFromPermissionSet: edit(({ boundary }) => {
      if (boundary === undefined) throw notFound("The permissions boundary");
      return { boundary: undefined };
    }),
  };
}

function checkSize(inlinePolicy: string): void {
  if (inlinePolicy.length > LARGEST_INLINE_POLICY) {
    throw invalid(`InlinePolicy must have at most ${LARGEST_INLINE_POLICY} characters.`);
  }
  const size = inlinePolicy.replace(/\s/g, "").length;
  if (size <= MOST_CHARACTERS) return;
  const what = "the non-whitespace characters present in the InlinePolicy Document";
  throw invalid(
    `Current size of ${what} is ${size} bytes which has exceeded the maximum limit of ${MOST_CHARACTERS} bytes`,
  );
}

function checkRoom({ managedPolicies, customerManagedPolicies }: PermissionSet): void {
  if (managedPolicies.size + customerManagedPolicies.length < MOST_POLICIES) return;
  throw quotaExceeded("You have exceeded the number of policies of a permission set.");
}

function referenceIn(value: unknown): CustomerManagedPolicyReference {
  const reference = object(value);
  const path = reference.Path === undefined ? "/" : text(reference, "Path", /^\/([\w+=,.@-]+\/)*$/);
  return { name: text(reference, "Name", /^[\w+=,.@-]{1,128}$/), path };
}

function isSame(
  one: CustomerManagedPolicyReference,
  other: CustomerManagedPolicyReference,
): boolean {
  return one.name === other.name && one.path === other.path;
}
