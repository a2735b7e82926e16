/** The hub bus, open to the organization's events. */
import type { Deployment } from "@holdfast/core";
import { busArn } from "./arns.ts";
import { policyDocument, type ResourceStatement } from "./policy.ts";

export function createBus(deployment: Deployment) {
  const { name } = deployment.bus;
  const bus = new aws.cloudwatch.EventBus(name, { name });
  new aws.cloudwatch.EventBusPolicy(name, {
    eventBusName: bus.name,
    policy: policyDocument([organizationPutsEvents(deployment)]),
  });
  return bus;
}

/**
 * Accounts of the organization may send events and nothing else: `events:PutRule` here would let any
 * of them read along, or send what it matches to a target of its own.
 */
function organizationPutsEvents(deployment: Deployment): ResourceStatement {
  return {
    Sid: "OrganizationPutsEvents",
    Effect: "Allow",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: busArn(deployment),
    Condition: { StringEquals: { "aws:PrincipalOrgID": deployment.organization } },
  };
}
