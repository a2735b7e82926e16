/** How keys and records name permission sets. */
import {
  type Baseline,
  type IdentityCenter,
  type Json,
  permissionSetArn,
  permissionSetByArn,
  permissionSetByName,
  permissionSetIdOf,
} from "@holdfast/core";

/** The name of a declared set; of any other, the last part of its ARN. */
export function labelOf(center: IdentityCenter, arn: string): string {
  return permissionSetByArn(center, arn)?.name ?? permissionSetIdOf(arn);
}

/** The ARN that a label stands for: the newest known of a declared set. */
export function arnOf(center: IdentityCenter, label: string): string {
  return permissionSetByName(center, label)?.arn ?? permissionSetArn(center, label);
}

const ARN = /^arn:aws:sso:::permissionSet\/[\w.-]+\/ps-[\w.-]+$/;

/** The label of the set that a member of a record names; undefined: it names none. */
export function labelIn({ identityCenter }: Baseline, value: Json | undefined): string | undefined {
  if (identityCenter === undefined || typeof value !== "string" || !ARN.test(value)) {
    return undefined;
  }
  return labelOf(identityCenter, value);
}
