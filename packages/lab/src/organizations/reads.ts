/** The read operations: they see the organization as `view` gives it, which may be stale. */
import type { Random } from "@holdfast/core";
import type { Operation } from "../service.ts";
import { targetArn } from "./arns.ts";
import { parentNotFound, policyNotFound, targetNotFound } from "./errors.ts";
import { policyType, text } from "./input.ts";
import { page } from "./paging.ts";
import { described, summaryOf } from "./policies.ts";
import { describedRoot } from "./policy-types.ts";
import { type Account, attached, type OrganizationState, pathTo } from "./state.ts";
import { describedUnit } from "./structure.ts";

function describedAccount(state: OrganizationState, account: Account): Record<string, unknown> {
  return {
    Id: account.id,
    Arn: targetArn(state, account.id),
    Name: account.name,
    Email: `${account.name}@securecart.example`,
    State: "ACTIVE",
    JoinedMethod: "CREATED",
    JoinedTimestamp: new Date(account.joined),
    Paths: [`${[state.id, ...pathTo(state, account.parent)].join("/")}/`],
  };
}

function describedTarget(state: OrganizationState, id: string): Record<string, unknown> {
  const account = state.accounts.get(id);
  const type = account ? "ACCOUNT" : id === state.root ? "ROOT" : "ORGANIZATIONAL_UNIT";
  const name = account?.name ?? state.units.get(id)?.name;
  return { TargetId: id, Arn: targetArn(state, id), Name: name, Type: type };
}

/** `short()` gives the randomness for short pages while they are asked for. */
export function readOperations(
  view: () => OrganizationState,
  short: () => Random | undefined,
): Readonly<Record<string, Operation>> {
  type Input = Readonly<Record<string, unknown>>;

  function listed<T>(member: string, input: Input, all: Iterable<T>, shape: (item: T) => unknown) {
    const { items, ...rest } = page([...all], input, short());
    return { [member]: items.map(shape), ...rest };
  }

  function parentOf(state: OrganizationState, input: Input): string {
    const parent = text(input, "ParentId");
    if (!state.units.has(parent)) throw parentNotFound();
    return parent;
  }

  return {
    DescribeOrganization() {
      const { id, management } = view();
      const prefix = `arn:aws:organizations::${management}`;
      const Organization = {
        Id: id,
        Arn: `${prefix}:organization/${id}`,
        FeatureSet: "ALL",
        MasterAccountId: management,
        MasterAccountArn: `${prefix}:account/${id}/${management}`,
      };
      return { Organization };
    },
    ListRoots(input) {
      return listed("Roots", input, [view()], describedRoot);
    },
    ListOrganizationalUnitsForParent(input) {
      const state = view();
      const parent = parentOf(state, input);
      const units = [...state.units.values()].filter((unit) => unit.parent === parent);
      return listed("OrganizationalUnits", input, units, (unit) => describedUnit(state, unit));
    },
    ListAccounts(input) {
      const state = view();
      return listed("Accounts", input, state.accounts.values(), (one) =>
        describedAccount(state, one),
      );
    },
    ListAccountsForParent(input) {
      const state = view();
      const parent = parentOf(state, input);
      const accounts = [...state.accounts.values()].filter((account) => account.parent === parent);
      return listed("Accounts", input, accounts, (one) => describedAccount(state, one));
    },
    ListPolicies(input) {
      const state = view();
      const type = policyType(input, "Filter");
      const policies = [...state.policies.values()].filter((policy) => policy.type === type);
      return listed("Policies", input, policies, (policy) => summaryOf(state, policy));
    },
    ListPoliciesForTarget(input) {
      const state = view();
      const target = text(input, "TargetId");
      const type = policyType(input, "Filter");
      if (!state.attachments.has(target)) throw targetNotFound();
      const policies = attached(state, target, type);
      return listed("Policies", input, policies, (policy) => summaryOf(state, policy));
    },
    ListTargetsForPolicy(input) {
      const state = view();
      const id = text(input, "PolicyId");
      if (!state.policies.has(id)) throw policyNotFound();
      const targets = [...state.attachments].filter(([, ids]) => ids.includes(id));
      return listed("Targets", input, targets, ([target]) => describedTarget(state, target));
    },
    DescribePolicy(input) {
      const state = view();
      const policy = state.policies.get(text(input, "PolicyId"));
      if (!policy) throw policyNotFound();
      return { Policy: described(state, policy) };
    },
  };
}
