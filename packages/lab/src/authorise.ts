/** Decides every call as AWS does: SCPs in force, the caller's own policies, the session's policy. */
import type { Clock } from "@holdfast/core";
import {
  evaluate,
  type Level,
  type NamedPolicy,
  type PolicyDocument,
  parsePolicy,
} from "@holdfast/policy";
import { denial } from "./denial.ts";
import type { Identity } from "./identity.ts";
import { attached, type OrganizationState, pathTo } from "./organizations/state.ts";
import { resourcesOf } from "./resources.ts";
import { type Call, ServiceError } from "./service.ts";

// Root needs no policy of its own; SCPs still bind it in member accounts.
const ROOT: NamedPolicy = {
  name: "root",
  document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

// A session whose role is not known may do nothing.
const NOTHING: PolicyDocument = { Statement: [] };

// What the management account can hand to a delegated administrator (aws-facts: delegable actions).
const DELEGABLE =
  /^(?:(?:Attach|Detach|Create|Update|Delete|Describe)Policy|(?:En|Dis)ablePolicyType|Describe.*|List.*)$/;

// GetCallerIdentity answers everybody. Every member may ask which organization it is in, and leave.
const FREE = new Set(["sts:GetCallerIdentity"]);
const OPEN_TO_MEMBERS = new Set(["DescribeOrganization", "LeaveOrganization", "AcceptHandshake"]);

export interface AuthoriserOptions {
  readonly clock: Clock;
  readonly identity: Pick<Identity, "permissions">;
  readonly organization: () => OrganizationState;
  readonly delegatedAdministrators: ReadonlySet<string>;
}

/** Returns a check that throws `AccessDeniedException` for a call that AWS would refuse. */
export function createAuthoriser(options: AuthoriserOptions): (call: Call) => void {
  const parsed = new Map<string, PolicyDocument>();

  // By text: a policy that is updated is another text.
  function documentOf(content: string): PolicyDocument {
    const document = parsed.get(content) ?? parsePolicy(content);
    parsed.set(content, document);
    return document;
  }

  /** Undefined: none apply. */
  function scps(state: OrganizationState, account: string): Level[] | undefined {
    const status = state.policyTypes.get("SERVICE_CONTROL_POLICY");
    if (status === undefined || status === "PENDING_ENABLE") return undefined;
    if (!state.accounts.has(account)) return undefined; // an account outside
    return pathTo(state, account).map((id) => ({
      name: id,
      policies: attached(state, id, "SERVICE_CONTROL_POLICY").map(({ name, content }) => ({
        name,
        document: documentOf(content),
      })),
    }));
  }

  function refuseOtherAccounts(call: Call, state: OrganizationState): void {
    const { account } = call.principal;
    if (call.service !== "organizations" || account === state.management) return;
    if (!state.accounts.has(account) && call.operation !== "AcceptHandshake") {
      const message = "Your account isn't a member of an organization.";
      throw new ServiceError("AWSOrganizationsNotInUseException", message);
    }
    if (OPEN_TO_MEMBERS.has(call.operation)) return;
    if (options.delegatedAdministrators.has(account) && DELEGABLE.test(call.operation)) return;
    const message = "You don't have permissions to access this resource.";
    throw new ServiceError("AccessDeniedException", message);
  }

  return (call) => {
    const action = `${call.service}:${call.operation}`;
    if (FREE.has(action)) return;
    const state = options.organization();
    const { principal } = call;
    const { identity = NOTHING, session } = options.identity.permissions(principal);
    const serviceControl = scps(state, principal.account);
    for (const resource of resourcesOf(call, state)) {
      const verdict = evaluate(
        {
          action,
          resource,
          principal: { arn: principal.issuer?.arn ?? principal.arn, account: principal.account },
          context: contextOf(call, state, options.clock.now()),
        },
        {
          ...(serviceControl && { serviceControl }),
          managementAccount: principal.account === state.management,
          identity: [principal.type === "Root" ? ROOT : named("role", identity)],
          ...(session && { session: [named("session", session)] }),
        },
      );
      if (!verdict.allowed) throw denial(call, resource, verdict);
    }
    refuseOtherAccounts(call, state);
  };
}

const named = (name: string, document: PolicyDocument): NamedPolicy => ({ name, document });

/** The condition keys that the lab can answer for; `evaluate` fails on any other it is asked about. */
function contextOf(call: Call, state: OrganizationState, now: number): Record<string, string> {
  const { input, principal } = call;
  const policy =
    typeof input.PolicyId === "string" ? state.policies.get(input.PolicyId) : undefined;
  const policyType = policy?.type ?? input.PolicyType ?? input.Type ?? input.Filter;
  return {
    "aws:PrincipalArn": principal.issuer?.arn ?? principal.arn,
    "aws:PrincipalAccount": principal.account,
    "aws:PrincipalOrgID": state.id,
    "aws:RequestedRegion": call.region,
    "aws:CurrentTime": new Date(now).toISOString(),
    ...(call.service === "organizations" &&
      typeof policyType === "string" && { "organizations:PolicyType": policyType }),
  };
}
