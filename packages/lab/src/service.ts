/** What a service of the lab is: named operations over the SDK's own input and output shapes. */
import type { Clock, Random } from "@holdfast/core";

/** Who signed a request. Resolved from the access key id; never from anything the caller may choose. */
export interface Principal {
  readonly type: "Root" | "IAMUser" | "AssumedRole";
  /** Twelve digits. */
  readonly account: string;
  /** ARN as CloudTrail shows it, e.g. `arn:aws:sts::…:assumed-role/Admin/alice`. */
  readonly arn: string;
  /** `AROA…:session`, `AIDA…`, or the account id for root. */
  readonly principalId: string;
  readonly accessKeyId: string;
  /** The role behind a session. */
  readonly issuer?: {
    readonly arn: string;
    readonly principalId: string;
    readonly userName: string;
  };
}

/** One call as the endpoint understood it. */
export interface Call {
  /** Signing name = IAM prefix, e.g. `organizations`. */
  readonly service: string;
  /** E.g. `AttachPolicy`. */
  readonly operation: string;
  /** Input with the SDK's member names. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly region: string;
  readonly requestId: string;
  readonly userAgent: string;
  readonly sourceIp: string;
}

export interface Context {
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * One operation: reads and changes the service's state; returns the SDK's output shape or throws a
 * `ServiceError`. Input members are the SDK's, already decoded.
 */
export type Operation = (
  input: Readonly<Record<string, unknown>>,
  call: Call,
) => Record<string, unknown> | Promise<Record<string, unknown>>;

export interface Service {
  /** Signing name, e.g. `organizations`. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** An error as AWS models it: travels over the wire and arrives as the SDK's own exception. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  /** E.g. `DuplicatePolicyAttachmentException`. */
  readonly code: string;
  /** Other members of the modelled error, e.g. `{ Reason: "…" }`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly status: number;

  constructor(code: string, message: string, members: Record<string, unknown> = {}, status = 400) {
    super(message);
    this.code = code;
    this.members = members;
    this.status = status;
  }
}
