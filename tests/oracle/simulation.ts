/** A case in the other evaluator's terms. */
import { type Level, type NamedPolicy, RCP_SERVICES } from "@holdfast/policy";
import { RCP_FULL } from "./generate.ts";
import type { Case } from "./question.ts";

/**
 * What it leaves to its caller is done here: whom SCPs and RCPs spare, which services RCPs are for, and
 * that the policy which every level of RCPs has by itself isn't passed.
 */
export function simulationOf({ request, policies }: Case): object {
  const { principal, action, resource, resourceAccount, context } = request;
  const { serviceControl = [], resourceControl = [], identity, session, boundary } = policies;
  const own = policies.resource ?? policies.trust ?? policies.key;
  const linked = principal.isServiceLinkedRole === true;
  const spared = linked || policies.managementAccount === true || principal.service !== undefined;
  const underRcps = RCP_SERVICES.has(action.split(":")[0] ?? "");
  const sparedResource = linked || policies.managementResource === true || !underRcps;
  return {
    request: {
      principal: principal.service ?? principal.session ?? principal.arn,
      action,
      resource: { resource, accountId: resourceAccount ?? principal.account },
      contextVariables: context,
    },
    serviceControlPolicies: spared ? [] : serviceControl.map(levelOf),
    resourceControlPolicies: sparedResource ? [] : resourceControl.map(levelOf),
    identityPolicies: identity.map(policyOf),
    ...(session && { sessionPolicy: session[0]?.document }),
    ...(boundary && { permissionBoundaryPolicies: boundary.map(policyOf) }),
    ...(own && { resourcePolicy: own.document }),
  };
}

function levelOf({ name, policies }: Level): object {
  return {
    orgIdentifier: name,
    policies: policies.filter(({ name: policy }) => policy !== RCP_FULL.name).map(policyOf),
  };
}

function policyOf({ name, document }: NamedPolicy): object {
  return { name, policy: document };
}
