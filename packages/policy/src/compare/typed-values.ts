/**
 * Values of numbers, dates and addresses that tell apart whatever a set of tests can tell apart: one
 * inside every interval between the tests' own values, and each of these.
 */
import { readBlock } from "../evaluate/operators/ip.ts";
import { readDate, readNumber } from "../evaluate/operators/order.ts";

/** @param expected values as policies write them; those that can't be read are left out */
export function numbersAround(expected: readonly string[]): readonly string[] {
  return pointsAround(expected, readNumber).map(String);
}

/** As ISO 8601, UTC. */
export function datesAround(expected: readonly string[]): readonly string[] {
  return pointsAround(expected, readDate).map((at) => new Date(at).toISOString());
}

function pointsAround(
  expected: readonly string[],
  read: (text: string) => number | undefined,
): readonly number[] {
  const values = expected.map(read).filter((value) => value !== undefined);
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return sorted.flatMap((value, index) => {
    const next = sorted[index + 1];
    const before = index === 0 ? [value - 1] : [];
    return [...before, value, next === undefined ? value + 1 : between(value, next)];
  });
}

function between(low: number, high: number): number {
  return high - low >= 2 ? low + 1 : (low + high) / 2;
}

const FAMILIES = { 32: "0.0.0.0", 128: "::" } as const;

/**
 * Blocks of addresses are nested or apart. So what remains of one without the blocks inside it, if
 * anything does, begins where it begins itself or right after one of them ends.
 */
export function addressesAround(expected: readonly string[]): readonly string[] {
  const blocks = expected.map(readBlock).filter((block) => block !== undefined);
  const edges = blocks.flatMap(({ bits, address, prefix }) => {
    const size = 1n << BigInt(bits - prefix);
    const start = (address / size) * size;
    const after = start + size;
    const inside = after < 1n << BigInt(bits);
    return [start, ...(inside ? [after] : [])].map((value) => addressText(value, bits));
  });
  return [...new Set([...edges, ...Object.values(FAMILIES)])];
}

function addressText(value: bigint, bits: 32 | 128): string {
  const [count, width, radix, separator] = bits === 32 ? [4, 8n, 10, "."] : [8, 16n, 16, ":"];
  const mask = (1n << width) - 1n;
  return Array.from({ length: count }, (_, index) =>
    ((value >> (width * BigInt(count - 1 - index))) & mask).toString(radix),
  ).join(separator);
}
