/** The hub bus, and the role by which rules of the default bus send to it. */
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

/** A rule needs a role to send to another bus, also within an account. */
export function createForwarder(deployment: Deployment) {
  const { account, forwarder } = deployment;
  const trust: ResourceStatement = {
    Sid: "ForwardingRulesOnly",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      // By prefix: a trust policy has 2,048 characters, room for 27 rules. In any Region: each has some.
      ArnLike: { "aws:SourceArn": `arn:aws:events:*:${account}:rule/${forwarder.role}-*` },
    },
  };
  const forward = {
    Sid: "PutEventsOnHubBus",
    Effect: "Allow",
    Action: "events:PutEvents",
    Resource: busArn(deployment),
  };
  return new aws.iam.Role(forwarder.role, {
    name: forwarder.role,
    path: forwarder.path,
    assumeRolePolicy: policyDocument([trust]),
    inlinePolicies: [{ name: "forward", policy: policyDocument([forward]) }],
  });
}
