/** Reads of the tree: organization, root, units, accounts, and how they hang together. */
import { type Operation, ServiceError } from "../service.ts";
import { accountNotFound, invalid, parentNotFound, unitNotFound } from "./errors.ts";
import { type Input, text } from "./input.ts";
import type { Reader } from "./reader.ts";
import { describedAccount, describedRoot, describedUnit } from "./shapes.ts";
import type { OrganizationState } from "./state.ts";

export function structureReads({ view, listed }: Reader): Readonly<Record<string, Operation>> {
  function parentIn(state: OrganizationState, input: Input): string {
    const parent = text(input, "ParentId");
    if (!state.units.has(parent)) throw parentNotFound();
    return parent;
  }

  const childrenOf = <T extends { readonly parent: string | undefined }>(
    all: ReadonlyMap<string, T>,
    parent: string,
  ): T[] => [...all.values()].filter((child) => child.parent === parent);

  return {
    DescribeOrganization() {
      const { id, management, accounts } = view();
      const prefix = `arn:aws:organizations::${management}`;
      return {
        Organization: {
          Id: id,
          Arn: `${prefix}:organization/${id}`,
          FeatureSet: "ALL",
          MasterAccountId: management,
          MasterAccountArn: `${prefix}:account/${id}/${management}`,
          MasterAccountEmail: accounts.get(management)?.email,
        },
      };
    },
    ListRoots: (input) => listed("Roots", input, [view()], describedRoot),
    ListAccounts(input) {
      const state = view();
      return listed("Accounts", input, state.accounts.values(), (account) =>
        describedAccount(state, account),
      );
    },
    DescribeAccount(input) {
      const state = view();
      const account = state.accounts.get(text(input, "AccountId"));
      if (!account) throw accountNotFound();
      return { Account: describedAccount(state, account) };
    },
    ListAccountsForParent(input) {
      const state = view();
      const accounts = childrenOf(state.accounts, parentIn(state, input));
      return listed("Accounts", input, accounts, (account) => describedAccount(state, account));
    },
    ListOrganizationalUnitsForParent(input) {
      const state = view();
      const units = childrenOf(state.units, parentIn(state, input));
      return listed("OrganizationalUnits", input, units, (unit) => describedUnit(state, unit));
    },
    DescribeOrganizationalUnit(input) {
      const state = view();
      const unit = state.units.get(text(input, "OrganizationalUnitId"));
      if (!unit || unit.id === state.root) throw unitNotFound();
      return { OrganizationalUnit: describedUnit(state, unit) };
    },
    ListParents(input) {
      const { accounts, units, root } = view();
      const child = text(input, "ChildId");
      const parent = accounts.get(child)?.parent ?? units.get(child)?.parent;
      if (parent === undefined) {
        const message = "You specified an OU or account that doesn't exist.";
        throw new ServiceError("ChildNotFoundException", message);
      }
      const Type = parent === root ? "ROOT" : "ORGANIZATIONAL_UNIT";
      return listed("Parents", input, [parent], (Id) => ({ Id, Type }));
    },
    ListChildren(input) {
      const state = view();
      const Type = text(input, "ChildType");
      if (Type !== "ACCOUNT" && Type !== "ORGANIZATIONAL_UNIT") {
        throw invalid("INVALID_ENUM", "ChildType must be ACCOUNT or ORGANIZATIONAL_UNIT.");
      }
      const parent = parentIn(state, input);
      const children =
        Type === "ACCOUNT" ? childrenOf(state.accounts, parent) : childrenOf(state.units, parent);
      return listed("Children", input, children, ({ id: Id }) => ({ Id, Type }));
    },
  };
}
