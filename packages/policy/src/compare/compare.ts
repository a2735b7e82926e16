/** How one set of control policies relates to another: by what they allow, with a request as proof. */
import type { ControlPolicyType } from "../effect.ts";
import type { Level } from "../evaluate/policy-set.ts";
import { RCP_SERVICES } from "../evaluate/rcp-services.ts";
import type { ActionUniverse } from "../universe/universe.ts";
import { actionClasses } from "./actions.ts";
import { Budget } from "./budget.ts";
import { deciderFor } from "./decide.ts";
import { KnownActions } from "./known-actions.ts";
import { type Look, look } from "./look.ts";
import { Parts } from "./parts.ts";
import { sidesOf } from "./rules.ts";
import { samplesFor } from "./variables.ts";
import type { Witness } from "./witness.ts";

export type { Witness } from "./witness.ts";

export type Relation = "equal" | "weaker" | "stricter" | "both" | "undecided";

export interface CompareOptions {
  /** Default: SERVICE_CONTROL_POLICY. */
  readonly type?: ControlPolicyType;
  /**
   * The account below the levels, twelve digits: SCPs are about principals of it, RCPs about its
   * resources. Left out: any account, so that policies are told apart that name one.
   */
  readonly account?: string;
  /** For realistic witnesses; the relation never depends on it. */
  readonly universe?: ActionUniverse;
  /** Work after which the answer is `undecided`; the default is about a second of it. */
  readonly limit?: number;
}

export interface Comparison {
  readonly relation: Relation;
  /** `live` allows what `declared` refuses. */
  readonly weaker?: Witness;
  /** `live` refuses what `declared` allows. */
  readonly stricter?: Witness;
  /** Why the relation is `undecided`. */
  readonly reason?: string;
}

const LIMIT = 100_000_000;

/**
 * How `live` relates to `declared`, each the policies attached from the root down to an account,
 * FullAWSAccess included where it is attached. `equal` is only said when no request at all can tell
 * them apart; every witness has been confirmed by `evaluate` on both sides. Condition keys are taken
 * to be independent of each other, so a witness may combine what never meets in practice: it may
 * report too much, never too little. What can't be settled is `undecided`.
 */
export function compare(
  declared: readonly Level[],
  live: readonly Level[],
  options: CompareOptions = {},
): Comparison {
  const { type = "SERVICE_CONTROL_POLICY", account, universe } = options;
  const sides = sidesOf(declared, live);
  if (sides.differing === 0n) return { relation: "equal" };
  const tests = sides.rules.flatMap((rule) => rule.tests);
  const budget = new Budget(options.limit ?? LIMIT);
  const scope = { type, account, samples: samplesFor(tests, account), budget };
  const ground = {
    classes: actionClasses(sides.rules, sides.differing, actionsUnder(type), budget),
    parts: new Parts(sides.rules, scope),
    actions: new KnownActions(universe, sides.rules),
    scope,
    universe,
  };
  const wanted = { side: sides.declared, decide: deciderFor(declared, type) };
  const found = { side: sides.live, decide: deciderFor(live, type) };
  return comparisonOf(look(ground, found, wanted), look(ground, wanted, found));
}

/** RCPs are about the actions of some services only. */
function actionsUnder(type: ControlPolicyType): readonly string[] {
  if (type === "SERVICE_CONTROL_POLICY") return [];
  return [...RCP_SERVICES].map((service) => `${service}:*`);
}

function comparisonOf(weaker: Look, stricter: Look): Comparison {
  const witnesses = {
    ...(weaker.witness && { weaker: weaker.witness }),
    ...(stricter.witness && { stricter: stricter.witness }),
  };
  const reason = weaker.unsettled ?? stricter.unsettled;
  if (reason !== undefined) return { relation: "undecided", ...witnesses, reason };
  if (weaker.witness && stricter.witness) return { relation: "both", ...witnesses };
  const relation = weaker.witness ? "weaker" : stricter.witness ? "stricter" : "equal";
  return { relation, ...witnesses };
}
