/** The documents of AWS managed policies, as far as they are known. */
import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { noSuch } from "./errors.ts";

const managed = await loadAwsManagedPolicies();

/** Throws `NoSuchEntityException` for one that the lab does not know. */
export function managedDocument(arn: string) {
  const policy = managed.get(arn);
  if (policy === undefined) throw noSuch(`policy ${arn}`);
  return policy.document;
}

export function managedName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
