/** MoveAccount and CreateOrganizationalUnit. */
import type { Random } from "@holdfast/core";
import { randomLower } from "../random.ts";
import { type Operation, ServiceError } from "../service.ts";
import { targetArn } from "./arns.ts";
import { FULL_ACCESS } from "./attachments.ts";
import { parentNotFound } from "./errors.ts";
import { text } from "./input.ts";
import { type OrganizationState, type OrganizationStore, type Unit, withEntry } from "./state.ts";

/** `OrganizationalUnit` of the SDK. */
export function describedUnit(state: OrganizationState, unit: Unit): Record<string, unknown> {
  return { Id: unit.id, Arn: targetArn(state, unit.id), Name: unit.name };
}

export function structureOperations(
  store: OrganizationStore,
  random: Random,
): Readonly<Record<"MoveAccount" | "CreateOrganizationalUnit", Operation>> {
  return {
    MoveAccount(input) {
      const { accounts, units } = store.current();
      const account = accounts.get(text(input, "AccountId"));
      const [from, to] = [text(input, "SourceParentId"), text(input, "DestinationParentId")];
      if (!account) {
        const message = "You specified an account that doesn't exist in the organization.";
        throw new ServiceError("AccountNotFoundException", message);
      }
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
      const first = [...state.policyTypes.keys()].map((type) => FULL_ACCESS[type]);
      store.update({
        units: withEntry(state.units, unit.id, unit),
        attachments: withEntry(state.attachments, unit.id, first),
      });
      return { OrganizationalUnit: describedUnit(state, unit) };
    },
  };
}
