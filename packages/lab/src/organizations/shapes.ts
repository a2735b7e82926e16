/** Parts of the organization in the SDK's shapes, as several operations answer with them. */
import type { AccountState, AccountStatus } from "@aws-sdk/client-organizations";
import { policyArn, resourcePolicyArn, targetArn } from "./arns.ts";
import {
  type Account,
  type OrganizationState,
  type Policy,
  pathTo,
  type ResourcePolicy,
  type Unit,
} from "./state.ts";

type Shape = Record<string, unknown>;

/** `o-…/r-…/ou-…/`, with the thing itself at the end: an account's path ends with its own id. */
function path(state: OrganizationState, id: string): string {
  return `${[state.id, ...pathTo(state, id)].join("/")}/`;
}

// `Status` is on its way out, and has no values of its own for the states that came with `State`.
const STATUS: Readonly<Record<AccountState, AccountStatus>> = {
  PENDING_ACTIVATION: "ACTIVE",
  ACTIVE: "ACTIVE",
  PENDING_CLOSURE: "PENDING_CLOSURE",
  SUSPENDED: "SUSPENDED",
  CLOSED: "SUSPENDED",
};

/** What `Account` and `DelegatedAdministrator` share. */
export function describedMember(state: OrganizationState, account: Account): Shape {
  return {
    Id: account.id,
    Arn: targetArn(state, account.id),
    Email: account.email,
    Name: account.name,
    Status: STATUS[account.state],
    State: account.state,
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joined),
  };
}

/** `Account` of the SDK. */
export function describedAccount(state: OrganizationState, account: Account): Shape {
  return { ...describedMember(state, account), Paths: [path(state, account.id)] };
}

/** `OrganizationalUnit` of the SDK. */
export function describedUnit(state: OrganizationState, unit: Unit): Shape {
  return {
    Id: unit.id,
    Arn: targetArn(state, unit.id),
    Name: unit.name,
    Path: path(state, unit.id),
  };
}

/** `Root` of the SDK. */
export function describedRoot(state: OrganizationState): Shape {
  return {
    Id: state.root,
    Arn: targetArn(state, state.root),
    Name: "Root",
    PolicyTypes: [...state.policyTypes].map(([Type, Status]) => ({ Type, Status })),
  };
}

/** `PolicySummary` of the SDK. */
export function summaryOf(state: OrganizationState, policy: Policy): Shape {
  return {
    Id: policy.id,
    Arn: policyArn(state, policy),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.awsManaged,
  };
}

/** `Policy` of the SDK. */
export function describedPolicy(state: OrganizationState, policy: Policy): Shape {
  return { PolicySummary: summaryOf(state, policy), Content: policy.content };
}

/** `ResourcePolicy` of the SDK. */
export function describedResourcePolicy(
  state: OrganizationState,
  { id, content }: ResourcePolicy,
): Shape {
  return { ResourcePolicySummary: { Id: id, Arn: resourcePolicyArn(state, id) }, Content: content };
}
