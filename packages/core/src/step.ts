import type { Action, Input } from "./actions.ts";
import type { Further } from "./guardrail.ts";
import type { ResourceKey } from "./key.ts";
import type { Place } from "./ports.ts";

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
      /** Left out: with the enforcer's own role, in the management account. */
      readonly at?: StepPlace;
      /** Why, as a clause that follows the subject: "attach deny-root-user, which is declared here". */
      readonly reason: string;
      /** Indexes of earlier steps of the same plan without which this one must not run. */
      readonly requires?: readonly number[];
      /** What must be there, and is another key's business. */
      readonly needs?: Need;
      /** The guardrail's aspect that it belongs to; its mode decides. */
      readonly aspect?: string;
      /**
       * Ids of the users and groups that gain access by it: a hold on one of them withholds it. Every
       * step of effect `grant` that serves known principals names them.
       */
      readonly beneficiaries?: readonly string[];
      /**
       * Path of the one difference that it undoes, where that one may have a tolerance: it waits until
       * the tolerance is over.
       */
      readonly undoes?: string;
      /** Set where it makes something that the baseline pins by id: the new id goes into the ledger. */
      readonly creates?: Creation;
      /** Whether it takes away something that is there, where its action's name does not tell. */
      readonly removes?: boolean;
    }
  : never;

/**
 * The account and Region that a step runs in, by the role there that may remediate. Its session is
 * narrowed to this one action on these resources: whatever else the role may is not the step's.
 */
export interface StepPlace extends Place {
  /** ARNs, or `*` where the action knows no resources. */
  readonly resources: readonly string[];
  /** What AWS demands of the caller besides. */
  readonly further?: readonly Further[];
}

/** Operations whose name says that something is gone afterwards. */
const REMOVAL =
  /^(Close|Delete|Deregister|Detach|Disable|Disassociate|Leave|Remove|Revoke|Untag)[A-Z]/;

/** Whether a step takes away something that is there: what the cap on a scan's removals counts. */
export function removes({ action, removes: said }: Pick<Step, "action" | "removes">): boolean {
  return said ?? REMOVAL.test(action.slice(action.indexOf(":") + 1));
}

/** Something that a step can't do without and that another key sees to. */
export interface Need {
  readonly key: ResourceKey;
  /** AWS's code for a call that finds it gone, e.g. `PolicyNotFoundException`. */
  readonly gone: string;
}

/** What a step makes under a declared name, and where in its output AWS tells the new id. */
export interface Creation {
  readonly kind: "policy" | "permission-set";
  /** As the baseline names it. */
  readonly name: string;
  /** Members on the way to its id or ARN in the SDK's output, e.g. `["Policy", "PolicySummary", "Id"]`. */
  readonly idAt: readonly string[];
}
