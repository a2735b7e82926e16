/** Joins STS, which speaks the SDK's shapes, to the lab's identities. */
import { PolicyError, parsePolicy } from "@holdfast/policy";
import type { Identity } from "./identity.ts";
import { ServiceError } from "./service.ts";
import type { Assume } from "./services/sts.ts";

export function assumeWith(identity: Pick<Identity, "assumeRole">): Assume {
  return (roleArn, sessionName, caller, durationSeconds, policy) => {
    const session = identity.assumeRole(caller.account, {
      roleArn,
      sessionName,
      durationSeconds,
      ...(policy !== undefined && { policy: sessionPolicy(policy) }),
    });
    return {
      credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: new Date(session.expiration),
      },
      assumedRoleUser: { AssumedRoleId: session.principal.principalId, Arn: session.principal.arn },
    };
  };
}

function sessionPolicy(text: string) {
  try {
    return parsePolicy(text, "session policy");
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new ServiceError("MalformedPolicyDocument", error.message);
  }
}
