/** Telling people in a chat: what is said, what was said, and what is gathered. */
export type { Change, Chat, MessageRef, Notice } from "./chat.ts";
export type { Digest, DigestEntry } from "./flood.ts";
export { createNotifier, type Notifier, type NotifierDeps, type Words } from "./notifier.ts";
export { SLACK_PARTITIONS } from "./store.ts";
