/** Test set-up: every client the lab speaks to, and its commands by the operation's name. */
import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as guardduty from "@aws-sdk/client-guardduty";
import * as iam from "@aws-sdk/client-iam";
import * as organizations from "@aws-sdk/client-organizations";
import * as secretsmanager from "@aws-sdk/client-secrets-manager";
import * as securityhub from "@aws-sdk/client-securityhub";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { type ClientConfiguration, testEndpoint } from "../endpoint.fixture.ts";
import type { Operation } from "../service.ts";

type Output = Readonly<Record<string, unknown>>;
type Send = (command: object) => Promise<Output>;

const CLIENTS: Readonly<Record<string, [object, (to: ClientConfiguration) => { send: unknown }]>> =
  {
    cloudtrail: [cloudtrail, (to) => new cloudtrail.CloudTrailClient(to)],
    guardduty: [guardduty, (to) => new guardduty.GuardDutyClient(to)],
    iam: [iam, (to) => new iam.IAMClient(to)],
    organizations: [organizations, (to) => new organizations.OrganizationsClient(to)],
    sts: [sts, (to) => new sts.STSClient(to)],
    sns: [sns, (to) => new sns.SNSClient(to)],
    // Random queue URLs and digests are no use to the client's own middleware.
    sqs: [sqs, (to) => new sqs.SQSClient({ ...to, useQueueUrlAsEndpoint: false, md5: false })],
    dynamodb: [dynamodb, (to) => new dynamodb.DynamoDBClient(to)],
    securityhub: [securityhub, (to) => new securityhub.SecurityHubClient(to)],
    secretsmanager: [secretsmanager, (to) => new secretsmanager.SecretsManagerClient(to)],
  };

export const SERVICES: readonly string[] = Object.keys(CLIENTS);

/** A class or value that a client package exports. */
export function exported(service: string, name: string): unknown {
  const [module] = CLIENTS[service] ?? [];
  return module && Reflect.get(module, name);
}

/** Calls one operation of a service through its real client; `operation` is the lab's side. */
export async function callThroughClient(
  service: string,
  name: string,
  input: unknown,
  operation: Operation,
): Promise<Output> {
  const { configuration } = testEndpoint([{ name: service, operations: { [name]: operation } }]);
  const [, create] = CLIENTS[service] ?? [];
  if (!create) throw new Error(`No client for ${service}.`);
  const client = create(configuration);
  // Operations are tried by name here, beyond what the clients' types can follow.
  const Command = exported(service, `${name}Command`) as new (input: unknown) => object;
  const send = client.send as Send;
  const { $metadata: _, ...output } = await send.call(client, new Command(input));
  return output;
}
