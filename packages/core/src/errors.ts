import type { Finding } from "./finding.ts";

/** Whose turn it is: the person at the keyboard, Holdfast's own code, or AWS. */
export type ErrorSource = "user" | "tool" | "aws";

/** The base of every error that Holdfast throws on purpose. */
export class HoldfastError extends Error {
  override readonly name: string = "HoldfastError";
  /** Stable and greppable, e.g. `BASELINE_INVALID`. */
  readonly code: string;
  readonly source: ErrorSource;
  /** What to do about it, as one sentence; shown below the message. */
  readonly hint: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { source: ErrorSource; hint?: string; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.source = options.source;
    this.hint = options.hint;
  }
}

/** What an AWS error means to the caller. The classification by code lives in packages/aws. */
export type AwsErrorClass =
  /** What was asked for is already so (duplicate attachment, not attached): success after a re-read. */
  | "already"
  /** The thing is not there, and AWS said so. */
  | "gone"
  | "throttled"
  /** AWS is busy or broken; the same call may work later. */
  | "transient"
  /** Another change is under way; re-read, then try again. */
  | "conflict"
  /** What the call was based on is no longer so, or the read was stale: only a new plan can do. */
  | "outdated"
  | "denied"
  /** A quota or constraint forbids it; the message names which. */
  | "limit"
  /** Refused for good: malformed, immutable, unknown. */
  | "refused";

/** A call that AWS refused or that never got an answer. */
export class AwsError extends HoldfastError {
  override readonly name = "AwsError";
  readonly class: AwsErrorClass;
  /** `service:Operation` that failed. */
  readonly action: string;
  /** AWS's own code, e.g. `TooManyRequestsException`; with the reason where AWS gives one. */
  readonly awsCode: string;

  constructor(
    action: string,
    awsCode: string,
    errorClass: AwsErrorClass,
    message: string,
    options?: { cause?: unknown },
  ) {
    super("AWS_CALL_FAILED", `${action}: ${awsCode}: ${message}`, { source: "aws", ...options });
    this.action = action;
    this.awsCode = awsCode;
    this.class = errorClass;
  }
}

/** A conditional write lost: somebody else wrote the item first. */
export class VersionConflictError extends HoldfastError {
  override readonly name = "VersionConflictError";
  constructor(item: string) {
    super("VERSION_CONFLICT", `${item} was changed by somebody else`, { source: "tool" });
  }
}

/** Of the findings that were sent some were refused for what is in them; the others have arrived. */
export class FindingsRefusedError extends HoldfastError {
  override readonly name = "FindingsRefusedError";
  /** Those that were refused, as they were given. */
  readonly refused: readonly Finding[];

  constructor(refused: readonly Finding[], why: string) {
    super("FINDINGS_REFUSED", `Security Hub refused findings: ${why}`, { source: "aws" });
    this.refused = refused;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
