/** A hold, written by hand as the runbook says: one item in the incident table. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Connection } from "./attacker.ts";

export async function putHold(hold: {
  readonly on: string;
  readonly reason: string;
  readonly management: string;
  readonly deploymentStage: string;
  readonly connection: Connection;
}): Promise<void> {
  const { on, reason, management, deploymentStage, connection } = hold;
  const client = new DynamoDBClient({
    // Both SDK clients speak HTTP through the same kind of handler.
    ...(connection as Pick<Connection, "endpoint">),
    region: "us-east-1",
    credentials: { accessKeyId: management, secretAccessKey: "any" },
  });
  await client.send(
    new PutItemCommand({
      TableName: `holdfast-${deploymentStage}-incidents`,
      Item: {
        partition: { S: "controls" },
        sort: { S: `hold#${on}` },
        version: { N: "1" },
        body: { S: JSON.stringify({ on, reason, by: "olivia@securecart.example" }) },
      },
    }),
  );
}
