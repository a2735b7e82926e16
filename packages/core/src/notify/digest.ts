/** Shows a channel's digest as it is now: one invocation at a time, and not more often than is read. */
import { HoldfastError } from "../errors.ts";
import type { Claim } from "./claim.ts";
import { isTaken } from "./claim.ts";
import type { Digest, Flood } from "./flood.ts";
import type { NotifierDeps } from "./notifier.ts";
import { type Cell, floodCell, type Read } from "./store.ts";

/** Milliseconds from one update of the message to the next: Slack takes fifty a minute. */
const UPDATE_EVERY = 3_000;
/** Where a message can't be updated, each digest is a new one. Milliseconds. */
const POST_EVERY = 30_000;

type Deps<Message> = Omit<NotifierDeps<never, Message>, "words" | "random" | "log"> & {
  readonly words: { digest(digest: Digest): Message };
  readonly claim: Claim;
};

/**
 * Shows everything that was gathered so far. Returns at once if another invocation is at it: that one
 * looks again before it lets go. Throws what the chat throws, and if the time does not suffice.
 */
export async function showDigest<Message>(deps: Deps<Message>): Promise<void> {
  const cell = floodCell(deps.table, deps.clock, deps.channel);
  for (;;) {
    const read = await cell.read();
    const { digest } = read.state;
    if (digest === undefined || digest.shown === digest.revision) return;
    if (isTaken(digest.claim, deps.claim.by, deps.clock.now())) return;
    const ours = await cell.write(withDigest(read.state, { ...digest, claim: deps.claim }), read);
    if (ours === undefined) continue;
    if (await showUnderClaim(cell, ours, deps)) return;
  }
}

/** Shows until nothing new has come. False if the digest is no longer ours. */
async function showUnderClaim<Message>(
  cell: Cell<Flood>,
  claimed: Read<Flood>,
  deps: Deps<Message>,
): Promise<boolean> {
  try {
    await waitFor(dueAt(claimed.state.digest), deps);
    // More may have come during the wait, under our claim.
    const { state } = await cell.read();
    if (state.digest?.claim?.by !== deps.claim.by) return false;
    const { revision } = state.digest;
    const message = await send(state.digest, deps);
    return await remember(cell, deps, { shown: revision, shownAt: deps.clock.now(), ...message });
  } catch (error) {
    await letGo(cell, deps);
    throw error;
  }
}

async function send<Message>(digest: Digest, { chat, words }: Deps<Message>) {
  const text = words.digest(digest);
  if (digest.message !== undefined && (await chat.update(digest.message, text)) === "done") {
    return {};
  }
  const message = await chat.post(text);
  return message === undefined ? {} : { message };
}

/** Writes down what was shown; true if that was all, and the claim is given back. */
async function remember<Message>(
  cell: Cell<Flood>,
  deps: Deps<Message>,
  shown: Pick<Digest, "shown" | "shownAt" | "message">,
): Promise<boolean> {
  for (;;) {
    const read = await cell.read();
    const { digest } = read.state;
    if (digest?.claim?.by !== deps.claim.by) return false;
    const now = { ...digest, ...shown };
    const complete = now.shown === now.revision;
    const next = withDigest(read.state, complete ? unclaimed(now) : now);
    if ((await cell.write(next, read)) !== undefined) return complete;
  }
}

async function letGo<Message>(cell: Cell<Flood>, deps: Deps<Message>): Promise<void> {
  for (;;) {
    const read = await cell.read();
    const { digest } = read.state;
    if (digest?.claim?.by !== deps.claim.by) return;
    const next = withDigest(read.state, unclaimed(digest));
    if ((await cell.write(next, read)) !== undefined) return;
  }
}

function unclaimed({ claim: _, ...digest }: Digest): Digest {
  return digest;
}

function withDigest(flood: Flood, digest: Digest): Flood {
  return { ...flood, digest };
}

function dueAt(digest: Digest | undefined): number {
  if (digest?.shownAt === undefined) return 0;
  return digest.shownAt + (digest.message === undefined ? POST_EVERY : UPDATE_EVERY);
}

async function waitFor<Message>(time: number, { clock, deadline }: Deps<Message>): Promise<void> {
  if (time > deadline) {
    const text = "the digest is due after this invocation's time; it must be shown by another one";
    throw new HoldfastError("OUT_OF_TIME", text, { source: "tool" });
  }
  const wait = time - clock.now();
  if (wait > 0) await clock.sleep(wait);
}
