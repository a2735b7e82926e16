/** The outcome of a decision, and what brought it about. */

/** The layer that decided. */
export type DecidedBy =
  | "service-control"
  | "resource-control"
  | "identity"
  | "session"
  | "boundary"
  | "resource"
  | "trust"
  | "key";

/** A statement, and where it is attached. */
export interface Origin {
  readonly by: DecidedBy;
  /** Name of the level, for service and resource control. */
  readonly level?: string;
  readonly policy?: string;
  /** Sid of the statement, or `#1` for the first if it has none. */
  readonly statement?: string;
}

/** Policy and statement are those that deny; with `no-allow` there are none. */
export type Verdict =
  | { readonly allowed: true }
  | ({ readonly allowed: false; readonly reason: "explicit-deny" | "no-allow" } & Origin);

export interface Explanation {
  readonly verdict: Verdict;
  /** Every statement that allows the request, layer by layer. */
  readonly allowedBy: readonly Origin[];
  /** Every statement that denies it. */
  readonly deniedBy: readonly Origin[];
}
