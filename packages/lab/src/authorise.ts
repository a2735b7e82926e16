/** Decides every call as AWS does: SCPs in force, the caller's own policies, the delegation policy. */
import type { Clock } from "@holdfast/core";
import {
  evaluate,
  type Level,
  type NamedPolicy,
  type PolicyDocument,
  type PolicySet,
  parsePolicy,
  type Request,
} from "@holdfast/policy";
import { denial } from "./denial.ts";
import type { Identity } from "./identity.ts";
import { isDelegatedTo, isOpenToMembers } from "./identity-center/delegation.ts";
import { isDelegable, isOpenToAdministrators } from "./organizations/delegable.ts";
import { attached, type OrganizationState, pathTo } from "./organizations/state.ts";
import { requestContext } from "./request-context.ts";
import { resourcesOf } from "./resources.ts";
import { type Call, type Principal, ServiceError } from "./service.ts";

// Root needs no policy of its own; SCPs still bind it in member accounts.
const ROOT: NamedPolicy = {
  name: "root",
  document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

// A session whose role is not known may do nothing.
const NOTHING: PolicyDocument = { Statement: [] };

// GetCallerIdentity answers everybody. Every member may ask which organization it is in, and leave.
const FREE = new Set(["sts:GetCallerIdentity"]);
const OPEN_TO_MEMBERS = new Set(["DescribeOrganization", "LeaveOrganization", "AcceptHandshake"]);

export interface AuthoriserOptions {
  readonly clock: Clock;
  readonly identity: Pick<Identity, "permissions">;
  readonly organization: () => OrganizationState;
}

export interface Authoriser {
  /** Throws `AccessDeniedException` for a call that AWS would refuse. */
  check(call: Call): void;
  /**
   * Why a service that was asked for `call` may not do this with the rights of its caller (a forward
   * access session); undefined: it may.
   */
  forwarded(call: Call, action: string, resource: string): string | undefined;
}

export function createAuthoriser(options: AuthoriserOptions): Authoriser {
  const parsed = new Map<string, PolicyDocument>();

  // By text: a policy that is updated is another text.
  function policyOf(name: string, content: string): NamedPolicy {
    const document = parsed.get(content) ?? parsePolicy(content);
    parsed.set(content, document);
    return { name, document };
  }

  /** Undefined: none apply. */
  function scps(state: OrganizationState, account: string): readonly Level[] | undefined {
    const status = state.policyTypes.get("SERVICE_CONTROL_POLICY");
    if (status === undefined || status === "PENDING_ENABLE") return undefined;
    if (!state.accounts.has(account)) return undefined;
    return pathTo(state, account).map((id) => ({
      name: id,
      policies: attached(state, id, "SERVICE_CONTROL_POLICY").map(({ name, content }) =>
        policyOf(name, content),
      ),
    }));
  }

  function ownPolicies(principal: Principal, state: OrganizationState): PolicySet {
    const { identity = [NOTHING], session } = options.identity.permissions(principal);
    const serviceControl = scps(state, principal.account);
    return {
      ...(serviceControl && { serviceControl }),
      managementAccount: principal.account === state.management,
      identity:
        principal.type === "Root"
          ? [ROOT]
          : identity.map((document) => ({ name: "own", document })),
      ...(session && { session: [{ name: "session", document: session }] }),
    };
  }

  /** Throws unless `policies` allow the call on everything it is about. */
  function check(call: Call, state: OrganizationState, policies: PolicySet, owner?: string): void {
    for (const action of actionsOf(call)) {
      for (const resource of resourcesOf(call, state)) {
        const request: Request = {
          action,
          resource,
          ...(owner !== undefined && { resourceAccount: owner }),
          principal: callerOf(call.principal),
          context: requestContext(call, resource, state, options.clock.now()),
        };
        const verdict = evaluate(request, policies);
        if (!verdict.allowed) throw denial(call, action, resource, verdict);
      }
    }
  }

  function forwarded(call: Call, action: string, resource: string): string | undefined {
    const state = options.organization();
    const context = {
      ...requestContext(call, resource, state, options.clock.now()),
      "aws:ViaAWSService": "true",
    };
    const request = { action, resource, principal: callerOf(call.principal), context };
    const verdict = evaluate(request, ownPolicies(call.principal, state));
    return verdict.allowed ? undefined : denial(call, action, resource, verdict).message;
  }

  /** Identity Center is the management account's, and its delegated administrators'. */
  function checkCenter(call: Call, state: OrganizationState): void {
    if (isDelegatedTo(call.principal.account, call, state) || isOpenToMembers(call, state)) return;
    const message = "You don't have permissions to access this resource.";
    throw new ServiceError("AccessDeniedException", message);
  }

  /** The organization is the management account's: what may members do there, and who is outside? */
  function checkMember(call: Call, state: OrganizationState, own: PolicySet): void {
    const { operation, principal } = call;
    if (operation === "AcceptHandshake") return;
    if (!state.accounts.has(principal.account)) {
      const message = "Your account isn't a member of an organization.";
      throw new ServiceError("AWSOrganizationsNotInUseException", message);
    }
    if (OPEN_TO_MEMBERS.has(operation)) return;
    const isAdministrator = state.delegations.has(principal.account);
    if (isAdministrator && isOpenToAdministrators(operation)) return;
    if (!isDelegable(operation) || !state.resourcePolicy) {
      const message = "You don't have permissions to access this resource.";
      throw new ServiceError("AccessDeniedException", message);
    }
    const resource = policyOf("delegation", state.resourcePolicy.content);
    check(call, state, { ...own, resource }, state.management);
  }

  return {
    forwarded,
    check(call) {
      if (FREE.has(`${call.service}:${call.operation}`)) return;
      const state = options.organization();
      const own = ownPolicies(call.principal, state);
      check(call, state, own);
      if (call.principal.account === state.management) return;
      if (call.service === "organizations") checkMember(call, state, own);
      if (call.service === "sso" || call.service === "identitystore") checkCenter(call, state);
    },
  };
}

/** Where the permission is called otherwise than the operation. */
const ACTIONS: Readonly<Record<string, string>> = { "lambda:Invoke": "lambda:InvokeFunction" };

/** Whoever creates something with tags needs the permission to tag as well. */
function actionsOf({ service, operation, input }: Call): readonly string[] {
  const action = ACTIONS[`${service}:${operation}`] ?? `${service}:${operation}`;
  const tags = service === "organizations" && operation !== "TagResource" && input.Tags;
  return Array.isArray(tags) && tags.length > 0 ? [action, `${service}:TagResource`] : [action];
}

/** A caller as policies see it. */
export function callerOf({
  arn,
  account,
  principalId: id,
  issuer,
}: Principal): Request["principal"] {
  return issuer
    ? { arn: issuer.arn, account, session: arn, id: issuer.principalId }
    : { arn, account, id };
}
