/** AWS's actions as they are known today, and the resources they are about. */

import { unpackUniverse } from "./packed.ts";

export interface ActionUniverse {
  /**
   * Service prefix in lower case -> its actions' names as AWS spells them, e.g. "guardduty" ->
   * ["AcceptAdministratorInvitation", …]. Both in alphabetical order.
   */
  readonly services: ReadonlyMap<string, readonly string[]>;
  /**
   * ARN patterns of the resources of an action, as AWS documents them, required and plain ones first:
   * `arn:${Partition}:guardduty:${Region}:${Account}:detector/${DetectorId}`. Empty if the action
   * takes none or is unknown. `action`: `service:Name` in any case.
   */
  resourcesOf(action: string): readonly string[];
}

let loading: Promise<ActionUniverse> | undefined;

/**
 * The universe that this version was built with. Its data is read when first asked for, and once: a
 * cold start without a comparison doesn't pay for it.
 */
export function loadActionUniverse(): Promise<ActionUniverse> {
  loading ??= import("./generated/actions.ts").then(({ ACTIONS }) => unpackUniverse(ACTIONS));
  return loading;
}
