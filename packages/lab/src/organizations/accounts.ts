/** MoveAccount and CloseAccount: what becomes of accounts that stay members. */
import type { LabClock } from "../clock.ts";
import { type Operation, ServiceError } from "../service.ts";
import { accountNotFound, constraint } from "./errors.ts";
import { type Input, text } from "./input.ts";
import type { Announce } from "./membership.ts";
import { type Account, withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

/** Milliseconds until an account is closed; AWS speaks of a few minutes. */
const CLOSING_TAKES = 60_000;

/** Accounts that can be closing at a time. */
const MOST_CLOSING = 3;

export function accountOperations(
  store: OrganizationStore,
  clock: Pick<LabClock, "now">,
  announce: Announce,
): Readonly<Record<"MoveAccount" | "CloseAccount", Operation>> {
  function asked(input: Input): Account {
    const account = store.current().accounts.get(text(input, "AccountId"));
    if (!account) throw accountNotFound();
    return account;
  }

  function set(account: Account): void {
    store.update({ accounts: withEntry(store.current().accounts, account.id, account) });
  }

  // A closed account stays a member for 90 days. The lab's stories end before they are over.
  function close(id: string, requested: number): void {
    const account = store.current().accounts.get(id);
    if (!account) return; // It has left in the meantime.
    set({ ...account, state: "CLOSED", closed: clock.now() });
    announce("CloseAccountResult", {
      CloseAccountStatus: {
        AccountId: id,
        State: "SUCCEEDED",
        RequestedTimestamp: new Date(requested),
        CompletedTimestamp: new Date(clock.now()),
      },
    });
  }

  return {
    MoveAccount(input) {
      const account = asked(input);
      const [from, to] = [text(input, "SourceParentId"), text(input, "DestinationParentId")];
      if (!store.current().units.has(to)) {
        const message = "We can't find the destination container.";
        throw new ServiceError("DestinationParentNotFoundException", message);
      }
      if (account.parent === to) {
        const message = "That account is already present in the specified destination.";
        throw new ServiceError("DuplicateAccountException", message);
      }
      if (account.parent !== from) {
        const message = "We can't find a source root or OU with that id holding the account.";
        throw new ServiceError("SourceParentNotFoundException", message);
      }
      set({ ...account, parent: to });
      return {};
    },
    CloseAccount(input) {
      const account = asked(input);
      const { accounts, management } = store.current();
      if (account.id === management) {
        const message = "You can't close the management account.";
        throw constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", message);
      }
      if (account.state === "PENDING_CLOSURE") {
        throw new ServiceError("ConflictException", "The account is already being closed.");
      }
      if (account.state !== "ACTIVE") {
        const message = "You attempted to close an account that is already closed.";
        throw new ServiceError("AccountAlreadyClosedException", message);
      }
      const closing = [...accounts.values()].filter(({ state }) => state === "PENDING_CLOSURE");
      if (closing.length >= MOST_CLOSING) {
        const message =
          "You attempted to exceed the number of accounts that you can close at a time.";
        throw constraint("CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", message);
      }
      set({ ...account, state: "PENDING_CLOSURE" });
      const requested = clock.now();
      store.later(CLOSING_TAKES, () => close(account.id, requested));
      return {};
    },
  };
}
