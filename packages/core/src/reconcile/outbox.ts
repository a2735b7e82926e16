/**
 * Findings, alerts and announcements leave through the table: written first, sent then, marked when they arrived. A
 * sink that is down only delays them; a crash repeats one rather than losing it.
 */
import { type Announcement, isAnnouncement } from "../announcement.ts";
import type { Clock } from "../clock.ts";
import { FindingsRefusedError, messageOf, VersionConflictError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import type { Json } from "../json.ts";
import { formatKey } from "../key.ts";
import type { DelayedQueue, Item, Log, Sinks, Table } from "../ports.ts";
import { createCursor } from "./cursor.ts";

/** Delivered entries are dropped by DynamoDB after this many seconds. */
const KEEP = 86_400;
/** Seconds to the next attempt: doubles from 15 up to the longest delay of SQS. */
const retryDelay = (attempt: number) => Math.min(15 * 2 ** attempt, 900);

/** For so long a sender keeps an alert to itself, in milliseconds: two must not send the same one. */
const CLAIM = 60_000;

/** So long a finding that is refused for what is in it is sent again, in milliseconds. */
const PATIENCE = 15 * 60_000;

interface FindingEntry {
  readonly kind: "finding";
  readonly finding: Finding;
  /** Epoch milliseconds since when Security Hub refuses it. */
  readonly refusedSince?: number;
}

/** What people are told, once: an alert, or that somebody stopped Holdfast or let it go on. */
type Message =
  | { readonly kind: "alert"; readonly finding: Finding }
  | { readonly kind: "announcement"; readonly announcement: Announcement };

type Entry =
  | FindingEntry
  | (Message & {
      /** Epoch milliseconds until which somebody else is sending it. */
      readonly claimedUntil?: number;
    });

interface Waiting<E extends Entry> {
  readonly item: Item;
  readonly entry: E;
}

export interface Outbox {
  /** Keeps what must be told. Throws what the table throws. */
  add(finding: Finding, options: { readonly alert: boolean }): Promise<void>;
  /** Whether anything was added since this outbox was made. */
  added(): boolean;
  /** Sends everything that is kept; asks for another attempt if some of it did not go. */
  flush(attempt?: number): Promise<void>;
  /** Sends at once, without the table. Never throws: what fails is logged. Whether any of it arrived. */
  sendDirectly(finding: Finding, options: { readonly alert: boolean }): Promise<boolean>;
}

export function createOutbox(deps: {
  readonly table: Table;
  readonly queue: DelayedQueue;
  readonly sinks: Sinks;
  readonly clock: Clock;
  readonly log: Log;
  /** Partition of this domain's entries. */
  readonly partition: string;
}): Outbox {
  const { table, queue, sinks, clock, log, partition } = deps;

  const cursor = createCursor({ table, clock, partition });

  async function put(kind: "finding" | "alert", finding: Finding): Promise<void> {
    const now = clock.now();
    const sort = `${finding.updatedAt}#${finding.incident}#${finding.outcome}#${kind}`;
    // A retry after a crash finds its own entry; the cursor may not have been told of it.
    const own = await table.get(partition, sort);
    if (own !== undefined)
      return own.body === null ? undefined : cursor.written(finding.updatedAt, now);
    const item = { partition, sort, version: 1, body: { kind, finding } as unknown as Json };
    try {
      await table.put(item);
    } catch (error) {
      // Somebody who owes the same has just put it there.
      if (!(error instanceof VersionConflictError)) throw error;
    }
    await cursor.written(finding.updatedAt, now);
  }

  /** Rewrites an entry, or marks it delivered; undefined if somebody else wrote it first. */
  async function rewrite(item: Item, body: Entry | null): Promise<Item | undefined> {
    const { partition, sort } = item;
    const version = item.version + 1;
    const expiresAt = Math.floor(clock.now() / 1000) + KEEP;
    const next: Item = { partition, sort, version, body: body as unknown as Json };
    try {
      await table.put(body === null ? { ...next, expiresAt } : next);
      return next;
    } catch (error) {
      if (error instanceof VersionConflictError) return undefined;
      throw error;
    }
  }

  async function attempt(what: string, send: () => Promise<void>): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (error) {
      log.error(`${what} could not be delivered`, { error: messageOf(error) });
      return false;
    }
  }

  /**
   * Findings are idempotent (same id, later time): sending one twice does no harm. One that is refused
   * must not keep the others, nor be sent for ever.
   */
  async function flushFindings(waiting: readonly Waiting<FindingEntry>[]): Promise<boolean> {
    if (waiting.length === 0) return true;
    const refused = await sendFindings(newestOfEach(waiting.map(({ entry }) => entry.finding)));
    if (refused === undefined) return false;
    const again = await Promise.all(
      waiting.map(async ({ item, entry }) => {
        const retried = refused.has(recordOf(entry.finding)) && !isGivenUp(entry);
        if (!retried) await rewrite(item, null);
        else if (entry.refusedSince === undefined)
          await rewrite(item, { ...entry, refusedSince: clock.now() });
        return retried;
      }),
    );
    return !again.includes(true);
  }

  /** The records that were refused; undefined if nothing is known to have arrived. */
  async function sendFindings(findings: readonly Finding[]) {
    let refused: readonly Finding[] = [];
    const sent = await attempt("findings", async () => {
      try {
        await sinks.findings(findings);
      } catch (error) {
        if (!(error instanceof FindingsRefusedError)) throw error;
        refused = error.refused;
        log.error("findings were refused", { error: error.message });
      }
    });
    return sent ? new Set(refused.map(recordOf)) : undefined;
  }

  /** Its alert, if it has one, has gone out by itself. */
  function isGivenUp({ finding, refusedSince }: FindingEntry): boolean {
    const over = refusedSince !== undefined && clock.now() - refusedSince >= PATIENCE;
    if (over) {
      const { key, incident, outcome } = finding;
      log.error("a finding is given up: Security Hub keeps refusing it", {
        key: formatKey(key),
        incident,
        outcome,
      });
    }
    return over;
  }

  const send = (message: Message) =>
    message.kind === "alert"
      ? sinks.alert(message.finding)
      : sinks.announcement(message.announcement);

  async function flushMessages(waiting: readonly Waiting<Exclude<Entry, FindingEntry>>[]) {
    let complete = true;
    for (const { item, entry } of waiting) {
      const { claimedUntil = 0, ...message } = entry;
      const now = clock.now();
      const claimed =
        claimedUntil > now
          ? undefined
          : await rewrite(item, { ...message, claimedUntil: now + CLAIM });
      const sent = claimed !== undefined && (await attempt(message.kind, () => send(message)));
      if (sent) await rewrite(claimed, null);
      // A sink that refuses gets the claim back, so that the next attempt need not wait for it.
      else if (claimed !== undefined) await rewrite(claimed, message);
      complete &&= sent;
    }
    return complete;
  }

  /** What waits in the partition. What was written by hand and can't be read is given up, loudly. */
  async function waitingOnes(): Promise<readonly Waiting<Entry>[]> {
    const items = (await cursor.read()).filter(({ body }) => body !== null);
    const unreadable = items.filter(({ body }) => !isEntry(body));
    for (const item of unreadable) {
      log.error("an entry of the outbox can't be read", { partition, sort: item.sort });
      await rewrite(item, null);
    }
    return items.flatMap((item) => (isEntry(item.body) ? [{ item, entry: item.body }] : []));
  }

  let something = false;
  return {
    added: () => something,

    async add(finding, { alert }) {
      something = true;
      await put("finding", finding);
      if (alert) await put("alert", finding);
    },

    async flush(attempts = 0) {
      const waiting = await waitingOnes();
      const findings = await flushFindings(waiting.filter(isOfFinding));
      const messages = await flushMessages(waiting.filter(isOfMessage));
      if (!findings || !messages) {
        await queue.send({ holdfast: "outbox", attempt: attempts + 1 }, retryDelay(attempts));
      }
    },

    async sendDirectly(finding, { alert }) {
      const filed = await attempt("finding", () => sinks.findings([finding]));
      const told = alert && (await attempt("alert", () => sinks.alert(finding)));
      return filed || told;
    },
  };
}

