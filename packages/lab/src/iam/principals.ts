/** Who can call by what IAM holds: users by their access keys, roles for whoever may take them. */
import { type PolicyDocument, parsePolicy } from "@holdfast/policy";
import type { OrganizationState } from "../organizations/state.ts";
import type { Principal } from "../service.ts";
import { managedDocument } from "./managed.ts";
import { type Entity, entityKey, type Role, roleArn, userArn } from "./state.ts";

export interface Principals {
  /** Whose active access key this is. */
  byKey(accessKeyId: string): Principal | undefined;
  /** What the policies of a user or role say; undefined: there is none of that ARN and id. */
  policies(arn: string, id: string): readonly PolicyDocument[] | undefined;
  role(arn: string): Role | undefined;
  /** Unique id of the user or role that has this ARN. */
  idOf(arn: string): string | undefined;
}

export function createPrincipals(organization: () => OrganizationState): Principals {
  const { role, user } = {
    role: (arn: string) => named(arn, "role", organization().iam.roles, roleArn),
    user: (arn: string) => named(arn, "user", organization().iam.users, userArn),
  };
  const entity = (arn: string): Entity | undefined => role(arn) ?? user(arn);
  return {
    byKey(accessKeyId) {
      const owner = [...organization().iam.users.values()].find(({ credentials }) =>
        credentials.some(({ id, status }) => id === accessKeyId && status === "Active"),
      );
      return (
        owner && {
          type: "IAMUser",
          account: owner.account,
          arn: userArn(owner),
          principalId: owner.id,
          accessKeyId,
        }
      );
    },
    policies(arn, id) {
      const found = entity(arn);
      if (found?.id !== id) return undefined;
      return [
        ...found.attached.map(managedDocument),
        ...[...found.inline.values()].map((text) => parsePolicy(text)),
      ];
    },
    role,
    idOf: (arn) => entity(arn)?.id,
  };
}

function named<E extends Entity>(
  arn: string,
  kind: string,
  all: ReadonlyMap<string, E>,
  arnOf: (entity: E) => string,
): E | undefined {
  const [, account, path = ""] =
    new RegExp(`^arn:aws:iam::(\\d{12}):${kind}/(.+)$`).exec(arn) ?? [];
  if (account === undefined) return undefined;
  const found = all.get(entityKey(account, path.slice(path.lastIndexOf("/") + 1)));
  return found && arnOf(found) === arn ? found : undefined;
}
