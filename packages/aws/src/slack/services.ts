/** The services that telling Slack takes: the secret's and the incident table's. */
import type { Services } from "../clients-of.ts";

export const slackServices = {
  dynamodb: () => import("../generated/dynamodb.ts"),
  secretsmanager: () => import("../generated/secretsmanager.ts"),
} satisfies Services;
