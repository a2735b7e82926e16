/** The condition keys of a call. A key that is not here is one that AWS would not have either. */
import type { ContextValue } from "@holdfast/policy";
import { type OrganizationState, pathTo, type Tags } from "./organizations/state.ts";
import { leadingKeyOf } from "./resources.ts";
import type { Call, Principal } from "./service.ts";

type Keys = Record<string, ContextValue>;

/** `resource` is the ARN that is authorised, `now` epoch milliseconds. */
export function requestContext(
  call: Call,
  resource: string,
  state: OrganizationState,
  now: number,
): Keys {
  const { principal, region, sourceIp, userAgent } = call;
  return {
    "aws:PrincipalArn": principal.issuer?.arn ?? principal.arn,
    "aws:PrincipalAccount": principal.account,
    "aws:PrincipalType": TYPES[principal.type],
    "aws:PrincipalIsAWSService": "false",
    "aws:userid": principal.principalId,
    ...organizationOf(principal, state),
    "aws:RequestedRegion": region,
    "aws:SourceIp": sourceIp,
    "aws:UserAgent": userAgent,
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    ...(call.service === "organizations" && {
      ...organizationsKeys(call, state),
      ...tagKeys(call, state.tags.get(resource.slice(resource.lastIndexOf("/") + 1))),
    }),
    ...(call.service === "sso" &&
      tagKeys(call, state.identityCenter?.permissionSets.get(resource)?.tags)),
    ...dynamodbKeys(call),
    ...taken("iam:PolicyARN", call.input.PolicyArn),
    ...taken("sts:ExternalId", call.input.ExternalId),
  };
}

const TYPES: Readonly<Record<Principal["type"], string>> = {
  Root: "Account",
  IAMUser: "User",
  AssumedRole: "AssumedRole",
};

function organizationOf({ account }: Principal, state: OrganizationState): Keys {
  if (!state.accounts.has(account)) return {};
  // Unlike in `Account.Paths` the account itself is not part of the path.
  const units = pathTo(state, account).slice(0, -1);
  return {
    "aws:PrincipalOrgID": state.id,
    "aws:PrincipalOrgPaths": [`${[state.id, ...units].join("/")}/`],
  };
}

/** A key that is there only where the call names its value. */
function taken(key: string, value: unknown): Keys {
  return typeof value === "string" ? { [key]: value } : {};
}

/** A list, also for calls that name one item. */
function dynamodbKeys(call: Call): Keys {
  const partition = leadingKeyOf(call);
  return partition === undefined ? {} : { "dynamodb:LeadingKeys": [partition] };
}

function organizationsKeys({ input }: Call, state: OrganizationState): Keys {
  const policy =
    typeof input.PolicyId === "string" ? state.policies.get(input.PolicyId) : undefined;
  const policyType = policy?.type ?? input.PolicyType ?? input.Type ?? input.Filter;
  const { ServicePrincipal: service } = input;
  return {
    ...(typeof policyType === "string" && { "organizations:PolicyType": policyType }),
    ...(typeof service === "string" && { "organizations:ServicePrincipal": service }),
  };
}

/** @param tags of the resource */
function tagKeys({ input }: Call, tags: Tags | undefined): Keys {
  const requested = requestedTags(input);
  const keys = [...requested.keys(), ...(Array.isArray(input.TagKeys) ? input.TagKeys : [])];
  return {
    ...(keys.length > 0 && { "aws:TagKeys": keys.map(String) }),
    ...tagged("aws:RequestTag", requested),
    ...tagged("aws:ResourceTag", tags),
  };
}

/** As they were sent: whether they are right is not authorisation's question. */
function requestedTags({ Tags }: Call["input"]): Tags {
  const list: readonly unknown[] = Array.isArray(Tags) ? Tags : [];
  const pairs = list.flatMap((tag): [string, string][] => {
    const { Key, Value } = Object(tag);
    return typeof Key === "string" ? [[Key, String(Value ?? "")]] : [];
  });
  return new Map(pairs);
}

// Condition keys are one in whatever case: of tags that differ in case alone the first one counts.
function tagged(prefix: string, tags: Tags = new Map()): Keys {
  const byFolded = new Map<string, readonly [string, string]>();
  for (const [key, value] of tags) {
    const name = `${prefix}/${key}`;
    if (!byFolded.has(name.toLowerCase())) byFolded.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(byFolded.values());
}
