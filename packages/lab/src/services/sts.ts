/** Security Token Service: who am I, and becoming a role's session. */
import { type Call, type Operation, type Service, ServiceError } from "../service.ts";
import { numberOf, onlySupports, textOf } from "./support.ts";

/** What a new session gets, in the SDK's shapes. */
export interface AssumedSession {
  readonly credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    readonly Expiration: Date;
  };
  readonly assumedRoleUser: { readonly AssumedRoleId: string; readonly Arn: string };
}

export interface AssumeRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  /** The session policy's JSON text. */
  readonly policy?: string;
}

/** Opens a session for whoever makes the call, or throws `AccessDenied`. */
export type Assume = (request: AssumeRequest, call: Call) => AssumedSession;

const HOUR = 3600;

export function createSts(assume: Assume): { readonly service: Service } {
  const GetCallerIdentity: Operation = (_input, { principal }) => ({
    UserId: principal.principalId,
    Account: principal.account,
    Arn: principal.arn,
  });

  const AssumeRole: Operation = (input, call) => {
    onlySupports("AssumeRole", input, ASSUME_ROLE, "ValidationError");
    const roleArn = textOf(input, "RoleArn");
    const sessionName = textOf(input, "RoleSessionName");
    const duration = numberOf(input, "DurationSeconds") ?? HOUR;
    if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
    if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
      throw constraint("roleSessionName", sessionName, "pattern: [\\w+=,.@-]{2,64}");
    }
    if (duration < 900 || duration > 12 * HOUR) {
      throw constraint("durationSeconds", `${duration}`, "value between 900 and 43200");
    }
    // Role chaining: a session that assumes a role gets an hour at most.
    if (call.principal.type === "AssumedRole" && duration > HOUR) {
      throw invalid(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
      );
    }
    const policy = textOf(input, "Policy");
    const request = { roleArn, sessionName, durationSeconds: duration };
    const session = assume({ ...request, ...(policy && { policy }) }, call);
    return { Credentials: session.credentials, AssumedRoleUser: session.assumedRoleUser };
  };

  return { service: { name: "sts", operations: { GetCallerIdentity, AssumeRole } } };
}

const ASSUME_ROLE = ["RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId"];

function constraint(member: string, value: string, rule: string): ServiceError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy ${rule}`,
  );
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationError", message);
}
