/**
 * The key that encrypts alerts. It has to be our own: the key policy of `alias/aws/sns` does not let
 * CloudWatch in, so alarms would fail to reach the topic, silently.
 */
import type { Deployment } from "@holdfast/core";
import { publisherRoleArns, topicArn } from "./arns.ts";
import { policyDocument, type ResourceStatement } from "./policy.ts";

export function createTopicKey(deployment: Deployment) {
  return new aws.kms.Key(deployment.topic.name, {
    description: `Encrypts ${deployment.topic.name}`,
    enableKeyRotation: true,
    policy: policyDocument(keyStatements(deployment)),
  });
}

/** The publishers may use the key for this topic, and only through SNS. */
function keyStatements(deployment: Deployment): ResourceStatement[] {
  const { account, region } = deployment;
  // What SNS asks of a publisher to an encrypted topic.
  const publish = ["kms:Decrypt", "kms:GenerateDataKey*"];
  const forTopic = { "kms:EncryptionContext:aws:sns:topicArn": topicArn(deployment) };
  return [
    {
      // Without it nobody could ever change the key again (KMS guide, "default key policy").
      Sid: "AccountAdministersKey",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "FunctionsPublish",
      Effect: "Allow",
      // By condition: a role named as principal would have to exist before the key.
      Principal: { AWS: "*" },
      Action: publish,
      Resource: "*",
      Condition: {
        StringEquals: {
          ...forTopic,
          "kms:CallerAccount": account,
          "kms:ViaService": `sns.${region}.amazonaws.com`,
        },
        ArnEquals: { "aws:PrincipalArn": publisherRoleArns(deployment) },
      },
    },
    {
      Sid: "AlarmsPublish",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: publish,
      Resource: "*",
      Condition: { StringEquals: forTopic },
    },
  ];
}
