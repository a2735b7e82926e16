/** Which resources a call needs permission for: IAM wants every one of them allowed. */
import { entityKey, roleArn, userArn } from "./iam/state.ts";
import {
  anyPolicyArn,
  handshakeArn,
  policyArn,
  resourcePolicyArn,
  targetArn,
} from "./organizations/arns.ts";
import type { OrganizationState } from "./organizations/state.ts";
import type { Call } from "./service.ts";
import { keyConditionOf } from "./services/dynamodb-expressions.ts";
import { secretArn } from "./services/secretsmanager.ts";

// Members of Organizations inputs that name a root, unit or account.
const TARGETS = [
  "TargetId",
  "RootId",
  "ParentId",
  "ChildId",
  "AccountId",
  "OrganizationalUnitId",
  "SourceParentId",
  "DestinationParentId",
];

/** ARNs, or `*` where IAM knows no resource for the action. */
export function resourcesOf(call: Call, state: OrganizationState): readonly string[] {
  const arns = named(call, state);
  return arns.length > 0 ? arns : ["*"];
}

function named(call: Call, state: OrganizationState): readonly string[] {
  const { service, operation, input, region, principal } = call;
  const place = `${region}:${principal.account}`;
  const text = (member: string): string[] => {
    const value = input[member];
    return typeof value === "string" ? [value] : [];
  };
  switch (service) {
    case "organizations":
      return [
        ...text("PolicyId").map((id) => policyArn(state, policyOf(state, id))),
        // What is made has no id yet; AWS's own examples allow CreatePolicy on `…/backup_policy/*`.
        ...(operation === "CreatePolicy" ? text("Type") : []).map((type) =>
          anyPolicyArn(state, type),
        ),
        ...TARGETS.flatMap(text).map((id) => targetArn(state, id)),
        ...text("ResourceId").map((id) =>
          id.startsWith("p-") ? policyArn(state, policyOf(state, id)) : targetArn(state, id),
        ),
        ...text("HandshakeId").map((id) => handshakeArn(state, id)),
        // Its id is AWS's own business: the call names none, and there is at most one.
        ...(call.operation === "PutResourcePolicy"
          ? [resourcePolicyArn(state, state.resourcePolicy?.id ?? "rp-new")]
          : []),
      ];
    case "sso":
      return centerResources(call);
    case "identitystore":
      return directoryResources(call, state);
    case "dynamodb":
      return text("TableName").map(
        (name) => `arn:aws:dynamodb:${place}:table/${nameIn(name, "/")}`,
      );
    case "sqs":
      return text("QueueUrl").map((url) => `arn:aws:sqs:${place}:${nameIn(url, "/")}`);
    case "sns":
      return text("TopicArn");
    case "s3":
      return [`arn:aws:s3:::${text("Bucket").join()}/${text("Key").join()}`];
    case "lambda":
      return text("FunctionName").map((name) => {
        return `arn:aws:lambda:${place}:function:${nameIn(name, ":")}`;
      });
    case "iam":
      return iamResources(call, state);
    case "guardduty":
      return guardDutyResources(call);
    case "cloudtrail":
      return [...text("Name"), ...text("TrailName")].map((id) =>
        id.startsWith("arn:") ? id : `arn:aws:cloudtrail:${place}:trail/${id}`,
      );
    case "sts":
      return text("RoleArn");
    case "secretsmanager":
      return text("SecretId").map((id) => secretArn(id, region, principal.account));
    case "securityhub":
      return findingProducts(input) ?? [`arn:aws:securityhub:${place}:hub/default`];
    default:
      return [];
  }
}

/** The partition that a call to DynamoDB is about: the value of `dynamodb:LeadingKeys`. */
export function leadingKeyOf({ service, operation, input }: Call): string | undefined {
  if (service !== "dynamodb") return undefined;
  if (operation === "Query") return keyConditionOf(input).partition;
  const { partition } = Object(input.Key ?? input.Item);
  return Object(partition).S;
}

