import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { manualClock, memoryTable, silentLog } from "../testing/memory.ts";
import type { Notice } from "./chat.ts";
import { alertOf, type MemoryChat, memoryChat, outcomes, START, words } from "./fixture.ts";
import { createNotifier, type NotifierDeps } from "./notifier.ts";

const minute = 60_000;
let table: ReturnType<typeof memoryTable>;
let clock: ReturnType<typeof manualClock>;
let chat: MemoryChat;
let invocations: number;

beforeEach(() => {
  table = memoryTable();
  clock = manualClock(START);
  chat = memoryChat();
  invocations = 0;
});

/** A notifier as a new invocation of one minute has it. */
function notifier(changes: Partial<NotifierDeps<Notice, string>> = {}) {
  const stopsAt = clock.now() + minute;
  return createNotifier({
    table,
    chat,
    words,
    channel: "C",
    clock,
    random: () => 0.5,
    log: silentLog,
    holder: `invocation-${++invocations}`,
    stopsAt,
    deadline: stopsAt - 5_000,
    ...changes,
  });
}

const tell = (alert: Notice) => notifier().tell(alert);
const texts = () => chat.posted.map(({ text }) => text);

describe("an incident", () => {
  it("has one message, which shows its newest state, and each change as a reply", async () => {
    const [drift, reverted] = [alertOf(1, 0), alertOf(1, 5, { outcome: "REVERTED" })];
    await tell(drift);
    expect(texts()).toEqual([words.incident(drift)]);
    await tell(reverted);
    expect(chat.posted).toMatchObject([
      { text: words.incident(reverted), replies: [{ text: words.change(reverted), loud: false }] },
    ]);
  });

  it("is told once, however often an alert is delivered", async () => {
    const alerts = [alertOf(1, 0), alertOf(1, 5, { outcome: "REVERTED" })];
    for (const alert of [...alerts, ...alerts, ...alerts]) await tell(alert);
    expect(chat.posted).toHaveLength(1);
    expect(chat.posted[0]?.replies).toHaveLength(1);
  });

  it("keeps showing its newest state when an older alert comes late", async () => {
    const [drift, reverted] = [alertOf(1, 0), alertOf(1, 5, { outcome: "REVERTED" })];
    await tell(reverted);
    await tell(drift);
    expect(chat.posted).toMatchObject([
      { text: words.incident(reverted), replies: [{ text: words.change(drift) }] },
    ]);
  });

  it("that fails to be reverted is loud in its thread, and again when it still fails", async () => {
    await tell(alertOf(1, 0));
    await tell(alertOf(1, 5, { outcome: "FAILED" }));
    await tell(alertOf(1, 3605, { outcome: "FAILED" }));
    expect(chat.posted[0]?.replies.map(({ loud }) => loud)).toEqual([true, true]);
  });

  it("gets a new message when somebody has deleted the first", async () => {
    const reverted = alertOf(1, 5, { outcome: "REVERTED" });
    await tell(alertOf(1, 0));
    chat.remove(words.incident(alertOf(1, 0)));
    await tell(reverted);
    await tell(alertOf(1, 9, { outcome: "ALERTED" }));
    expect(chat.posted).toMatchObject([{ replies: [{}] }]);
  });

  it("is told message by message where messages can't be changed", async () => {
    chat = memoryChat({ references: false });
    const alerts = [alertOf(1, 0), alertOf(1, 5, { outcome: "REVERTED" })];
    for (const alert of [...alerts, ...alerts]) await tell(alert);
    expect(texts()).toEqual(alerts.map(words.incident));
  });
});

describe("when the chat fails", () => {
  it("throws, gives the claim back, and says it once when it is delivered again", async () => {
    chat.failures.push(new Error("down"));
    await expect(tell(alertOf(1))).rejects.toThrow("down");
    expect(chat.posted).toEqual([]);
    await tell(alertOf(1));
    expect(chat.posted).toHaveLength(1);
  });

  it("is not said again when only the memory of it fails", async () => {
    const put = table.put.bind(table);
    let writes = 0;
    table.put = async (item) => {
      // Of the flood, of the claim, and then of what was said.
      if (++writes === 3) throw new Error("down");
      return put(item);
    };
    await tell(alertOf(1));
    expect(chat.posted).toHaveLength(1);
  });
});

describe("when the table fails", () => {
  it("says it without it: twice is better than not at all", async () => {
    table.fail = new Error("down");
    await tell(alertOf(1));
    await notifier().say("alarm-1", "alarm");
    expect(texts()).toEqual([words.incident(alertOf(1)), "alarm"]);
  });
});

describe("a claim", () => {
  it("keeps others waiting until it is given back, and no longer than its holder can live", async () => {
    let release = () => {};
    const slow = memoryChat();
    const dies = new Promise<void>((resolve) => {
      release = resolve;
    });
    // The first invocation hangs while it posts, and is killed there: it never comes back.
    void notifier({
      chat: { ...slow, post: () => dies.then(() => undefined) },
    }).tell(alertOf(1));
    await new Promise(setImmediate);
    await expect(tell(alertOf(1))).rejects.toThrow("another invocation");
    clock.advance(minute);
    await tell(alertOf(1));
    expect(chat.posted).toHaveLength(1);
    release();
  });
});

describe("anything else", () => {
  it("is said once for each id", async () => {
    await notifier().say("m-1", "alarm");
    await notifier().say("m-1", "alarm");
    await notifier().say("m-2", "another");
    expect(texts()).toEqual(["alarm", "another"]);
  });
});

describe("deliveries that interleave, repeat and overtake each other", () => {
  const delivery = fc.record({ incident: fc.integer({ min: 1, max: 3 }), step: fc.nat(3) });

  it("end in one message for each incident, and each of its other changes in its thread", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(delivery, { minLength: 1, maxLength: 12 }),
        async (scheduler, deliveries) => {
          const inner = memoryTable();
          const shared = memoryChat();
          const step = <T>(act: () => Promise<T>) =>
            scheduler.schedule(Promise.resolve()).then(act);
          const scheduled: Partial<NotifierDeps<Notice, string>> = {
            table: {
              get: (partition, sort) => step(() => inner.get(partition, sort)),
              query: (partition, prefix) => inner.query(partition, prefix),
              put: (item) => step(() => inner.put(item)),
            },
            chat: {
              post: (message) => step(() => shared.post(message)),
              update: (ref, message) => step(() => shared.update(ref, message)),
              reply: (ref, message, options) => step(() => shared.reply(ref, message, options)),
            },
            // Time passes only by what is scheduled.
            clock: { now: () => START, sleep: () => step(async () => {}) },
            stopsAt: START + minute,
            deadline: START + minute,
          };
          const alerts = deliveries.map(({ incident, step: at }) =>
            alertOf(incident, at, { outcome: outcomes[at] ?? "ALERTED" }),
          );
          const told = Promise.all(alerts.map((alert) => notifier(scheduled).tell(alert)));
          await scheduler.waitFor(told);
          for (const incident of new Set(alerts.map((alert) => alert.incident))) {
            const its = alerts.filter((alert) => alert.incident === incident);
            const [newest] = its.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
            const changes = new Set(its.map(words.change));
            const messages = shared.posted.filter(({ text }) => text.startsWith(incident));
            expect(messages).toHaveLength(1);
            expect(messages[0]?.text).toBe(newest && words.incident(newest));
            const replies = messages[0]?.replies.map(({ text }) => text) ?? [];
            expect(new Set(replies).size).toBe(replies.length);
            expect(replies).toHaveLength(changes.size - 1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
