/**
 * What a cold start is compared with: the leanest handler found for the same libraries. Organizations
 * and DynamoDB are imported statically, other services lazily, and there is no tracer. It does what
 * an enforcer does before its first look, and nothing else.
 */
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ListPoliciesForTargetCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import middy from "@middy/core";
import type { SQSEvent } from "aws-lambda";

const logger = new Logger();
const dynamodb = new DynamoDBClient();
const organizations = new OrganizationsClient();

async function handle(event: SQSEvent): Promise<void> {
  const TableName = process.env.HOLDFAST_TABLE;
  const { detail } = JSON.parse(event.Records[0]?.body ?? "");
  const TargetId: string = detail.requestParameters.targetId;
  // The role may write its guardrails' partitions only.
  const key = { partition: { S: `scp-attachment/${TargetId}` }, sort: { S: "lease" } };
  await dynamodb.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
  await dynamodb.send(new PutItemCommand({ TableName, Item: key }));
  const Filter = "SERVICE_CONTROL_POLICY";
  await organizations.send(new ListPoliciesForTargetCommand({ TargetId, Filter }));
  const { SNSClient, PublishCommand } = await import("./sns.ts");
  const Message = TargetId;
  await new SNSClient().send(
    new PublishCommand({ TopicArn: process.env.HOLDFAST_TOPIC_ARN, Message }),
  );
  const { SecurityHubClient, BatchImportFindingsCommand } = await import("./securityhub.ts");
  await new SecurityHubClient().send(new BatchImportFindingsCommand({ Findings: [] }));
}

export const handler = middy<SQSEvent, void>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(new Metrics()))
  .handler(handle);
