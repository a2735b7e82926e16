/** Why a section could not be read to its end, out of what its survey threw. */
import { AwsError, HoldfastError, messageOf } from "../errors.ts";
import type { ScanReason } from "./model.ts";

/** Whether a read was not made because the time that was given would have been over before its turn. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof HoldfastError && error.code === "OUT_OF_TIME";
}

/** Whether the same read may well succeed later: AWS was busy or broken, and nothing was refused. */
export function mayPass(error: unknown): boolean {
  return error instanceof AwsError && (error.class === "throttled" || error.class === "transient");
}

export function reasonOf(error: unknown): ScanReason {
  const message = messageOf(error);
  if (isOutOfTime(error)) return { code: "OUT_OF_TIME", message };
  if (!(error instanceof AwsError)) return { code: "FAILED", message };
  if (error.class === "denied") return { code: "DENIED", message };
  return { code: error.class === "throttled" ? "THROTTLED" : "FAILED", message };
}
