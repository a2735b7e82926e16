/** Sends an act with the SDK client of its service. */
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { Identitystore } from "@aws-sdk/client-identitystore";
import { Organizations } from "@aws-sdk/client-organizations";
import { SSOAdmin } from "@aws-sdk/client-sso-admin";
import type { Scene } from "@holdfast/lab/stories";
import type { Act } from "./operations.ts";

const CLIENTS = {
  cloudtrail: CloudTrail,
  guardduty: GuardDuty,
  iam: IAM,
  identitystore: Identitystore,
  organizations: Organizations,
  sso: SSOAdmin,
};

/** @param operation as `organizations:AttachPolicy` */
export async function send(
  operation: string,
  { account, input }: Act,
  connection: Scene["connection"],
): Promise<unknown> {
  const [service = "", name = ""] = operation.split(":");
  const Client = Object.entries(CLIENTS).find(([one]) => one === service)?.[1];
  const client = Client && new Client(configFor(account, connection));
  const method: unknown =
    client && Reflect.get(client, `${name[0]?.toLowerCase()}${name.slice(1)}`);
  if (typeof method !== "function") throw new TypeError(`the SDK has no ${operation}`);
  return method.call(client, input);
}

function configFor(accessKeyId: string, connection: Scene["connection"]) {
  return {
    ...connection,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    maxAttempts: 1,
  };
}
