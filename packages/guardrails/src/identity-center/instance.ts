/** Whether the instance that answers is the declared one. */
import { AwsError, type Caller, type IdentityCenter } from "@holdfast/core";

/**
 * Throws an `AwsError` unless the pinned instance, with the pinned identity store, is there. Asked before
 * "not found" is believed: of an instance that was replaced, nothing at all is found.
 */
export async function assertInstance(
  aws: Caller<"sso:ListInstances">,
  { instance, identityStore }: IdentityCenter,
): Promise<void> {
  for await (const { Instances = [] } of aws.pages("sso:ListInstances", {})) {
    const found = Instances.find(({ InstanceArn }) => InstanceArn === instance);
    if (found === undefined) continue;
    if (found.IdentityStoreId === identityStore) return;
    throw other(`its identity store is ${found.IdentityStoreId}, not ${identityStore}`);
  }
  throw other(`${instance} is not there`);
}

function other(why: string): AwsError {
  const message = `this is not the declared instance of Identity Center: ${why}`;
  return new AwsError("sso:ListInstances", "InstanceReplaced", "refused", message);
}

/** AWS's code for something that is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof AwsError && error.awsCode === "ResourceNotFoundException";
}
