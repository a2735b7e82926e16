/**
 * Tells a chat what became of incidents: one message each, kept up to date, with a thread of its
 * changes. Claims before it speaks, so that two deliveries of an alert don't say it twice.
 */
import type { Clock, Random } from "../clock.ts";
import { HoldfastError, messageOf } from "../errors.ts";
import type { Log, Table } from "../ports.ts";
import type { Chat, MessageRef, Notice } from "./chat.ts";
import type { Claim } from "./claim.ts";
import { showDigest } from "./digest.ts";
import { admit, type Digest } from "./flood.ts";
import { type Cell, floodCell, type Read, TableFailure, toldCell } from "./store.ts";
import { afterTelling, changeOf, isNewer, nextFor, released, type Told } from "./told.ts";

/** Milliseconds between looks at what somebody else is at. */
const PAUSE = 1_000;

/** What is said; whoever calls knows how it looks. */
export interface Words<Alert, Message> {
  /** The incident's message. */
  incident(alert: Alert): Message;
  /** A change of it, in its thread. */
  change(alert: Alert): Message;
  digest(digest: Digest): Message;
}

export interface NotifierDeps<Alert, Message> {
  readonly table: Table;
  readonly chat: Chat<Message>;
  readonly words: Words<Alert, Message>;
  /** Floods are counted for it. */
  readonly channel: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Unique to this invocation. */
  readonly holder: string;
  /** Epoch milliseconds at which the invocation is stopped; nothing is waited for beyond `deadline`. */
  readonly stopsAt: number;
  readonly deadline: number;
}

export interface Notifier<Alert, Message> {
  /** Throws if the chat could not be told now: the alert must be delivered again. */
  tell(alert: Alert): Promise<void>;
  /** Says something that is not about an incident, once for each `id`. Throws like `tell`. */
  say(id: string, message: Message): Promise<void>;
}

export function createNotifier<Alert extends Notice, Message>(
  deps: NotifierDeps<Alert, Message>,
): Notifier<Alert, Message> {
  const { table, chat, words, channel, clock, random, log, deadline } = deps;
  const claim: Claim = { by: deps.holder, until: deps.stopsAt };

  /** Waits a little before another look. Throws once there is no time left for it. */
  async function pause(): Promise<void> {
    const ms = PAUSE * (0.5 + random());
    if (clock.now() + ms > deadline) throw busy();
    await clock.sleep(ms);
  }

  /** The state with our claim on it, or undefined if the change has been told. */
  async function claimed(cell: Cell<Told>, change: string): Promise<Read<Told> | undefined> {
    for (;;) {
      const read = await cell.read();
      const next = nextFor(read.state, change, claim, clock.now());
      if (next === "told") return undefined;
      const ours = next === "busy" ? undefined : await cell.write({ ...read.state, claim }, read);
      if (ours !== undefined) return ours;
      await pause();
    }
  }

  /** Runs `speak` under a claim and remembers what it said. */
  async function once(
    id: string,
    change: string,
    speak: (told: Told) => Promise<{ message?: MessageRef | undefined; shows?: string }>,
  ): Promise<void> {
    const cell = toldCell(table, clock, id);
    const read = await claimed(cell, change);
    if (read === undefined) return;
    let shown: Awaited<ReturnType<typeof speak>>;
    try {
      shown = await speak(read.state);
    } catch (error) {
      await quietly("the claim can't be given back", () => cell.write(released(read.state), read));
      throw error;
    }
    // It has been said: whatever happens now, it must not be said again by a retry.
    await quietly("what was said can't be remembered", () =>
      cell.write(afterTelling(read.state, change, shown), read),
    );
  }

  async function quietly(what: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      log.error(what, { error: messageOf(error) });
    }
  }

  async function tellIncident(alert: Alert): Promise<void> {
    await once(alert.incident, changeOf(alert), async (told) => {
      if (told.message === undefined) return first(alert);
      if (isNewer(told, alert)) {
        const updated = await chat.update(told.message, words.incident(alert));
        if (updated === "gone") return first(alert);
      }
      const loud = alert.outcome === "FAILED";
      const replied = await chat.reply(told.message, words.change(alert), { loud });
      if (replied === "gone") return first(alert);
      return isNewer(told, alert) ? { shows: alert.updatedAt } : {};
    });
  }

  async function first(alert: Alert) {
    return { message: await chat.post(words.incident(alert)), shows: alert.updatedAt };
  }

  /** Where the alert goes; written down, so that a retry goes the same way. */
  async function admitted(alert: Alert) {
    const cell = floodCell(table, clock, channel);
    for (;;) {
      const read = await cell.read();
      const admission = admit(read.state, alert, clock.now());
      if ((await cell.write(admission.flood, read)) !== undefined) return admission;
      await pause();
    }
  }

  async function isTold(alert: Alert): Promise<boolean> {
    const { state } = await toldCell(table, clock, alert.incident).read();
    return state.changes.length > 0;
  }

  /** Said twice is better than not said: without the table there is no telling who has said what. */
  async function orDirectly<T>(
    message: () => Message,
    act: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof TableFailure)) throw error;
      log.error("the table can't be used: told without it", { error: messageOf(error) });
      await chat.post(message());
      return undefined;
    }
  }

  return {
    async tell(alert) {
      const message = () => words.incident(alert);
      const admission = await orDirectly(message, async () =>
        // What has a message of its own is never gathered: its changes disturb nobody.
        (await isTold(alert)) ? { own: true, digest: false } : admitted(alert),
      );
      if (admission?.own) await orDirectly(message, () => tellIncident(alert));
      if (admission?.digest) await showDigest({ ...deps, claim });
    },
    async say(id, message) {
      await orDirectly(
        () => message,
        () => once(id, id, async () => ({ message: await chat.post(message) })),
      );
    },
  };
}

function busy(): HoldfastError {
  const text = "another invocation is telling about the same incident";
  return new HoldfastError("NOTIFIER_BUSY", text, { source: "tool" });
}
