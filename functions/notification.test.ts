import { describe, expect, it } from "vitest";
import { readNotification } from "./notification.ts";

describe("a notification", () => {
  it("that is a scan's digest is its text", () => {
    const digest = { version: 1, kind: "scan", text: "A scan read the organization.\n" };
    expect(readNotification(JSON.stringify(digest))).toEqual({
      kind: "text",
      text: "A scan read the organization.\n",
    });
  });

  it("that is neither alert, alarm nor digest is shown as it is", () => {
    for (const text of ["hello", "{", '{"kind":"scan"}', '{"kind":"else","text":"x"}', "null"]) {
      expect(readNotification(text)).toEqual({ kind: "text", text });
    }
  });

  it("of CloudWatch is an alarm, also without a description", () => {
    const alarm = {
      AlarmName: "late",
      AlarmDescription: null,
      NewStateValue: "ALARM",
      NewStateReason: "so it is",
      StateChangeTime: "2026-11-23T09:00:00.000+0000",
    };
    expect(readNotification(JSON.stringify(alarm))).toEqual({
      kind: "alarm",
      alarm: { ...alarm, AlarmDescription: "" },
    });
  });
});
