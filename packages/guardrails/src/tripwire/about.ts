/** What tripwires say of a record: who, where, and the key of an account. */
import type { Baseline, ResourceKey, Subject, TrailRecord } from "@holdfast/core";

/** `service:Name`, as IAM writes the call. */
export function callOf({ eventSource, eventName }: TrailRecord): string {
  return `${eventSource.replace(/\.amazonaws\.com$/, "")}:${eventName}`;
}

/** As the baseline calls an account, or its id. */
export function accountName(baseline: Baseline, id: string): string {
  return baseline.accounts.find((account) => account.id === id)?.name ?? id;
}

/**
 * Who made the call, for people. A session's name is its caller's choice, so the role stands beside
 * it.
 */
export function who({ actor }: TrailRecord): string {
  const role = actor.role?.split("/").at(-1);
  return role === undefined ? actor.name : `${actor.name} (role ${role})`;
}

/**
 * ARN of whoever stands behind a call: the role of a session, else the user itself. Neither is
 * chosen by the caller, as a session's name is.
 */
export function principalOf({ actor }: TrailRecord): string {
  return actor.role ?? actor.arn ?? actor.type;
}

/** The key of something in the account and Region that recorded the event. */
export function keyIn(
  tripwire: string,
  { account, region }: Pick<TrailRecord, "account" | "region">,
  resource: string,
): ResourceKey {
  return { guardrail: tripwire, account, region, resource };
}

/** The account of a key: what modes and exemptions go by. */
export function accountSubject({ account: id }: ResourceKey, baseline: Baseline): Subject {
  const account = baseline.accounts.find((one) => one.id === id);
  return {
    name: account?.name ?? id,
    ...(account && { unit: account.unit }),
    accounts: [id],
    resourceType: "AwsAccount",
    resourceId: `AWS::::Account:${id}`,
  };
}

/** The account of a key whose resource is the ARN of a principal, which Security Hub gets to see. */
export function principalSubject(key: ResourceKey, baseline: Baseline): Subject {
  const [, , , , , path = ""] = key.resource.split(":");
  const type = path.startsWith("role/") ? "AwsIamRole" : "AwsIamUser";
  const known = /^arn:[^:]+:iam::\d{12}:(role|user)\/./.test(key.resource);
  return {
    ...accountSubject(key, baseline),
    ...(known && { resourceType: type, resourceId: key.resource }),
  };
}
