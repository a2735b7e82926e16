/** SecureCart's deployment as an event-inverting tool has it. */
import type { Deployment, EventPattern, FunctionDescription, Queue, Rule } from "@holdfast/core";
import { deployment } from "../support/securecart.ts";

/** Failed calls too, and only three of the calls that change what is attached. */
const PATTERN: EventPattern = {
  source: ["aws.organizations"],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: {
    eventSource: ["organizations.amazonaws.com"],
    eventName: ["AttachPolicy", "DetachPolicy", "UpdatePolicy"],
  },
};

/** Attaches and detaches whatever it likes. */
const EVERYTHING = {
  Sid: "Everything",
  Effect: "Allow",
  Action: ["organizations:*"],
  Resource: ["*"],
} as const;

export const naiveDeployment: Deployment = {
  ...deployment,
  rules: deployment.rules.filter(watchesAttachments).map((rule) => ({ ...rule, pattern: PATTERN })),
  queues: deployment.queues.map(likeAsynchronousInvocation),
  functions: deployment.functions.map(oneByOne),
};

function watchesAttachments({ pattern }: Rule): boolean {
  return JSON.stringify(pattern).includes('"AttachPolicy"');
}

/** Lambda tries an asynchronous invocation three times, a minute or two apart. */
function likeAsynchronousInvocation(queue: Queue): Queue {
  return queue.maxReceiveCount === undefined
    ? queue
    : { ...queue, visibilityTimeout: 60, maxReceiveCount: 3 };
}

/** Each event by itself, as a rule with the function as its target delivers them. */
function oneByOne(one: FunctionDescription): FunctionDescription {
  if (!("queue" in one.source)) return one;
  return {
    ...one,
    role: { ...one.role, statements: [...one.role.statements, EVERYTHING] },
    source: { ...one.source, batchSize: 1, batchingWindow: 0 },
  };
}
