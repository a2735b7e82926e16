/** The only source of time. Lambda passes the system's, tests and the lab a virtual one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds of this clock. */
  sleep(ms: number): Promise<void>;
}

/** The only source of randomness: a number in [0, 1). */
export type Random = () => number;
