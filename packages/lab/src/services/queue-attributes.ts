/** A queue's attributes as `GetQueueAttributes` shows them: everything is text. */
import { ServiceError } from "../service.ts";
import type { Queue } from "./queue.ts";

/** The attributes asked for; `All` asks for each. Throws `InvalidAttributeName`. */
export function queueAttributes(queue: Queue, wanted: readonly string[]): Record<string, string> {
  const all = allAttributes(queue);
  if (wanted.includes("All")) return all;
  const unknown = wanted.find((name) => all[name] === undefined && name !== "RedrivePolicy");
  if (unknown) throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
}

function allAttributes(queue: Queue): Record<string, string> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    VisibilityTimeout: String(settings.visibilityTimeout),
    DelaySeconds: String(settings.delay),
    MessageRetentionPeriod: String(settings.retention),
    ...(settings.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: settings.redrive.deadLetterQueue.arn,
        maxReceiveCount: settings.redrive.maxReceiveCount,
      }),
    }),
  };
}
