import { AwsError, type AwsErrorClass } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { retry } from "./retry.ts";
import { jumpingClock } from "./testing.ts";

function failing(times: number, errorClass: AwsErrorClass) {
  return async (attempt: number) => {
    if (attempt > times) return attempt;
    throw new AwsError("x:Y", `Try${attempt}`, errorClass, "no");
  };
}

describe("retry", () => {
  it.each(["throttled", "transient", "conflict"] as const)("tries again what is %s", async (c) => {
    const options = { clock: jumpingClock(), random: () => 0.5 };
    expect(await retry(failing(4, c), options)).toBe(5);
  });

  it.each(["already", "gone", "outdated", "denied", "limit", "refused"] as const)(
    "does not try again what is %s",
    async (errorClass) => {
      const options = { clock: jumpingClock(), random: () => 0.5 };
      await expect(retry(failing(1, errorClass), options)).rejects.toThrow("Try1");
    },
  );

  it("does not try again what is not AWS's doing", async () => {
    let calls = 0;
    const call = async () => {
      calls++;
      throw new TypeError("a defect");
    };
    const options = { clock: jumpingClock(), random: () => 0.5 };
    await expect(retry(call, options)).rejects.toThrow("a defect");
    expect(calls).toBe(1);
  });

  it("pauses for a random part of a bound that doubles up to the cap", async () => {
    const pauses: number[] = [];
    const clock = jumpingClock();
    await retry(failing(5, "throttled"), {
      clock,
      random: () => 0.5,
      attempts: 6,
      base: 100,
      cap: 500,
      onRetry: (_error, _attempt, pause) => pauses.push(pause),
    });
    expect(pauses).toEqual([50, 100, 200, 250, 250]);
    expect(clock.now()).toBe(850);
  });

  it("gives up with the last error when its attempts are used up", async () => {
    const options = { clock: jumpingClock(), random: () => 0.5, attempts: 3 };
    await expect(retry(failing(9, "throttled"), options)).rejects.toThrow("Try3");
  });

  it("gives up rather than pause beyond the deadline", async () => {
    const clock = jumpingClock();
    const options = { clock, random: () => 1, base: 100, deadline: 250 };
    await expect(retry(failing(9, "throttled"), options)).rejects.toThrow("Try2");
    expect(clock.now()).toBe(100);
  });
});
