/** Joins STS, which speaks the SDK's shapes, to the lab's identities. */
import { PolicyError, parsePolicy } from "@holdfast/policy";
import { callerOf } from "./authorise.ts";
import type { Identity } from "./identity.ts";
import type { OrganizationState } from "./organizations/state.ts";
import { requestContext } from "./request-context.ts";
import { ServiceError } from "./service.ts";
import type { Assume } from "./services/sts.ts";

export function assumeWith(
  identity: Pick<Identity, "assumeRole">,
  organization: () => OrganizationState,
  now: () => number,
): Assume {
  return ({ roleArn, sessionName, durationSeconds, policy }, call) => {
    const context = requestContext(call, roleArn, organization(), now());
    const session = identity.assumeRole(
      { principal: callerOf(call.principal), context },
      {
        roleArn,
        sessionName,
        durationSeconds,
        ...(policy !== undefined && { policy: sessionPolicy(policy) }),
      },
    );
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
