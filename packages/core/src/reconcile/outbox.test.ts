import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Announcement } from "../announcement.ts";
import { FindingsRefusedError } from "../errors.ts";
import type { Finding, Outcome } from "../finding.ts";
import type { Json } from "../json.ts";
import { manualClock, memoryQueue, memoryTable, silentLog } from "../testing/memory.ts";
import { KEY, memorySinks, toy } from "../testing/toy.ts";
import { announce } from "./announce.ts";
import { createOutbox } from "./outbox.ts";

function finding(second: number, resource = "dev", outcome: Outcome = "REVERTED"): Finding {
  const at = new Date(Date.UTC(2026, 10, 23, 0, 0, second)).toISOString();
  const { id, title, why, docs } = toy;
  return {
    key: { ...KEY, resource },
    subject: { name: resource, accounts: [], resourceType: "Other", resourceId: resource },
    guardrail: { id, title, why, docs, runbook: "docs/runbooks/toy.md" },
    severity: "HIGH",
    mode: "revert",
    outcome,
    incident: `inc-${resource}`,
    differences: [],
    actions: [],
    causes: [],
    causeCount: 0,
    notes: [],
    firstSeenAt: at,
    updatedAt: at,
    baselineHash: "0",
    closed: true,
  };
}

/** A table and sinks that several outboxes share, as several invocations do. */
function setUp() {
  const table = memoryTable();
  const queue = memoryQueue();
  const sinks = memorySinks();
  const clock = manualClock();
  const open = () =>
    createOutbox({ table, queue, sinks, clock, log: silentLog, partition: "outbox#organization" });
  return { table, queue, sinks, clock, open };
}

