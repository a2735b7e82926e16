/** Who may call the lab: administrators by account id, roles and their sessions, root users. */
import type { Clock } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import type { Principals } from "./iam/principals.ts";
import { roleArn } from "./iam/state.ts";
import { isTrusted, type Taker, trusting } from "./iam/takers.ts";
import { effectiveTrust } from "./iam/trust.ts";
import { trustPolicy } from "./identity-center/role-names.ts";
import { type RandomSource, randomHex, randomUpper } from "./random.ts";
import { type Principal, ServiceError } from "./service.ts";

/** A role that is there without a call: the lab's own. IAM's calls read it and can't change it. */
export interface Role {
  readonly account: string;
  readonly path: string;
  readonly name: string;
  readonly arn: string;
  /** `AROA…` */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly created: number;
  readonly trust: PolicyDocument;
  readonly policy: PolicyDocument;
}

/** What `addRole` needs; `path` is `/` and `policy` AdministratorAccess unless given. */
export interface NewRole {
  readonly account: string;
  readonly name: string;
  readonly path?: string;
  /** Account ids and service principals that may assume it, or the whole trust policy. */
  readonly trust: readonly string[] | PolicyDocument;
  readonly statements?: readonly PolicyStatement[];
}

export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** The session policy, which can only take rights away. */
  readonly policy?: PolicyDocument;
  readonly durationSeconds?: number;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiration: number;
}

/** What a principal's own policies allow; `identity` is undefined for root, who needs none. */
export interface Permissions {
  readonly identity?: readonly PolicyDocument[];
  readonly session?: PolicyDocument;
}

export interface Identity {
  /** Whose key this is. Throws `UnrecognizedClientException` or `ExpiredTokenException`. */
  identify(accessKeyId: string): Principal;
  permissions(principal: Principal): Permissions;
  addRole(role: NewRole): Role;
  /** All that the lab itself has in an account. */
  rolesIn(account: string): readonly Role[];
  /** Throws `AccessDenied` if the role is not there or does not trust `by`. */
  assumeRole(by: Taker, request: SessionRequest): Credentials & { readonly principal: Principal };
  /** An access key that acts as the account's root user. */
  rootKey(account: string): string;
}

interface TakeableRole extends Pick<Role, "account" | "name" | "arn" | "id" | "trust"> {}

const ADMINISTRATOR: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const HOUR = 3600;

export function createIdentity(options: {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Which account ids there are, also those that join later or have left. */
  readonly exists: (account: string) => boolean;
  /** Users and roles that IAM's calls have made. */
  readonly iam: Principals;
  /** Roles that have been rolled out to an account by now; one that was stays. */
  readonly rolledOut: (account: string) => readonly NewRole[];
}): Identity {
  const { clock, exists, iam } = options;
  const random = options.random("identity");
  const roles = new Map<string, Role>();
  const principals = new Map<string, Principal>();
  const sessions = new Map<string, Permissions & { readonly expiration: number }>();

  function addRole({ account, name, path = "/", trust, statements }: NewRole): Role {
    const role: Role = {
      account,
      path,
      name,
      arn: roleArn({ account, path, name }),
      id: `AROA${randomUpper(random, 17)}`,
      created: clock.now(),
      trust: "Statement" in trust ? trust : trusting(trust),
      policy: statements ? { Version: "2012-10-17", Statement: statements } : ADMINISTRATOR,
    };
    roles.set(role.arn, role);
    return role;
  }

  function rolesIn(account: string): readonly Role[] {
    for (const role of options.rolledOut(account)) {
      if (!roles.has(roleArn({ path: "/", ...role }))) addRole(role);
    }
    return [...roles.values()].filter((role) => role.account === account);
  }

  /** A role with its trust policy as it is evaluated now. */
  function takeable(arn: string): TakeableRole | undefined {
    const [, account = ""] = /^arn:aws:iam::(\d{12}):role\//.exec(arn) ?? [];
    const own = rolesIn(account).find((role) => role.arn === arn);
    const role = own ?? iam.role(arn);
    if (role === undefined) return undefined;
    const trust = "bound" in role ? effectiveTrust(role, iam.idOf) : role.trust;
    return { account, name: role.name, arn, id: role.id, trust };
  }

  function sessionOf(
    role: Omit<TakeableRole, "trust">,
    sessionName: string,
    accessKeyId: string,
  ): Principal {
    const principal: Principal = {
      type: "AssumedRole",
      account: role.account,
      arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`,
      principalId: `${role.id}:${sessionName}`,
      accessKeyId,
      issuer: { arn: role.arn, principalId: role.id, userName: role.name },
    };
    principals.set(accessKeyId, principal);
    return principal;
  }

  // The lab's own convention: an account id as access key acts as a person who signed in there.
  function administratorOf(account: string): Principal {
    const role = addRole({
      account,
      name: `AWSReservedSSO_AdministratorAccess_${randomHex(random, 16)}`,
      path: "/aws-reserved/sso.amazonaws.com/",
      trust: JSON.parse(trustPolicy(account)),
    });
    return sessionOf(role, "admin@securecart.example", account);
  }

  function known(accessKeyId: string): Principal | undefined {
    const principal = principals.get(accessKeyId) ?? iam.byKey(accessKeyId);
    if (principal) return principal;
    return exists(accessKeyId) ? administratorOf(accessKeyId) : undefined;
  }

  return {
    identify(accessKeyId) {
      const principal = known(accessKeyId);
      if (!principal) {
        const message = "The security token included in the request is invalid.";
        throw new ServiceError("UnrecognizedClientException", message, {}, 403);
      }
      if (clock.now() >= (sessions.get(accessKeyId)?.expiration ?? Number.POSITIVE_INFINITY)) {
        const message = "The security token included in the request is expired";
        throw new ServiceError("ExpiredTokenException", message, {}, 403);
      }
      return principal;
    },
    permissions(principal) {
      const { arn, principalId: id } = principal.issuer ?? principal;
      const role = roles.get(arn);
      const identity = role ? [role.policy] : iam.policies(arn, id);
      const session = sessions.get(principal.accessKeyId)?.session;
      return { ...(identity && { identity }), ...(session && { session }) };
    },
    addRole,
    rolesIn,
    assumeRole(by, { roleArn: arn, sessionName, policy, durationSeconds = HOUR }) {
      const role = takeable(arn);
      // STS says the same of a role that is not there: it does not tell which roles exist.
      if (!role || !isTrusted(role, role.trust, by)) {
        const { session = "", arn: caller = session } = typeof by === "string" ? {} : by.principal;
        const who = typeof by === "string" ? by : `User: ${session || caller}`;
        const message = `${who} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
        throw new ServiceError("AccessDenied", message, {}, 403);
      }
      const accessKeyId = `ASIA${randomUpper(random, 16)}`;
      const principal = sessionOf(role, sessionName, accessKeyId);
      const expiration = clock.now() + durationSeconds * 1000;
      sessions.set(accessKeyId, { expiration, ...(policy && { session: policy }) });
      const [secretAccessKey, sessionToken] = [randomHex(random, 40), randomHex(random, 64)];
      return { accessKeyId, secretAccessKey, sessionToken, expiration, principal };
    },
    rootKey(account) {
      const accessKeyId = `AKIA${randomUpper(random, 16)}`;
      const arn = `arn:aws:iam::${account}:root`;
      principals.set(accessKeyId, {
        type: "Root",
        account,
        arn,
        principalId: account,
        accessKeyId,
      });
      return accessKeyId;
    },
  };
}
