import type { Action, Input } from "./actions.ts";

/**
 * What a step does to access. `restrict` takes some away, `grant` gives some back, `neutral` does
 * provably neither. Whoever can't tell says `grant`.
 */
export type Effect = "restrict" | "grant" | "neutral";

/** A write as data: planned by a guardrail, judged by `decide()`, run by the executor. */
export type Step<A extends Action = Action> = A extends Action
  ? {
      /** The IAM action and SDK command. */
      readonly action: A;
      /** The SDK command's own input. */
      readonly input: Input<A>;
      readonly effect: Effect;
      /** Why, as a clause that follows the subject: "attach deny-root-user, which is declared here". */
      readonly reason: string;
      /** Indexes of earlier steps of the same plan without which this one must not run. */
      readonly requires?: readonly number[];
    }
  : never;
