/** The handler that tells Slack: a notification in, a message out; what can't be told is thrown. */
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import {
  type ClientOptions,
  createCall,
  createClientsOf,
  createSecret,
  createSlackChat,
  createTable,
  type SlackOptions,
  slackServices,
} from "@holdfast/aws/slack";
import { type Baseline, type Clock, messageOf, type Random } from "@holdfast/core";
import { nameOf } from "@holdfast/core/deployment";
import { createNotifier } from "@holdfast/core/notify";
import {
  type AlertJson,
  type SlackMessage,
  slackAlarm,
  slackAlert,
  slackAnnouncement,
  slackChange,
  slackDigest,
  slackText,
} from "@holdfast/report/slack";
import middy from "@middy/core";
import type { Context, SNSEvent, SNSMessage } from "aws-lambda";
import { logOf } from "./log.ts";
import { readNotification } from "./notification.ts";
import type { SlackSettings } from "./settings.ts";

/** Time kept for writing down what was said. Milliseconds. */
const RESERVE = 5_000;

export interface NotifySurroundings {
  readonly baseline: Baseline;
  readonly settings: SlackSettings;
  readonly clock: Clock;
  readonly random: Random;
  /** Only where the lab runs in the same process. */
  readonly client?: Omit<ClientOptions, "region">;
  readonly slack?: Pick<SlackOptions, "fetch" | "requestTimeout">;
}

export type NotifyHandler = (event: SNSEvent, context: Context) => Promise<void>;

export function createNotifyHandler(surroundings: NotifySurroundings): NotifyHandler {
  const { baseline, settings, clock, random } = surroundings;
  const { stage, channel } = settings;
  const region = baseline.organization.hubRegion;
  const logger = new Logger({ serviceName: nameOf(stage, "notify-slack") });
  const log = logOf(logger);
  const clients = createClientsOf(slackServices, { ...surroundings.client, region });
  // Outlives an invocation: most alerts of a storm need no call for it.
  const secret = createSecret(settings.secret, clock);
  const accounts = new Map(baseline.accounts.map(({ id, name }) => [id, name]));
  const place = { stage, accounts };
  const words = {
    incident: (alert: AlertJson) => slackAlert(alert, place),
    change: (alert: AlertJson) => slackChange(alert, place),
    digest: (digest: Parameters<typeof slackDigest>[0]) => slackDigest(digest, place),
  };

  function begin(holder: string, stopsAt: number) {
    const deadline = stopsAt - RESERVE;
    const options = { clients, clock, random, log, region, deadline };
    const call = createCall(options);
    const table = createTable({ ...options, table: settings.table });
    const { url } = settings;
    const chat = createSlackChat({
      ...{ secret, call, channel, clock, random, log, deadline },
      ...(url !== undefined && { url }),
      ...surroundings.slack,
    });
    return createNotifier<AlertJson, SlackMessage>({
      ...{ table, chat, words, channel, clock, random, log, holder, stopsAt, deadline },
    });
  }

  async function tell(notifier: ReturnType<typeof begin>, sns: SNSMessage): Promise<void> {
    const { MessageId: id, Subject, Message } = sns;
    const notification = readNotification(Message);
    switch (notification.kind) {
      case "alert": {
        const { incident, outcome } = notification.alert;
        await notifier.tell(notification.alert);
        return logger.info("told", { incident, outcome });
      }
      case "announcement":
        await notifier.say(id, slackAnnouncement(notification.announcement));
        return logger.info("told an announcement", { what: notification.announcement.what });
      case "alarm":
        await notifier.say(id, slackAlarm(notification.alarm, place));
        return logger.info("told an alarm", { alarm: notification.alarm.AlarmName });
      case "text":
        // SNS sends null where there is no subject, whatever the types say.
        await notifier.say(id, slackText(Subject || undefined, notification.text));
        return logger.info("told a text", { id });
    }
  }

  async function handle(event: SNSEvent, context: Context): Promise<void> {
    const stopsAt = clock.now() + context.getRemainingTimeInMillis();
    const notifier = begin(context.awsRequestId, stopsAt);
    const errors: unknown[] = [];
    for (const { Sns } of event.Records) {
      await tell(notifier, Sns).catch((error: unknown) => {
        logger.error("Slack could not be told", { error: messageOf(error) });
        errors.push(error);
      });
    }
    // Lambda delivers the event again; what was told by then is known.
    if (errors.length > 0) throw errors[0];
  }

  return middy<SNSEvent, void>().use(injectLambdaContext(logger)).handler(handle) as NotifyHandler;
}
