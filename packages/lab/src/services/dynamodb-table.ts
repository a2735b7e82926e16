/** One table with string keys `partition` and `sort`: what is stored, and what a read may see of it. */
import type { Context } from "../service.ts";
import { type Attributes, itemSize, type Key, keyOfItem } from "./dynamodb-values.ts";

interface Stored {
  readonly item: Attributes;
  /** What an eventually consistent read may still see. */
  readonly before: Attributes | undefined;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
}

export interface Page {
  readonly items: readonly Attributes[];
  /** The key to go on after; undefined at the end. */
  readonly last: Key | undefined;
}

export interface QueryRequest {
  readonly partition: string;
  readonly prefix: string;
  readonly greaterThan: string;
  readonly after: Key | undefined;
  readonly limit: number;
  readonly descending: boolean;
  readonly consistent: boolean;
}

/** Milliseconds for which a read that is not consistent may miss a write: "usually one second". */
const STALE = 1000;
/** Bytes a query reads before it hands out a page. */
const PAGE_LIMIT = 1024 * 1024;

export class Table {
  readonly #context: Context;
  readonly #partitions = new Map<string, Map<string, Stored>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Expired items stay readable: DynamoDB deletes them within days of `expiresAt`, not at it. */
  get({ partition, sort }: Key, consistent: boolean): Attributes | undefined {
    const stored = this.#partitions.get(partition)?.get(sort);
    return stored && this.#visible(stored, consistent);
  }

  put(item: Attributes): void {
    const { partition, sort } = keyOfItem(item);
    const items = this.#partitions.get(partition) ?? new Map<string, Stored>();
    this.#partitions.set(partition, items);
    const before = items.get(sort)?.item;
    items.set(sort, { item, before, writtenAt: this.#context.clock.now() });
  }

  query({
    partition,
    prefix,
    greaterThan,
    after,
    limit,
    descending,
    consistent,
  }: QueryRequest): Page {
    const direction = descending ? -1 : 1;
    const candidates = [...(this.#partitions.get(partition) ?? [])]
      .filter(([sort]) => sort.startsWith(prefix) && compareBytes(sort, greaterThan) > 0)
      .filter(([sort]) => !after || direction * compareBytes(sort, after.sort) > 0)
      .toSorted(([first], [second]) => direction * compareBytes(first, second));
    const items: Attributes[] = [];
    let size = 0;
    for (const [sort, stored] of candidates) {
      const item = this.#visible(stored, consistent);
      if (!item) continue;
      items.push(item);
      size += itemSize(item);
      // AWS names a last key whenever it stopped early, even if nothing follows.
      if (items.length === limit || size >= PAGE_LIMIT) return { items, last: { partition, sort } };
    }
    return { items, last: undefined };
  }

  /** Everything, ordered by key. */
  items(): Attributes[] {
    return [...this.#partitions]
      .toSorted(([first], [second]) => compareBytes(first, second))
      .flatMap(([, items]) =>
        [...items].toSorted(([first], [second]) => compareBytes(first, second)),
      )
      .map(([, { item }]) => item);
  }

  #visible(stored: Stored, consistent: boolean): Attributes | undefined {
    const recent = this.#context.clock.now() - stored.writtenAt < STALE;
    const stale = !consistent && recent && this.#context.random() < 0.5;
    return stale ? stored.before : stored.item;
  }
}

/** DynamoDB orders strings by their UTF-8 bytes. */
function compareBytes(first: string, second: string): number {
  return Buffer.compare(Buffer.from(first), Buffer.from(second));
}
