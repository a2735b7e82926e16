import { describe, expect, it } from "vitest";
import { periodOf, startSchedules } from "./schedules.ts";
import { createVirtualClock } from "./virtual-clock.ts";

const START = Date.parse("2026-11-23T00:00:00Z");
const HOUR = 3_600_000;

describe("schedules", () => {
  it("send their message after every period, until they are ended", async () => {
    const clock = createVirtualClock(START);
    const sent: string[] = [];
    const schedule = { name: "s", rate: "rate(4 hours)", queue: "q" };
    const stop = startSchedules(
      [{ ...schedule, message: { holdfast: "scan" } }],
      clock,
      (queue, body) => sent.push(`${(clock.now() - START) / HOUR} ${queue} ${body}`),
    );
    await clock.drain(START + 13 * HOUR);
    stop();
    await clock.drain();
    expect(sent).toEqual([4, 8, 12].map((hour) => `${hour} q {"holdfast":"scan"}`));
  });
});

describe("the period of a rate", () => {
  it("is that of its unit, once or many times", () => {
    expect(periodOf("rate(1 hour)")).toBe(HOUR);
    expect(periodOf("rate(30 minutes)")).toBe(HOUR / 2);
    expect(periodOf("rate(2 days)")).toBe(48 * HOUR);
  });

  it("is known of rates alone", () => {
    expect(() => periodOf("cron(0 4 * * ? *)")).toThrow("no schedule cron");
  });
});
