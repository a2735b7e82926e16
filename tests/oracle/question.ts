/** What travels between the two processes, and a case as both sides see it. */
import type { ContextValue, PolicySet, Request } from "@holdfast/policy";

/** A request that is to be decided, and the policies that decide it. */
export interface Case {
  readonly request: Omit<Request, "context"> & {
    readonly context: Readonly<Record<string, ContextValue>>;
  };
  readonly policies: PolicySet;
}

export type Outcome = "allowed" | "explicitly denied" | "implicitly denied";

/** What an evaluator makes of a case, or why it makes nothing of it. */
export type Opinion = { readonly outcome: Outcome } | { readonly refused: string };

export interface Question {
  readonly id: number;
  /** A case in the other evaluator's own terms. */
  readonly simulation: object;
}

export interface Answer {
  readonly id: number;
  readonly opinion: Opinion;
}
