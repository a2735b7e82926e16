/** What the baseline wants of a user. */
import type { Baseline, ResourceKey, Tolerance } from "@holdfast/core";
import { declaredUsers, emergencyUsers, isCalled } from "./keys.ts";

export interface Want {
  /** ARNs of the users of that name that may exist; none: it may not. */
  readonly allowed: readonly string[];
  /** Those of them that are for emergencies. */
  readonly emergency: readonly string[];
  /** How long an access key of theirs may be active; undefined: as long as nobody ends it. */
  readonly keyTolerance?: Tolerance;
}

export function wanted({ account, resource }: ResourceKey, baseline: Baseline): Want {
  const duration = baseline.breakGlass?.accessKeysFor;
  const reason = "an access key for an emergency";
  return {
    allowed: declaredUsers(baseline).filter((arn) => isCalled(arn, account, resource)),
    emergency: emergencyUsers(baseline).filter((arn) => isCalled(arn, account, resource)),
    ...(duration !== undefined && { keyTolerance: { reason, duration } }),
  };
}
