import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrive, LEASE, type LookState, NEVER_LOOKED, settle, wake } from "./look-state.ts";

const T = Date.UTC(2026, 10, 23);

/** One key played through in time: events and wake-ups in, the times of the looks out. */
function play(events: readonly number[], until: number, drifts: ReadonlySet<number> = new Set()) {
  let state: LookState = NEVER_LOOKED;
  const arrivals = events.map((at) => ({ at, changedAt: at as number | undefined }));
  const looks: number[] = [];
  while (arrivals.length > 0) {
    arrivals.sort((a, b) => a.at - b.at);
    const next = arrivals.shift();
    if (next === undefined || next.at > until) break;
    const now = next.at;
    const changedAt = next.changedAt;
    const entry = arrive(state, "me", { now, ...(changedAt !== undefined && { changedAt }) });
    state = entry.state;
    if (entry.verdict === "look") {
      looks.push(now);
      const wrote = drifts.has(looks.length);
      const fromEvent = changedAt !== undefined;
      state = settle(state, { startedAt: now, fromEvent, wrote });
    }
    const woken = wake(state, now);
    state = woken.state;
    if (woken.delay !== undefined) arrivals.push({ at: now + woken.delay, changedAt: undefined });
  }
  return { looks: looks.map((at) => at - T), state };
}

describe("when a key is looked at", () => {
  it("looks now, after 30 s and after 5 min for one event", () => {
    expect(play([T], T + 3_600_000).looks).toEqual([0, 30_000, 300_000]);
  });

  it("costs a handful of looks in a minute of 1,000 events", () => {
    const flood = Array.from({ length: 1000 }, (_, index) => T + index * 60);
    const { looks } = play(flood, T + 3_600_000);
    expect(looks).toEqual([0, 3_000, 33_000, 63_000, 93_000, 363_000]);
  });

  it("always looks again after the last event of a burst, and once more 5 min later", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1 }), (offsets) => {
        const events = offsets.map((offset) => T + offset);
        const { looks, state } = play(events, T + 7_200_000);
        const last = Math.max(...offsets);
        expect(looks.some((at) => at >= last)).toBe(true);
        expect(looks.some((at) => at >= last + 270_000)).toBe(true);
        expect(state.due).toEqual([]);
      }),
    );
  });

  it("follows up quickly after a drift, because the next change may come at once", () => {
    const { looks } = play([T, T + 1_000, T + 2_000], T + 10_000, new Set([1]));
    expect(looks).toEqual([0, 3_000]);
  });

  it("takes an event that is surely older than the last look as covered", () => {
    const state: LookState = { ...NEVER_LOOKED, observedAt: T, due: [T + 300_000] };
    expect(arrive(state, "me", { now: T + 60_000, changedAt: T - 5_000 }).verdict).toBe("covered");
    expect(arrive(state, "me", { now: T + 60_000, changedAt: T - 4_999 }).verdict).toBe("look");
  });

  it("looks all the same if no re-check would catch a stale read", () => {
    const state: LookState = { ...NEVER_LOOKED, observedAt: T };
    expect(arrive(state, "me", { now: T + 60_000, changedAt: T - 5_000 }).verdict).toBe("look");
    expect(arrive(state, "me", { now: T + 60_000, changedAt: T - 270_000 }).verdict).toBe(
      "covered",
    );
  });

  it("leaves a held key to its holder, and has the holder look once more", () => {
    const held = arrive(NEVER_LOOKED, "other", { now: T, changedAt: T }).state;
    const entry = arrive(held, "me", { now: T + 1, changedAt: T + 1 });
    expect(entry).toMatchObject({ verdict: "taken", state: { dirty: true, holder: "other" } });
  });

  it("takes over from a holder that died", () => {
    const held = arrive(NEVER_LOOKED, "other", { now: T, changedAt: T }).state;
    const entry = arrive(held, "me", { now: T + LEASE, changedAt: T });
    expect(entry).toMatchObject({ verdict: "look", state: { holder: "me" } });
  });

  it("asks for one wake-up at a time, never later than SQS can delay", () => {
    const owed: LookState = { ...NEVER_LOOKED, due: [T + 2_000_000] };
    const first = wake(owed, T);
    expect(first.delay).toBe(900_000);
    expect(wake(first.state, T + 1_000).delay).toBeUndefined();
  });
});