/** Findings and alerts are this module's own; announcements are written by others too. */
function isEntry(body: Json): body is Json & Entry {
  if (typeof body !== "object" || body === null || !("kind" in body)) return false;
  if (body.kind === "announcement") return isAnnouncement(body.announcement);
  return (
    (body.kind === "finding" || body.kind === "alert") &&
    typeof body.finding === "object" &&
    body.finding !== null
  );
}

function isOfFinding(waiting: Waiting<Entry>): waiting is Waiting<FindingEntry> {
  return waiting.entry.kind === "finding";
}

function isOfMessage(waiting: Waiting<Entry>): waiting is Waiting<Exclude<Entry, FindingEntry>> {
  return waiting.entry.kind !== "finding";
}

/**
 * Security Hub keeps one finding per key, of a tripwire one per incident: of several that wait only
 * the newest says anything.
 */
function newestOfEach(findings: readonly Finding[]): Finding[] {
  const newest = new Map<string, Finding>();
  for (const finding of findings) {
    const record = recordOf(finding);
    const other = newest.get(record);
    if (other === undefined || other.updatedAt <= finding.updatedAt) newest.set(record, finding);
  }
  return [...newest.values()];
}

/** Findings with the same one update each other in Security Hub. */
function recordOf({ key, happened, incident }: Finding): string {
  return JSON.stringify([key, happened !== undefined && incident]);
}
