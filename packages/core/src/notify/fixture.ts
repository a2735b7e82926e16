/** A chat in memory, and alerts to tell it: for the tests of this folder. */
import type { Outcome } from "../finding.ts";
import type { Chat, MessageRef, Notice } from "./chat.ts";
import type { Words } from "./notifier.ts";

export const START = Date.UTC(2026, 10, 23, 9);

/** An alert about incident `inc-<number>`, `second` seconds after the start. */
export function alertOf(number: number, second = 0, changes: Partial<Notice> = {}): Notice {
  const at = new Date(START + second * 1000).toISOString();
  return {
    subject: { name: `dev-${number}`, accounts: [], resourceType: "Other", resourceId: "x" },
    guardrail: { id: "toy", title: "t", why: "w", docs: "d", runbook: "r" },
    severity: "HIGH",
    mode: "revert",
    outcome: "ALERTED",
    incident: `inc-${number}`,
    differences: [],
    actions: [],
    causes: [],
    causeCount: 0,
    notes: [],
    firstSeenAt: at,
    updatedAt: at,
    baselineHash: "h",
    closed: false,
    ...changes,
  };
}

export const outcomes: readonly Outcome[] = ["ALERTED", "UNVERIFIED", "REVERTED", "FAILED"];

export interface Posted {
  readonly ref: MessageRef;
  text: string;
  readonly replies: { readonly text: string; readonly loud: boolean }[];
}

export interface MemoryChat extends Chat<string> {
  readonly posted: Posted[];
  /** Thrown by whatever comes next, as often as there are errors. */
  readonly failures: Error[];
  /** Somebody deletes a message. */
  remove(text: string): void;
}

/** `references`: whether it gives out what an update needs, as a bot does and a webhook does not. */
export function memoryChat(options: { readonly references?: boolean } = {}): MemoryChat {
  const { references = true } = options;
  let posted: Posted[] = [];
  const failures: Error[] = [];
  let counter = 0;
  const fail = () => {
    const error = failures.shift();
    if (error) throw error;
  };
  const find = ({ id }: MessageRef) => posted.find(({ ref }) => ref.id === id);
  return {
    get posted() {
      return posted;
    },
    failures,
    remove(text) {
      posted = posted.filter((one) => one.text !== text);
    },
    async post(text) {
      fail();
      counter++;
      const ref = { channel: "C", id: String(counter) };
      posted.push({ ref, text, replies: [] });
      return references ? ref : undefined;
    },
    async update(ref, text) {
      fail();
      const found = find(ref);
      if (!found) return "gone";
      found.text = text;
      return "done";
    },
    async reply(ref, text, { loud }) {
      fail();
      const found = find(ref);
      if (!found) return "gone";
      found.replies.push({ text, loud });
      return "done";
    },
  };
}

/** Messages that say which state they show. */
export const words: Words<Notice, string> = {
  incident: ({ incident, outcome, updatedAt }) => `${incident} ${outcome} ${updatedAt}`,
  change: ({ outcome, updatedAt }) => `${outcome} ${updatedAt}`,
  digest: ({ entries, more }) => `digest of ${Object.keys(entries).length} and ${more}`,
};
