import type { HoldfastError } from "./errors.ts";
import type { Json } from "./json.ts";

/** What a read of live state gave. `unknown` is a failed or partial read and never means absent. */
export type Observed<Live> =
  | { readonly kind: "present"; readonly live: Live }
  /** AWS is still working on it; look again. */
  | { readonly kind: "pending"; readonly reason: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly error: HoldfastError };

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
