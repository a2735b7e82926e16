/** Lists that outgrow an item of the table, as several items: DynamoDB takes 400 KB in one. */
import type { Clock } from "../../clock.ts";
import type { Json } from "../../json.ts";
import type { Table } from "../../ports.ts";

/** Bytes of JSON in one item; the rest is for its keys and attributes. */
const LARGEST = 300_000;
/** DynamoDB drops them after this many seconds: no scan takes that long. */
const KEEP = 3 * 86_400;

export interface Chunks {
  /**
   * Keeps the elements in order, under names that begin with `prefix`, which must be new. Throws a
   * `RangeError` if one is too large for an item.
   */
  write(prefix: string, elements: readonly Json[]): Promise<void>;
  /** All elements under names that begin with `prefix`, in order. */
  read(prefix: string): Promise<readonly Json[]>;
}

/** @param partition of the scan's own */
export function createChunks(table: Table, clock: Clock, partition: string): Chunks {
  return {
    async write(prefix, elements) {
      const pieces = piecesOf(elements);
      for (const [index, body] of pieces.entries()) {
        const sort = `${prefix}#${String(index).padStart(5, "0")}`;
        const expiresAt = Math.floor(clock.now() / 1000) + KEEP;
        await table.put({ partition, sort, version: 1, body, expiresAt });
      }
    },
    async read(prefix) {
      const items = await table.query(partition, `${prefix}#`);
      // Written above, as lists.
      return items.flatMap(({ body }) => body as readonly Json[]);
    },
  };
}

/** Whether an element fits into an item. */
export function fits(element: Json): boolean {
  return bytesOf(element) <= LARGEST;
}

/** With the comma after it. */
function bytesOf(element: Json): number {
  return Buffer.byteLength(JSON.stringify(element)) + 1;
}

function piecesOf(elements: readonly Json[]): (readonly Json[])[] {
  const pieces: Json[][] = [];
  let size = LARGEST;
  for (const element of elements) {
    const bytes = bytesOf(element);
    if (bytes > LARGEST) throw new RangeError(`${bytes} bytes do not fit into an item`);
    if (size + bytes > LARGEST) {
      pieces.push([]);
      size = 0;
    }
    pieces.at(-1)?.push(element);
    size += bytes;
  }
  return pieces;
}
