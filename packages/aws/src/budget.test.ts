import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBudgets } from "./budget.ts";
import { jumpingClock } from "./testing.ts";

/** When each of `count` calls, all wanted now, may be made. */
async function timesOf(count: number, options: { share: number; action?: string }) {
  const clock = jumpingClock();
  const budgets = createBudgets({ clock, share: options.share });
  const { action = "organizations:DescribePolicy" } = options;
  const order: number[] = [];
  const times = Array.from({ length: count }, async (_, call) => {
    await budgets.take(action);
    order.push(call);
    return clock.now();
  });
  return { times: await Promise.all(times), order };
}

describe("createBudgets", () => {
  it("lets a burst through and then keeps to the rate", async () => {
    expect((await timesOf(5, { share: 1 })).times).toEqual([0, 0, 500, 1000, 1500]);
  });

  it("gives a share its part of rate and burst, and at least one call at once", async () => {
    expect((await timesOf(3, { share: 0.5 })).times).toEqual([0, 1000, 2000]);
    expect((await timesOf(2, { share: 0.1 })).times).toEqual([0, 5000]);
  });

  it("serves callers in the order in which they came", async () => {
    const { order } = await timesOf(20, { share: 1 });
    expect(order).toEqual(Array.from({ length: 20 }, (_, call) => call));
  });

  it("lets the actions of one line of AWS's table share a bucket", async () => {
    const clock = jumpingClock();
    const budgets = createBudgets({ clock, share: 1 });
    const writes = ["AttachPolicy", "DetachPolicy", "AttachPolicy", "DetachPolicy"];
    const times = writes.map(async (name) => {
      await budgets.take(`organizations:${name}`);
      return clock.now();
    });
    expect(await Promise.all(times)).toEqual([0, 0, 0, 500]);
  });

  it("does not limit what AWS documents no rate for", async () => {
    const { times } = await timesOf(100, { share: 0.01, action: "sqs:SendMessage" });
    expect(new Set(times)).toEqual(new Set([0]));
  });

  it("obeys the organization's bucket where it is the tighter one", async () => {
    const clock = jumpingClock();
    const limits = [
      {
        actions: ["x:Y"],
        account: { perSecond: 10, burst: 10 },
        organization: { perSecond: 1, burst: 2 },
      },
    ];
    const budgets = createBudgets({ clock, share: 1, limits });
    const times = Array.from({ length: 4 }, async () => {
      await budgets.take("x:Y");
      return clock.now();
    });
    expect(await Promise.all(times)).toEqual([0, 0, 1000, 2000]);
  });

  it("refuses a call that would come after the deadline, without using anything up", async () => {
    const clock = jumpingClock();
    const budgets = createBudgets({ clock, share: 1 });
    const take = (deadline?: number) => budgets.take("organizations:EnablePolicyType", deadline);
    await take();
    await expect(take(999)).rejects.toMatchObject({
      code: "OUT_OF_TIME",
    });
    await take(1000);
    expect(clock.now()).toBe(1000);
  });

  it.each([0, -1, 1.1, Number.NaN])("refuses a share of %d", (share) => {
    expect(() => createBudgets({ clock: jumpingClock(), share })).toThrow(RangeError);
  });

  it("never allows more in any window than the burst and what the rate adds", async () => {
    const rate = fc.record({
      perSecond: fc.integer({ min: 1, max: 20 }),
      burst: fc.integer({ min: 1, max: 12 }),
    });
    const pauses = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rate, pauses, async (account, gaps) => {
        const clock = jumpingClock();
        const budgets = createBudgets({ clock, share: 1, limits: [{ actions: ["a:B"], account }] });
        const calls: Promise<number>[] = [];
        for (const gap of gaps) {
          await clock.sleep(gap);
          calls.push(budgets.take("a:B").then(() => clock.now()));
        }
        const times = await Promise.all(calls);
        for (const [first, from] of times.entries()) {
          for (const [last, to] of times.entries()) {
            const allowed = account.burst + ((to - from) / 1000) * account.perSecond;
            // The margin is for rounding of intervals such as 1000/3.
            if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
