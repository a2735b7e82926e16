/**
 * Leaves an announcement where an enforcer finds it. Only the functions may publish on the alert topic,
 * so whoever pauses Holdfast asks one of them to tell.
 */
import type { Announcement } from "../announcement.ts";
import { messageOf } from "../errors.ts";
import type { Json } from "../json.ts";
import type { DelayedQueue, Table } from "../ports.ts";

/** The domain whose enforcer tells: every deployment has it. */
export const ANNOUNCING = "organization";

/** Partition of what the enforcer of a domain still has to tell. */
export function outboxOf(domain: string): string {
  return `outbox#${domain}`;
}

/**
 * Writes `announcement` into the outbox and asks the enforcer to deliver it now.
 * @param ports the incident table, and the queue of the domain `ANNOUNCING`
 * @returns undefined, or why the enforcer could not be asked: it tells with the next alert or finding then
 * @throws what the table throws: nobody will be told
 */
export async function announce(
  announcement: Announcement,
  { table, queue }: { readonly table: Table; readonly queue: DelayedQueue },
): Promise<string | undefined> {
  const { at, what, scope } = announcement;
  await table.put({
    partition: outboxOf(ANNOUNCING),
    // Behind all times: the clock of a person's machine may be slow, and the outbox read from a later time.
    sort: `announcement#${at}#${what}#${scope}`,
    version: 1,
    body: { kind: "announcement", announcement } as unknown as Json,
  });
  try {
    await queue.send({ holdfast: "outbox", attempt: 0 }, 0);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