describe("the outbox", () => {
  it("delivers a finding, and an alert only where one was asked for", async () => {
    const { sinks, open } = setUp();
    const outbox = open();
    await outbox.add(finding(1, "dev"), { alert: true });
    await outbox.add(finding(2, "prod"), { alert: false });
    await outbox.flush();
    expect(sinks.arrived).toEqual([finding(1, "dev"), finding(2, "prod")]);
    expect(sinks.alerts).toEqual([finding(1, "dev")]);
  });

  it("keeps what two owe at the same time once", async () => {
    const { sinks, open } = setUp();
    const outboxes = [open(), open()];
    await Promise.all(outboxes.map((outbox) => outbox.add(finding(1), { alert: true })));
    for (const outbox of outboxes) await outbox.flush();
    expect(sinks.alerts).toEqual([finding(1)]);
  });

  it("says of what it sends directly whether any of it arrived", async () => {
    const { sinks, open } = setUp();
    expect(await open().sendDirectly(finding(1), { alert: true })).toBe(true);
    sinks.fail = new Error("down");
    expect(await open().sendDirectly(finding(1), { alert: true })).toBe(false);
  });

  it("delivers nothing twice", async () => {
    const { sinks, open, queue } = setUp();
    const outbox = open();
    await outbox.add(finding(1), { alert: true });
    await outbox.flush();
    await outbox.add(finding(1), { alert: true });
    await outbox.flush();
    await open().flush();
    expect([sinks.arrived.length, sinks.alerts.length]).toEqual([1, 1]);
    expect(queue.sent).toEqual([]);
  });

  it("says whether anything was added", async () => {
    const outbox = setUp().open();
    expect(outbox.added()).toBe(false);
    await outbox.add(finding(1), { alert: false });
    expect(outbox.added()).toBe(true);
  });

  it("keeps everything while the sinks are down and delivers each once when they are back", async () => {
    const { sinks, queue, open } = setUp();
    const resources = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), {
      minLength: 1,
      maxLength: 5,
    });
    sinks.fail = new Error("down");
    const [names = []] = fc.sample(resources, { numRuns: 1, seed: 7 });
    for (const [index, name] of names.entries()) {
      await open().add(finding(index, name), { alert: true });
      await open().flush(index);
    }
    expect([sinks.arrived, sinks.alerts]).toEqual([[], []]);
    expect(queue.sent.at(-1)?.message).toEqual({ holdfast: "outbox", attempt: names.length });
    delete sinks.fail;
    await open().flush();
    const byName = (findings: readonly Finding[]) =>
      findings.map(({ subject }) => subject.name).toSorted();
    expect(byName(sinks.arrived)).toEqual(names.toSorted());
    expect(byName(sinks.alerts)).toEqual(names.toSorted());
  });

  it("asks for the next attempt later and later, and never beyond what SQS can delay", async () => {
    const { sinks, queue, open } = setUp();
    sinks.fail = new Error("down");
    await open().add(finding(1), { alert: false });
    for (const attempt of [0, 1, 2, 3, 4, 5, 6, 20]) await open().flush(attempt);
    expect(queue.sent.map(({ delay }) => delay)).toEqual([15, 30, 60, 120, 240, 480, 900, 900]);
  });

  it("sends of several findings of one key only the newest, and is then done with all", async () => {
    const { sinks, table, open } = setUp();
    const outbox = open();
    await outbox.add(finding(2, "dev", "REVERTED"), { alert: false });
    await outbox.add(finding(1, "dev", "FAILED"), { alert: false });
    await outbox.flush();
    expect(sinks.arrived.map(({ outcome }) => outcome)).toEqual(["REVERTED"]);
    expect([...table.items.values()].every(({ body }) => body === null)).toBe(true);
  });

  it("sends an alert once, whoever else is flushing at the same time", async () => {
    const { sinks, open, clock, queue } = setUp();
    await open().add(finding(1), { alert: true });
    await Promise.all([open().flush(), open().flush(), open().flush()]);
    expect(sinks.alerts).toHaveLength(1);
    // Whoever saw the claim asks again rather than trusting that the other one lives.
    clock.advance(queue.sent[0] ? queue.sent[0].delay * 1000 : 0);
    await open().flush();
    expect(sinks.alerts).toHaveLength(1);
  });

  it("delivers what an invocation kept that ended before it could send", async () => {
    const { sinks, open } = setUp();
    await open().add(finding(1), { alert: true });
    await open().flush(); // another invocation
    expect([sinks.arrived.length, sinks.alerts.length]).toEqual([1, 1]);
  });

  it("sends an alert whose sender was killed, once its claim has run out", async () => {
    const { sinks, open, clock, queue } = setUp();
    await open().add(finding(1), { alert: true });
    const { alert } = sinks;
    await new Promise<void>((killed) => {
      sinks.alert = () => {
        killed();
        return new Promise(() => {});
      };
      void open().flush();
    });
    sinks.alert = alert;
    await open().flush();
    expect(sinks.alerts).toEqual([]);
    expect(queue.sent).toHaveLength(1);
    clock.advance(60_000);
    await open().flush(1);
    expect(sinks.alerts).toHaveLength(1);
  });

  it("gives the claim back when a sink refuses: the next attempt need not wait for it", async () => {
    const { sinks, open } = setUp();
    await open().add(finding(1), { alert: true });
    sinks.fail = new Error("down");
    await open().flush();
    delete sinks.fail;
    await open().flush();
    expect(sinks.alerts).toHaveLength(1);
  });

  it("sends alerts although findings can't be delivered, and the other way round", async () => {
    const { sinks, open } = setUp();
    await open().add(finding(1), { alert: true });
    const { findings } = sinks;
    sinks.findings = async () => Promise.reject(new Error("down"));
    await open().flush();
    expect(sinks.alerts).toHaveLength(1);
    sinks.findings = findings;
    await open().flush();
    expect([sinks.arrived.length, sinks.alerts.length]).toEqual([1, 1]);
  });

  it("throws what the table throws, so that the finding is sent directly instead", async () => {
    const { table, sinks, open } = setUp();
    table.fail = new Error("the table is down");
    await expect(open().add(finding(1), { alert: true })).rejects.toThrow("the table is down");
    await open().sendDirectly(finding(1), { alert: true });
    expect([sinks.arrived.length, sinks.alerts.length]).toEqual([1, 1]);
  });

  it("never throws when it sends directly: the finding may fail and the alert still go", async () => {
    const { sinks, open } = setUp();
    sinks.findings = async () => Promise.reject(new Error("down"));
    await open().sendDirectly(finding(1), { alert: true });
    expect(sinks.alerts).toHaveLength(1);
  });
});

