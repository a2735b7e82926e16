/** What a notification of the alert topic is. */
import {
  type Alarm,
  type AlertJson,
  type AnnouncementJson,
  readAlert,
  readAnnouncement,
} from "@holdfast/report/slack";

export type Notification =
  | { readonly kind: "alert"; readonly alert: AlertJson }
  /** Somebody stopped writes, or let them go on. */
  | { readonly kind: "announcement"; readonly announcement: AnnouncementJson }
  /** CloudWatch's, on Holdfast itself. */
  | { readonly kind: "alarm"; readonly alarm: Alarm }
  /** Anything else, such as what a scan found. */
  | { readonly kind: "text"; readonly text: string };

/** Never throws: what is neither is shown as the text that it is. */
export function readNotification(message: string): Notification {
  const alert = readAlert(message);
  if (alert !== undefined) return { kind: "alert", alert };
  const announcement = readAnnouncement(message);
  if (announcement !== undefined) return { kind: "announcement", announcement };
  const value = parsed(message);
  const alarm = readAlarm(value);
  if (alarm !== undefined) return { kind: "alarm", alarm };
  return { kind: "text", text: textOfScan(value) ?? message };
}

/** A scan's digest brings its text along. */
function textOfScan(value: unknown): string | undefined {
  const { kind, text } = Object(value);
  return kind === "scan" && typeof text === "string" ? text : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ALARM = ["AlarmName", "NewStateValue", "NewStateReason", "StateChangeTime"];

/** CloudWatch sends a description that nobody gave as null. */
function readAlarm(value: unknown): Alarm | undefined {
  if (!isAlarm(value)) return undefined;
  const { AlarmDescription } = value;
  const description = typeof AlarmDescription === "string" ? AlarmDescription : "";
  return { ...value, AlarmDescription: description };
}

function isAlarm(value: unknown): value is Alarm {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return ALARM.every((name) => typeof members.get(name) === "string");
}
