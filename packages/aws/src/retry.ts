/** Retries what may succeed later: full-jitter exponential back-off on our own clock. */
import { AwsError, type AwsErrorClass, type Clock, type Random } from "@holdfast/core";

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How often the call is made at most. */
  readonly attempts?: number;
  /** Upper bound of the first pause in milliseconds; it doubles with every attempt. */
  readonly base?: number;
  /** Upper bound of any pause in milliseconds. */
  readonly cap?: number;
  /** No pause ends after this instant (milliseconds since the epoch). */
  readonly deadline?: number | undefined;
  readonly onRetry?: (error: AwsError, attempt: number, pause: number) => void;
}

const worthRetrying: ReadonlySet<AwsErrorClass> = new Set(["throttled", "transient", "conflict"]);

/**
 * The result of `call`, which is given the number of the attempt (from 1). Throws its last error:
 * one that is not worth a retry, or the one after which attempts or time were used up.
 */
export async function retry<T>(
  call: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { clock, random, attempts = 5, base = 200, cap = 10_000, onRetry } = options;
  const { deadline = Number.POSITIVE_INFINITY } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      const retryable = error instanceof AwsError && worthRetrying.has(error.class);
      if (!retryable || attempt >= attempts) throw error;
      // Full jitter: functions that were throttled together do not come back together.
      const pause = random() * Math.min(cap, base * 2 ** (attempt - 1));
      if (clock.now() + pause > deadline) throw error;
      onRetry?.(error, attempt, pause);
      await clock.sleep(pause);
    }
  }
}
