import type { HoldfastError } from "./errors.ts";
import type { Json } from "./json.ts";

/** What a read of live state gave. `unknown` is a failed or partial read and never means absent. */
export type Observed<Live> =
  | { readonly kind: "present"; readonly live: Live }
  | Pending
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly error: HoldfastError };

/** Nothing can be said yet; look again. */
export interface Pending {
  readonly kind: "pending";
  readonly reason: string;
  /**
   * AWS is at it, and will have done in so many milliseconds or a few times that. Left out: it takes its
   * time, or what the key depends on has to be right before.
   */
  readonly againMs?: number;
}

/** What the baseline puts up with for a while: a time-boxed grant, declared by pattern. */
export interface Tolerance {
  /** What the declaration says of itself. */
  readonly reason: string;
  /** How long after it was first seen, in milliseconds. */
  readonly duration: number;
  /** When that is over, in epoch milliseconds. The engine sets it: a guardrail knows of no earlier look. */
  readonly until?: number;
}

/** One way in which live state differs from the baseline. */
export interface Difference {
  /** Where, in the guardrail's notation, e.g. `policies.deny-root-user`. */
  readonly path: string;
  readonly kind: "missing" | "unexpected" | "changed";
  readonly expected: Json;
  readonly actual: Json;
  /** One sentence for people, without the subject's name. */
  readonly message: string;
  /** The guardrail's aspect that it belongs to, if that has a mode or severity of its own. */
  readonly aspect?: string;
  /** Set where it may stay for a while; the step that undoes it names its path, which is unique then. */
  readonly tolerance?: Tolerance;
}

export type DriftStatus = "IN_SYNC" | "DRIFTED" | "PENDING" | "EXEMPT" | "UNKNOWN" | "NOT_CHECKED";

/** How bad it is that a guardrail does not hold; the labels of Security Hub. */
export type Severity = "INFORMATIONAL" | "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";
