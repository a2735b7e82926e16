/** MoveAccount and CreateOrganizationalUnit. */
import type { Random } from "@holdfast/core";
import { randomLower } from "../random.ts";
import { type Operation, ServiceError } from "../service.ts";
import { accountNotFound, parentNotFound } from "./errors.ts";
import { text } from "./input.ts";
import { firstPolicies } from "./policy-kinds.ts";
import { describedUnit } from "./shapes.ts";
import { withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

export function structureOperations(
  store: OrganizationStore,
  random: Random,
): Readonly<Record<"MoveAccount" | "CreateOrganizationalUnit", Operation>> {
  return {
    MoveAccount(input) {
      const { accounts, units } = store.current();
      const account = accounts.get(text(input, "AccountId"));
      const [from, to] = [text(input, "SourceParentId"), text(input, "DestinationParentId")];
      if (!account) throw accountNotFound();
      if (!units.has(to)) {
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
      store.update({ accounts: withEntry(accounts, account.id, { ...account, parent: to }) });
      return {};
    },
    CreateOrganizationalUnit(input) {
      const state = store.current();
      const [parent, name] = [text(input, "ParentId"), text(input, "Name")];
      if (!state.units.has(parent)) throw parentNotFound();
      if ([...state.units.values()].some((unit) => unit.parent === parent && unit.name === name)) {
        const message = "An OU with the same name already exists.";
        throw new ServiceError("DuplicateOrganizationalUnitException", message);
      }
      const root = state.root.slice("r-".length);
      const unit = { id: `ou-${root}-${randomLower(random, 8)}`, name, parent };
      store.update({
        units: withEntry(state.units, unit.id, unit),
        attachments: withEntry(state.attachments, unit.id, firstPolicies(state.policyTypes.keys())),
      });
      return { OrganizationalUnit: describedUnit(store.current(), unit) };
    },
  };
}
