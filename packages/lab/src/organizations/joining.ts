/** CreateAccount, RemoveAccountFromOrganization, LeaveOrganization. */
import type { Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import type { Identity } from "../identity.ts";
import { randomDigits, randomHex } from "../random.ts";
import type { Operation } from "../service.ts";
import { accountNotFound, constraint, invalid } from "./errors.ts";
import { type Input, limited, optionalText, text } from "./input.ts";
import type { Announce, Membership } from "./membership.ts";
import type { OrganizationState } from "./state.ts";
import type { OrganizationStore } from "./store.ts";
import { requestedTags } from "./tags.ts";

/** Milliseconds until an account is there; the records of AWS's own examples are 3 s apart. */
const CREATION_TAKES = 3_000;

/** Accounts that can be in creation at a time. */
const MOST_IN_CREATION = 5;

type Name = "CreateAccount" | "RemoveAccountFromOrganization" | "LeaveOrganization";

export function joiningOperations(
  store: OrganizationStore,
  clock: Pick<LabClock, "now">,
  random: Random,
  announce: Announce,
  { join, depart }: Membership,
  addRole: Identity["addRole"],
): Readonly<Record<Name, Operation>> {
  let inCreation = 0;

  function member(id: string): string {
    if (!store.current().accounts.has(id)) throw accountNotFound();
    return id;
  }

  return {
    CreateAccount(input) {
      const email = addressIn(input);
      const name = limited(text(input, "AccountName"), "AccountName", 50);
      const tags = requestedTags(input);
      const role = optionalText(input, "RoleName") ?? "OrganizationAccountAccessRole";
      if (inCreation >= MOST_IN_CREATION) {
        const message = "You attempted to exceed the number of accounts that can be in progress.";
        throw constraint("ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", message);
      }
      const asked = {
        Id: `car-${randomHex(random, 32)}`,
        AccountName: name,
        RequestedTimestamp: new Date(clock.now()),
      };
      const finish = (outcome: Readonly<Record<string, unknown>>) =>
        announce("CreateAccountResult", {
          CreateAccountStatus: { ...asked, ...outcome, CompletedTimestamp: new Date(clock.now()) },
        });
      inCreation++;
      store.later(CREATION_TAKES, () => {
        inCreation--;
        // Only known in the background: the call itself has succeeded.
        if (isTaken(store.current(), email)) {
          return finish({ State: "FAILED", FailureReason: "EMAIL_ALREADY_EXISTS" });
        }
        const id = newId(store.current(), random);
        join({ id, name, email }, "CREATED", tags);
        // With it whoever administers the management account administers the new one.
        addRole({ account: id, name: role, trust: [store.current().management] });
        finish({ State: "SUCCEEDED", AccountId: id });
      });
      return { CreateAccountStatus: { ...asked, State: "IN_PROGRESS" } };
    },
    RemoveAccountFromOrganization(input) {
      depart(member(text(input, "AccountId")), "REMOVED");
      return {};
    },
    LeaveOrganization(_input, { principal }) {
      depart(member(principal.account), "LEFT");
      return {};
    },
  };
}

function addressIn(input: Input): string {
  const email = text(input, "Email");
  if (email.length >= 6 && email.length <= 64 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    return email;
  }
  throw invalid("INVALID_PATTERN", "Email is not an email address of 6 to 64 characters.");
}

function isTaken({ accounts, outsiders }: OrganizationState, address: string): boolean {
  return [...accounts.values(), ...outsiders.values()].some(({ email }) => email === address);
}

function newId(state: OrganizationState, random: Random): string {
  const id = `2${randomDigits(random, 11)}`;
  return state.accounts.has(id) || state.outsiders.has(id) ? newId(state, random) : id;
}
