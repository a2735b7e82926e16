/** How accounts join and leave, and what comes and goes with them. */
import type { AccountJoinedMethod } from "@aws-sdk/client-organizations";
import type { LabClock } from "../clock.ts";
import { withoutAccount } from "../identity-center/departure.ts";
import { ServiceError } from "../service.ts";
import { constraint } from "./errors.ts";
import { firstPolicies } from "./policy-kinds.ts";
import { type Outsider, type Tags, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";
import { withTags } from "./tags.ts";

/**
 * Tells CloudTrail in the management account of something that no call is recorded for. `details`
 * has the SDK's member names and dates; CloudTrail writes them in its own way.
 */
export type Announce = (event: string, details: Readonly<Record<string, unknown>>) => void;

/** How long an account that was created must stay, in milliseconds: four days since May 2026. */
const MINIMUM_AGE = 4 * 24 * 3_600_000;

/** Milliseconds from a change of membership to its event, so that it follows the call's own. */
const TOLD_AFTER = 1_000;

export interface Membership {
  /** A new member's place is under the root. */
  join(account: Outsider, method: AccountJoinedMethod, tags: Tags): void;
  /** Throws what keeps a member in the organization; its id must be one of a member. */
  depart(id: string, method: "LEFT" | "REMOVED"): void;
}

export function createMembership(
  store: OrganizationStore,
  clock: Pick<LabClock, "now">,
  announce: Announce,
): Membership {
  function checkDeparture(id: string): void {
    const { management, delegations, accounts } = store.current();
    if (id === management) {
      const message = "You can't remove a management account from an organization.";
      throw new ServiceError("MasterCannotLeaveOrganizationException", message);
    }
    if (delegations.has(id)) {
      const message =
        "You can't remove an account that is a delegated administrator: deregister it first.";
      throw constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", message);
    }
    const account = accounts.get(id);
    if (account?.joinedMethod === "CREATED" && clock.now() - account.joined < MINIMUM_AGE) {
      const message = "You must wait until at least four days after the account was created.";
      throw constraint("WAIT_PERIOD_ACTIVE", message);
    }
  }

  // AWS documents method and time, not where they stand; the account's id must be somewhere, too.
  function tell(event: string, details: Readonly<Record<string, unknown>>): void {
    store.later(TOLD_AFTER, () => announce(event, details));
  }

  return {
    join({ id, name, email }, joinedMethod, tags) {
      const state = store.current();
      const joined = clock.now();
      const account = { id, name, email, parent: state.root, joinedMethod, joined };
      store.update({
        accounts: withEntry(state.accounts, id, { ...account, state: "ACTIVE" }),
        outsiders: withEntry(state.outsiders, id, undefined),
        attachments: withEntry(state.attachments, id, firstPolicies(state.policyTypes.keys())),
        tags: withTags(state, id, tags),
      });
      tell("AccountJoinedOrganization", {
        AccountId: id,
        JoinedMethod: joinedMethod,
        JoinedTime: new Date(joined),
      });
    },
    depart(id, departureMethod) {
      checkDeparture(id);
      const { accounts, outsiders, attachments, tags, identityCenter } = store.current();
      const { name = id, email = "" } = accounts.get(id) ?? {};
      store.update({
        accounts: withEntry(accounts, id, undefined),
        outsiders: withEntry(outsiders, id, { id, name, email }),
        attachments: withEntry(attachments, id, undefined),
        tags: withEntry(tags, id, undefined),
        identityCenter: identityCenter && withoutAccount(identityCenter, id),
      });
      tell("AccountDepartedOrganization", {
        AccountId: id,
        DepartureMethod: departureMethod,
        DepartureTime: new Date(clock.now()),
      });
    },
  };
}