describe("a finding that Security Hub refuses", () => {
  /** Sinks that take all findings but those of `bad`. */
  function refusing() {
    const world = setUp();
    const { sinks, table, queue, clock } = world;
    const errors: string[] = [];
    const log = { ...silentLog, error: (message: string) => void errors.push(message) };
    const { findings } = sinks;
    sinks.findings = async (all) => {
      const refused = all.filter(({ subject }) => subject.name === "bad");
      await findings(all.filter((one) => !refused.includes(one)));
      if (refused.length > 0) throw new FindingsRefusedError(refused, "too long");
    };
    const partition = "outbox#organization";
    const open = () => createOutbox({ table, queue, sinks, clock, log, partition });
    const takeAll = () => {
      sinks.findings = findings;
    };
    return { ...world, open, errors, takeAll };
  }

  it("keeps none of the others undelivered, and its own alert goes", async () => {
    const { sinks, queue, open } = refusing();
    await open().add(finding(1, "dev"), { alert: false });
    await open().add(finding(2, "bad"), { alert: true });
    await open().add(finding(3, "prod"), { alert: false });
    await open().flush();
    await open().flush(1);
    expect(sinks.arrived).toEqual([finding(1, "dev"), finding(3, "prod")]);
    expect(sinks.alerts).toEqual([finding(2, "bad")]);
    expect(queue.sent.map(({ delay }) => delay)).toEqual([15, 30]);
  });

  it("is sent again, and arrives once it is taken", async () => {
    const { sinks, clock, open, takeAll } = refusing();
    await open().add(finding(1, "bad"), { alert: false });
    await open().flush();
    takeAll();
    clock.advance(60_000);
    await open().flush(1);
    await open().flush(2);
    expect(sinks.arrived).toEqual([finding(1, "bad")]);
  });

  it("is given up loudly after a quarter of an hour, however often it was sent until then", async () => {
    const { queue, clock, open, errors, table } = refusing();
    await open().add(finding(1, "bad"), { alert: false });
    for (let flushed = 0; flushed < 20; flushed++) await open().flush();
    expect(queue.sent).toHaveLength(20);
    expect(errors.join()).not.toContain("given up");
    clock.advance(15 * 60_000);
    await open().flush();
    expect(errors.at(-1)).toContain("given up");
    expect(queue.sent).toHaveLength(20);
    expect([...table.items.values()].map(({ body }) => body)).toEqual([null]);
  });
});

const PAUSED: Announcement = {
  what: "paused",
  scope: "scp-attachment",
  reason: "moving policies",
  by: "arn:aws:sts::100000000001:assumed-role/Admin/olivia",
  until: "2026-11-23T01:00:00.000Z",
  at: "2026-11-23T00:00:00.000Z",
  stage: "production",
};

describe("an announcement", () => {
  it("is told once, by whoever flushes next", async () => {
    const { table, queue, sinks, open } = setUp();
    expect(await announce(PAUSED, { table, queue })).toBeUndefined();
    expect(queue.sent).toEqual([{ message: { holdfast: "outbox", attempt: 0 }, delay: 0 }]);
    await Promise.all([open().flush(), open().flush()]);
    await open().flush();
    expect(sinks.announced).toEqual([PAUSED]);
  });

  it("is told however slow the clock of whoever made it, behind what a flood has left", async () => {
    const { table, queue, sinks, clock, open } = setUp();
    for (let second = 0; second < 120; second++)
      await open().add(finding(second, `r${second}`), { alert: false });
    await open().flush();
    clock.advance(3_600_000);
    await open().flush();
    await announce(PAUSED, { table, queue });
    await open().add(finding(-60, "late"), { alert: true });
    await open().flush();
    expect(sinks.announced).toEqual([PAUSED]);
    expect(sinks.alerts).toEqual([finding(-60, "late")]);
  });

  it("waits for a topic that is down", async () => {
    const { table, queue, sinks, open } = setUp();
    await announce(PAUSED, { table, queue });
    sinks.fail = new Error("down");
    await open().flush();
    delete sinks.fail;
    await open().flush(1);
    expect(sinks.announced).toEqual([PAUSED]);
  });

  it("is kept although nobody could be asked to tell it, and says why", async () => {
    const { table, sinks, open } = setUp();
    const queue = { send: async () => Promise.reject(new Error("no permission")) };
    expect(await announce(PAUSED, { table, queue })).toBe("no permission");
    await open().flush();
    expect(sinks.announced).toEqual([PAUSED]);
  });

  it("throws what the table throws: nobody will be told", async () => {
    const { table, queue } = setUp();
    table.fail = new Error("the table is down");
    await expect(announce(PAUSED, { table, queue })).rejects.toThrow("the table is down");
    expect(queue.sent).toEqual([]);
  });

  it.each([
    "paused",
    ["paused"],
    { kind: "announcement" },
    { kind: "announcement", announcement: { ...PAUSED, what: "silenced" } },
    { kind: "announcement", announcement: { ...PAUSED, scope: 7 } },
    { kind: "alert" },
    { kind: "rumour", finding: {} },
  ])("by hand and unreadable (%j) is given up once, and keeps nothing else", async (body) => {
    const { table, queue, sinks, clock } = setUp();
    const partition = "outbox#organization";
    await table.put({ partition, sort: "2026-11-23T00:00:00Z", version: 1, body: body as Json });
    await announce(PAUSED, { table, queue });
    const errors: string[] = [];
    const log = { ...silentLog, error: (message: string) => void errors.push(message) };
    const outbox = createOutbox({ table, queue, sinks, clock, log, partition });
    await outbox.flush();
    await outbox.flush();
    expect([sinks.announced, sinks.alerts]).toEqual([[PAUSED], []]);
    expect(errors).toEqual(["an entry of the outbox can't be read"]);
  });
});
