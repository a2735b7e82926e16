/** IAM in an account of SecureCart as its administrator sees it, past the policies that bind them. */
import { IAM } from "@aws-sdk/client-iam";
import { DetachPolicyCommand } from "@aws-sdk/client-organizations";
import { baseline } from "../support/securecart.ts";
import type { Ground } from "./ground.ts";
import { administrator, policyId } from "./organization.ts";
import type { Attack } from "./scenarios.ts";

export const accountOf = (name: string): string => {
  if (name === "management") return baseline.organization.management;
  const account = baseline.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`SecureCart has no account ${name}`);
  return account.id;
};

export function iamIn({ scene }: Pick<Ground, "scene">, account: string): IAM {
  return new IAM({
    ...scene.connection,
    region: "us-east-1",
    credentials: { accessKeyId: accountOf(account), secretAccessKey: "any" },
    // A refusal is an answer like any other.
    maxAttempts: 1,
  });
}

/** What keeps an account's administrator from changing users, roles and detectors, and where it is attached. */
const GUARDS: readonly (readonly [policy: string, unit: string])[] = [
  ["developers-no-iam", "Root/Workloads"],
  ["deny-delete-role", "Root/Workloads"],
  ["no-iam-users", "Root"],
  ["protect-guardduty-securityhub", "Root/Security"],
  ["protect-security-services", "Root"],
];

/** Somebody with the management account's administrator takes the policies away first. */
export async function unguarded(ground: Ground): Promise<void> {
  for (const [policy, unit] of GUARDS) {
    const detached = { PolicyId: policyId(ground, policy), TargetId: ground.scene.places[unit] };
    await administrator(ground)
      .send(new DetachPolicyCommand(detached))
      // Detached already.
      .catch(() => {});
  }
}

/** Something done with IAM in one account. */
export function attackIn(
  account: string,
  title: string,
  act: (iam: IAM, ground: Ground) => Promise<unknown>,
): Attack {
  return {
    title: `${title} in ${account}`,
    async perform(ground) {
      await unguarded(ground);
      await act(iamIn(ground, account), ground);
    },
  };
}
