/** What a call of AWS Organizations is about. */
import type { CallOutcome } from "../endpoint.ts";
import { detectorId } from "../guardduty/snapshot.ts";
import { objectInIam } from "../iam/object.ts";
import { objectInCenter } from "../identity-center/object.ts";
import type { Call } from "../service.ts";
import { trailId } from "../trails/snapshot.ts";

/** The organization has one, so nobody names it. */
export const RESOURCE_POLICY = "resource-policy";

// Members of inputs that name the object of a call; of several, the first one here does.
const NAMING = [
  "TargetId",
  "ResourceId",
  "OrganizationalUnitId",
  "AccountId",
  "ServicePrincipal",
  "PolicyId",
  "ChildId",
  "ParentId",
  "PolicyType",
];

/**
 * Id of the object that a call reads or changes, of the new one where it creates one. A target for
 * attachments, an account for delegations; a service principal, a policy type or `resource-policy`
 * where that is the object; see `objectInCenter` and `objectInIam` for theirs. Undefined: it is about
 * everything of a kind, or of another service.
 */
export function objectOf(call: Call, outcome: CallOutcome): string | undefined {
  const { service, operation, input, principal } = call;
  if (service === "sso" || service === "identitystore") return objectInCenter(call, outcome);
  if (service === "iam") return objectInIam(call);
  if (service === "cloudtrail") return trailIn(call);
  if (service === "guardduty") {
    return detectorId({ account: principal.account, region: call.region });
  }
  if (service !== "organizations") return undefined;
  if (operation.endsWith("ResourcePolicy")) return RESOURCE_POLICY;
  if (operation === "LeaveOrganization" || operation === "AcceptHandshake") {
    return principal.account;
  }
  const named = NAMING.map((member) => input[member]).find((value) => typeof value === "string");
  return created(operation, "output" in outcome ? outcome.output : {}) ?? named ?? invited(input);
}

/** The trail that a call names, by name or ARN. */
function trailIn({ input, principal }: Call): string | undefined {
  const named = input.Name ?? input.TrailName;
  if (typeof named !== "string") return undefined;
  const [, account = principal.account] = /^arn:[^:]+:[^:]+:[^:]+:(\d{12}):/.exec(named) ?? [];
  return trailId({ account, name: named.slice(named.lastIndexOf("/") + 1) });
}

function created(operation: string, output: Readonly<Record<string, unknown>>) {
  if (operation === "CreatePolicy") return idIn(memberOf(output.Policy, "PolicySummary"));
  if (operation === "CreateOrganizationalUnit") return idIn(output.OrganizationalUnit);
  if (operation === "CreateAccount") return idIn(output.CreateAccountStatus);
  return undefined;
}

const invited = ({ Target }: Call["input"]): string | undefined => idIn(Target);

function idIn(shape: unknown): string | undefined {
  const id = memberOf(shape, "Id");
  return typeof id === "string" ? id : undefined;
}

function memberOf(shape: unknown, name: string): unknown {
  return typeof shape === "object" && shape !== null
    ? Object.getOwnPropertyDescriptor(shape, name)?.value
    : undefined;
}
