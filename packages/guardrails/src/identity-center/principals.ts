/** Names of groups and users that nobody declared: for people, and for what a baseline tolerates by name. */
import type { Caller, IdentityCenter, PrincipalType } from "@holdfast/core";
import { isNotFound } from "./instance.ts";

type Reads = "identitystore:DescribeGroup" | "identitystore:DescribeUser";

/**
 * The name of a principal; null: the identity store has none with this id. Any other failure is thrown:
 * who can't be looked up is unknown, not absent.
 */
export async function nameOfPrincipal(
  { type, id }: { readonly type: PrincipalType; readonly id: string },
  aws: Caller<Reads>,
  { identityStore: IdentityStoreId }: IdentityCenter,
): Promise<string | null> {
  try {
    if (type === "GROUP") {
      const input = { IdentityStoreId, GroupId: id };
      return (await aws.call("identitystore:DescribeGroup", input)).DisplayName || id;
    }
    const input = { IdentityStoreId, UserId: id };
    return (await aws.call("identitystore:DescribeUser", input)).UserName || id;
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
}
