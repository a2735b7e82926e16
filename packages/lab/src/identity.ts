/** Who may call the lab: administrators by account id, roles and their sessions, root users. */
import type { Clock } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import { type RandomSource, randomHex, randomUpper } from "./random.ts";
import { type Principal, ServiceError } from "./service.ts";

export interface Role {
  readonly account: string;
  readonly name: string;
  readonly arn: string;
  /** `AROA…` */
  readonly id: string;
  /** Account ids and service principals that may assume it. */
  readonly trust: readonly string[];
  readonly policy: PolicyDocument;
}

/** What `addRole` needs; `path` is `/` and `policy` AdministratorAccess unless given. */
export interface NewRole {
  readonly account: string;
  readonly name: string;
  readonly path?: string;
  readonly trust: readonly string[];
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
  readonly identity?: PolicyDocument;
  readonly session?: PolicyDocument;
}

export interface Identity {
  /** Whose key this is. Throws `UnrecognizedClientException` or `ExpiredTokenException`. */
  identify(accessKeyId: string): Principal;
  permissions(principal: Principal): Permissions;
  addRole(role: NewRole): Role;
  /** Throws `AccessDenied` if the role is not there or does not trust `by` (an account or service). */
  assumeRole(by: string, request: SessionRequest): Credentials & { readonly principal: Principal };
  /** An access key that acts as the account's root user. */
  rootKey(account: string): string;
}

const ADMINISTRATOR: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};
const HOUR = 3600;

/** `exists` tells which account ids there are, also those that join later or have left. */
export function createIdentity(options: {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly exists: (account: string) => boolean;
}): Identity {
  const { clock, exists } = options;
  const random = options.random("identity");
  const roles = new Map<string, Role>();
  const principals = new Map<string, Principal>();
  const sessions = new Map<string, Permissions & { readonly expiration: number }>();

  function addRole({ account, name, path = "/", trust, statements }: NewRole): Role {
    const role = {
      account,
      name,
      arn: `arn:aws:iam::${account}:role${path}${name}`,
      id: `AROA${randomUpper(random, 17)}`,
      trust,
      policy: statements ? { Version: "2012-10-17", Statement: statements } : ADMINISTRATOR,
    };
    roles.set(role.arn, role);
    return role;
  }

  function sessionOf(role: Role, sessionName: string, accessKeyId: string): Principal {
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
      trust: [],
    });
    return sessionOf(role, "admin@securecart.example", account);
  }

  function known(accessKeyId: string): Principal | undefined {
    const principal = principals.get(accessKeyId);
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
      const role = principal.issuer && roles.get(principal.issuer.arn);
      const session = sessions.get(principal.accessKeyId)?.session;
      return { ...(role && { identity: role.policy }), ...(session && { session }) };
    },
    addRole,
    assumeRole(by, { roleArn, sessionName, policy, durationSeconds = HOUR }) {
      const role = roles.get(roleArn);
      // STS says the same of a role that is not there: it does not tell which roles exist.
      if (!role?.trust.includes(by)) {
        const message = `${by} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
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
