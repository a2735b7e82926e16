/** Where people are told besides the alert topic: today a Slack channel. */
import * as z from "zod";
import type { Draft } from "./draft.ts";
import type { Notifications } from "./model.ts";
import type { Problem } from "./problem.ts";

/** `arn:aws:secretsmanager:<Region>:<account>:secret:<name>-<six characters that AWS chose>` */
const SECRET_ARN =
  /^arn:aws:secretsmanager:(?<region>[a-z0-9-]+):(?<account>\d{12}):secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

/** The characters that Secrets Manager takes in a name. */
const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;

/** What Slack gives out. A baseline is in a repository, where a secret is a secret no more. */
const SLACKS_OWN = /^xox|^xapp-|hooks\.slack(-gov)?\.com/;

const secret = z
  .string()
  // The value is never repeated in a message: it may be the secret.
  .refine(
    (value) => !SLACKS_OWN.test(value),
    "is the secret itself: revoke it, keep a new one in AWS Secrets Manager, and write its name here",
  )
  .refine(
    (value) => SLACKS_OWN.test(value) || SECRET_ARN.test(value) || SECRET_NAME.test(value),
    "must be the name or the full ARN of a secret in AWS Secrets Manager",
  );

export const notificationsSchema = z.strictObject({
  slack: z
    .strictObject({
      secret: secret.describe(
        "Name or ARN of the secret (AWS Secrets Manager, management account, hub Region) that holds a bot token or the URL of an incoming webhook",
      ),
      channel: z
        .string()
        .regex(/^[CG][A-Z0-9]{8,20}$/, "must be a channel's id such as C0123456789, not its name")
        .describe("Id of the channel: in Slack at the bottom of its details"),
    })
    .describe("Alerts as messages in a Slack channel")
    .optional(),
});

/** A secret elsewhere: its reader's role could not be limited to it, nor could it be read. */
export function notificationProblems({ file, source }: Draft): Problem[] {
  const { region, account } =
    SECRET_ARN.exec(source.notifications.slack?.secret ?? "")?.groups ?? {};
  const { hubRegion, management } = source.organization;
  const problem = (message: string) => file.problem(["notifications", "slack", "secret"], message);
  return [
    ...(region !== undefined && region !== hubRegion
      ? [problem(`is in ${region}: keep it in the hub Region, ${hubRegion}`)]
      : []),
    ...(account !== undefined && account !== management
      ? [problem(`is in ${account}: keep it in the management account, ${management}`)]
      : []),
  ];
}

/** Undefined: nobody is told but through the topic. */
export function compileNotifications({ source }: Draft): Notifications | undefined {
  const { slack } = source.notifications;
  return slack && { slack };
}
