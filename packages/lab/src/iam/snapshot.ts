/** The users and roles of all accounts as plain data, to be compared. Times are left out: they never agree. */
import { objectId } from "./object.ts";
import { type Credential, type Entity, type IamState, roleArn, userArn } from "./state.ts";
import { type IdOf, shownTrust } from "./trust.ts";

interface EntitySnapshot {
  readonly id: string;
  readonly path: string;
  /** Sorted. */
  readonly attached: readonly string[];
  readonly inline: Readonly<Record<string, string>>;
}

export interface UserSnapshot extends EntitySnapshot {
  readonly password: boolean;
  /** Id of a credential -> whether it can be used. */
  readonly credentials: Readonly<Record<string, Credential["status"]>>;
}

export interface RoleSnapshot extends EntitySnapshot {
  /** The trust policy, as IAM shows it. */
  readonly trust: string;
}

/** Both by `objectId`: an account and a name. */
export interface IamSnapshot {
  readonly users: Readonly<Record<string, UserSnapshot>>;
  readonly roles: Readonly<Record<string, RoleSnapshot>>;
}

export function iamSnapshot({ users, roles }: IamState): IamSnapshot {
  const ids = new Map<string, string>([
    ...[...users.values()].map((user) => [userArn(user), user.id] as const),
    ...[...roles.values()].map((role) => [roleArn(role), role.id] as const),
  ]);
  const idOf: IdOf = (arn) => ids.get(arn);
  return {
    users: Object.fromEntries(
      [...users.values()].map((user) => [
        objectId("user", user),
        {
          ...entitySnapshot(user),
          password: user.password !== undefined,
          credentials: Object.fromEntries(user.credentials.map(({ id, status }) => [id, status])),
        },
      ]),
    ),
    roles: Object.fromEntries(
      [...roles.values()].map((role) => [
        objectId("role", role),
        { ...entitySnapshot(role), trust: shownTrust(role, idOf) },
      ]),
    ),
  };
}

function entitySnapshot({ id, path, attached, inline }: Entity): EntitySnapshot {
  return { id, path, attached: attached.toSorted(), inline: Object.fromEntries(inline) };
}
