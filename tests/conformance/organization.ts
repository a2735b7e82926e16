/** The organization as an attacker with the management account's administrator sees it. */
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { Ground } from "./ground.ts";

export function administrator({ scene }: Pick<Ground, "scene">): OrganizationsClient {
  return new OrganizationsClient({
    ...scene.connection,
    region: "us-east-1",
    credentials: { accessKeyId: scene.management, secretAccessKey: "any" },
    // A refusal is an answer like any other.
    maxAttempts: 1,
  });
}

/**
 * Id of the policy that stands for a declared one: the pinned one as long as it exists, then whichever
 * has its name. Throws if there is none.
 */
export function policyId({ lab, scene }: Pick<Ground, "lab" | "scene">, name: string): string {
  const { policies } = lab.organization();
  const pinned = scene.policies[name];
  if (pinned !== undefined && policies[pinned] !== undefined) return pinned;
  const named = Object.values(policies).find((policy) => policy.name === name);
  if (named === undefined) throw new Error(`there is no policy ${name}`);
  return named.id;
}
