/** The topic that carries alerts to people. */
import type { Deployment } from "@holdfast/core";
import { publisherRoleArns, topicArn } from "./arns.ts";
import { createTopicKey } from "./key.ts";
import { policyDocument, type ResourceStatement, tlsOnly } from "./policy.ts";

export function createTopic(deployment: Deployment) {
  const { name } = deployment.topic;
  const topic = new aws.sns.Topic(name, { name, kmsMasterKeyId: createTopicKey(deployment).arn });
  const policy = new aws.sns.TopicPolicy(name, {
    arn: topic.arn,
    policy: policyDocument(topicStatements(deployment)),
  });
  return { topic, policy };
}

/**
 * The enforcers publish by their own roles' policies. Everybody else is denied, since SCPs do not
 * bind the management account and a forged all-clear is worth a lot to an intruder.
 */
function topicStatements(deployment: Deployment): ResourceStatement[] {
  const topic = topicArn(deployment);
  return [
    {
      Sid: "AlarmsPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      // Topic policies take no `sns:*`: it reaches beyond a topic.
      Action: "sns:Publish",
      Resource: topic,
      Condition: { StringEquals: { "aws:SourceAccount": deployment.account } },
    },
    {
      Sid: "DenyOtherPublishers",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: topic,
      Condition: {
        ArnNotEquals: { "aws:PrincipalArn": publisherRoleArns(deployment) },
        // An AWS service has no principal ARN, and a negated condition matches what is missing.
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    tlsOnly("sns:Publish", topic),
  ];
}
