/** Announcements about Holdfast itself, to the topic that carries the alerts. */
import type { Announcement } from "@holdfast/core";
import { announcementJson, announcementSubject, announcementText } from "@holdfast/report";
import { createCall } from "./call.ts";
import { asMessage, asSubject, type SnsOptions } from "./sns.ts";

/** Publishes one. Throws an `AwsError` if SNS did not take it. */
export function createAnnounce(options: SnsOptions): (announcement: Announcement) => Promise<void> {
  const call = createCall(options);
  return async (announcement) => {
    await call("sns:Publish", {
      TopicArn: options.topic,
      Subject: asSubject(announcementSubject(announcement)),
      MessageStructure: "json",
      Message: asMessage(
        announcementText(announcement),
        JSON.stringify(announcementJson(announcement)),
      ),
    });
  };
}