/** A detector, or a filter or list of it (service authorization reference). */
function guardDutyResources({ operation, input, region, principal }: Call): readonly string[] {
  const { DetectorId: detector, FilterName: filter, IpSetId: set } = input;
  if (detector === undefined) return [];
  const arn = `arn:aws:guardduty:${region}:${principal.account}:detector/${detector}`;
  if (filter !== undefined) return [`${arn}/filter/${filter}`];
  if (operation === "CreateFilter" || operation === "CreateIPSet") return [arn];
  return [set === undefined ? arn : `${arn}/ipset/${set}`];
}

/** The user or role that a call of IAM is about; its path is part of its ARN. */
function iamResources(
  { input, principal: { account } }: Call,
  { iam }: OrganizationState,
): string[] {
  const { UserName: user, RoleName: role, Path: path = "/" } = input;
  if (typeof user === "string") {
    const found = iam.users.get(entityKey(account, user));
    return [userArn(found ?? { account, path: String(path), name: user })];
  }
  if (typeof role !== "string") return [];
  const found = iam.roles.get(entityKey(account, role));
  return [roleArn(found ?? { account, path: String(path), name: role })];
}

/** As IAM knows them (service authorization reference); tags are a matter of what has them alone. */
function centerResources({ operation, input }: Call): readonly string[] {
  const { InstanceArn, PermissionSetArn, ResourceArn, TargetType } = input;
  if (ResourceArn !== undefined) return [String(ResourceArn)];
  const accounts = [input.AccountId, input.TargetId].filter((id) => id !== undefined);
  return [
    ...[InstanceArn, PermissionSetArn].filter((arn) => arn !== undefined).map(String),
    // What is made has no ARN yet: whoever may make one may make any.
    ...(operation === "CreatePermissionSet"
      ? [`${String(InstanceArn).replace(":instance/", ":permissionSet/")}/*`]
      : []),
    ...(TargetType === "ALL_PROVISIONED_ACCOUNTS" ? ["*"] : accounts).map(
      (id) => `arn:aws:sso:::account/${id}`,
    ),
  ];
}

/** The identity store, and the groups, users and memberships in it (service authorization reference). */
function directoryResources({ operation, input }: Call, state: OrganizationState): string[] {
  const arn = (kind: string, id: unknown) => `arn:aws:identitystore:::${kind}/${String(id)}`;
  const { GroupId: group, MemberId, MembershipId: membership } = input;
  const { UserId: user = input.UserId } = Object(MemberId);
  const deleted = state.identityCenter?.memberships.get(String(membership));
  return [
    `arn:aws:identitystore::${state.management}:identitystore/${String(input.IdentityStoreId)}`,
    ...(group === undefined ? [] : [arn("group", group)]),
    ...(user === undefined ? [] : [arn("user", user)]),
    ...(membership === undefined ? [] : [arn("membership", membership)]),
    ...(deleted === undefined ? [] : [arn("group", deleted.group), arn("user", deleted.user)]),
    ...(operation === "ListGroups" ? [arn("group", "*")] : []),
    ...(operation === "ListUsers" ? [arn("user", "*")] : []),
    ...(operation === "ListGroupMemberships" ? [arn("membership", "*")] : []),
  ];
}

// A policy that is not there still has to be asked for; its type can't be known.
function policyOf(state: OrganizationState, id: string) {
  return (
    state.policies.get(id) ?? { id, type: "SERVICE_CONTROL_POLICY" as const, awsManaged: false }
  );
}

function nameIn(path: string, separator: string): string {
  return path.slice(path.lastIndexOf(separator) + 1);
}

// BatchImportFindings is authorised on the product of each finding, not on the hub.
function findingProducts(input: Call["input"]): readonly string[] | undefined {
  if (!Array.isArray(input.Findings)) return undefined;
  const products = input.Findings.map((finding) => String(finding?.ProductArn));
  return [...new Set(products)];
}
