/** Looks for a request that one side allows and the other refuses, class of actions by class. */
import type { ActionUniverse } from "../universe/universe.ts";
import type { ActionClass } from "./actions.ts";
import type { KnownActions } from "./known-actions.ts";
import type { Parts } from "./parts.ts";
import type { Side } from "./rules.ts";
import type { Scope } from "./scope.ts";
import { differences } from "./search.ts";
import { type Decide, type Witness, witnessFor } from "./witness.ts";

/** What both directions of a comparison share. */
export interface Ground {
  /** Undefined: there are too many patterns to tell the classes. */
  readonly classes: readonly ActionClass[] | undefined;
  readonly parts: Parts;
  readonly actions: KnownActions;
  readonly scope: Scope;
  readonly universe: ActionUniverse | undefined;
}

export interface Half {
  readonly side: Side;
  readonly decide: Decide;
}

/** A witness; or why there might be one all the same; or neither: there is none. */
export interface Look {
  readonly witness?: Witness;
  readonly unsettled?: string;
}

/** Combinations of one class that are tried as a witness. */
const MAX_TRIES = 64;

export function look(ground: Ground, allowing: Half, refusing: Half): Look {
  if (ground.classes === undefined) return { unsettled: "there are too many action patterns" };
  let unsettled: string | undefined;
  let future: Witness | undefined;
  for (const actions of ground.classes) {
    const found = lookIn(actions, ground, allowing, refusing);
    // An action that exists says more than one that AWS may add.
    if (found.witness?.known) return found;
    future ??= found.witness;
    unsettled ??= found.unsettled;
  }
  if (future !== undefined) return { witness: future };
  return unsettled === undefined ? {} : { unsettled };
}

function lookIn(actions: ActionClass, ground: Ground, allowing: Half, refusing: Half): Look {
  const { parts, scope, universe } = ground;
  const ofClass = parts.of(actions);
  const about = `requests such as ${actions.example}`;
  if (ofClass === undefined) return { unsettled: `${about} are tested in too many ways` };
  const question = { rules: actions.rules, allowing: allowing.side, refusing: refusing.side };
  const found = differences({ ...question, parts: ofClass, budget: scope.budget });
  if (found === undefined) return { unsettled: `there are too many kinds of ${about}` };
  if (found.length === 0) return {};
  const known = ground.actions.in(actions);
  const tests = parts.testsOf(actions);
  for (const one of found.slice(0, MAX_TRIES)) {
    const witness = witnessFor({
      action: known ?? actions.example,
      known: known !== undefined,
      found: one,
      tests,
      allowing: allowing.decide,
      refusing: refusing.decide,
      scope,
      universe,
    });
    if (witness !== undefined) return { witness };
  }
  return { unsettled: `${about} may be treated differently, but no example was found` };
}
