/** Reads of permission sets, of what they are made of and where they are provisioned. */
import type { Operation } from "../service.ts";
import { notFound } from "./errors.ts";
import { type Input, oneOf, text } from "./input.ts";
import { type Center, checkInstance } from "./reader.ts";
import type { IdentityCenterState, PermissionSet, Provisioned } from "./state.ts";

type Name =
  | "ListInstances"
  | "ListPermissionSets"
  | "DescribePermissionSet"
  | "GetInlinePolicyForPermissionSet"
  | "ListManagedPoliciesInPermissionSet"
  | "ListCustomerManagedPolicyReferencesInPermissionSet"
  | "GetPermissionsBoundaryForPermissionSet"
  | "ListTagsForResource"
  | "ListAccountsForProvisionedPermissionSet"
  | "ListPermissionSetsProvisionedToAccount";

const STATUSES = [
  "LATEST_PERMISSION_SET_PROVISIONED",
  "LATEST_PERMISSION_SET_NOT_PROVISIONED",
] as const;

export function permissionSetReads(center: Center): Readonly<Record<Name, Operation>> {
  const { listed } = center;

  /** Of the right instance, as a read sees it. */
  function view(input: Input): IdentityCenterState {
    const state = center.view();
    checkInstance(state, input);
    return state;
  }

  const set = (input: Input) => setIn(view(input), input);

  return {
    ListInstances(input) {
      const { identityCenter, management } = center.organization();
      const instances = identityCenter === undefined ? [] : [identityCenter];
      return listed("Instances", input, instances, ({ instance, identityStore }) => ({
        InstanceArn: instance,
        IdentityStoreId: identityStore,
        OwnerAccountId: management,
        Status: "ACTIVE",
      }));
    },
    ListPermissionSets: (input) =>
      listed("PermissionSets", input, view(input).permissionSets.keys(), (arn) => arn),
    DescribePermissionSet: (input) => ({ PermissionSet: described(set(input)) }),
    GetInlinePolicyForPermissionSet: (input) => ({ InlinePolicy: set(input).inlinePolicy ?? "" }),
    ListManagedPoliciesInPermissionSet: (input) =>
      listed("AttachedManagedPolicies", input, set(input).managedPolicies, ([Arn, Name]) => ({
        Name,
        Arn,
      })),
    ListCustomerManagedPolicyReferencesInPermissionSet: (input) =>
      listed(
        "CustomerManagedPolicyReferences",
        input,
        set(input).customerManagedPolicies,
        ({ name: Name, path: Path }) => ({ Name, Path }),
      ),
    GetPermissionsBoundaryForPermissionSet(input) {
      const { boundary } = set(input);
      if (boundary === undefined) throw notFound("The permissions boundary");
      if ("managedPolicyArn" in boundary) {
        return { PermissionsBoundary: { ManagedPolicyArn: boundary.managedPolicyArn } };
      }
      const { name: Name, path: Path } = boundary.customerManagedPolicyReference;
      return { PermissionsBoundary: { CustomerManagedPolicyReference: { Name, Path } } };
    },
    ListTagsForResource(input) {
      const { permissionSets } = input.InstanceArn === undefined ? center.view() : view(input);
      const found = permissionSets.get(text(input, "ResourceArn"));
      if (found === undefined) throw notFound("The resource");
      return listed("Tags", input, found.tags, ([Key, Value]) => ({ Key, Value }));
    },
    ListAccountsForProvisionedPermissionSet(input) {
      const state = view(input);
      const { arn } = setIn(state, input);
      const places = [...state.provisioned.values()].filter((one) => one.permissionSet === arn);
      const wanted = withStatus(places, state, input);
      return listed("AccountIds", input, wanted, ({ account }) => account);
    },
    ListPermissionSetsProvisionedToAccount(input) {
      const state = view(input);
      const account = text(input, "AccountId", /^\d{12}$/);
      const places = [...state.provisioned.values()].filter((one) => one.account === account);
      const wanted = withStatus(places, state, input);
      return listed("PermissionSets", input, wanted, ({ permissionSet }) => permissionSet);
    },
  };
}

/** The permission set that an input names. */
export function setIn({ permissionSets }: IdentityCenterState, input: Input): PermissionSet {
  const found = permissionSets.get(
    text(input, "PermissionSetArn", /^arn:aws:sso:::permissionSet\//),
  );
  if (found === undefined) throw notFound("The permission set");
  return found;
}

export function described(set: PermissionSet): Record<string, unknown> {
  const { name, arn, description, created, sessionDuration, relayState } = set;
  return {
    Name: name,
    PermissionSetArn: arn,
    ...(description !== "" && { Description: description }),
    CreatedDate: new Date(created),
    SessionDuration: sessionDuration,
    ...(relayState !== undefined && { RelayState: relayState }),
  };
}

/** Whether an account has a set as it is now, or as it was before an edit. */
function withStatus(
  places: readonly Provisioned[],
  { permissionSets }: IdentityCenterState,
  input: Input,
): readonly Provisioned[] {
  if (input.ProvisioningStatus === undefined) return places;
  const latest = oneOf(input, "ProvisioningStatus", STATUSES) === STATUSES[0];
  return places.filter(
    ({ permissionSet, version }) =>
      (permissionSets.get(permissionSet)?.version === version) === latest,
  );
}
