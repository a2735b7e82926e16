/** Seeded randomness: the same seed gives the same ids and the same trouble. Never for secrets. */
import { createHash } from "node:crypto";
import type { Random } from "@holdfast/core";

/** Gives independent streams by name: asking one more number of a stream changes no other. */
export type RandomSource = (stream: string) => Random;

export function createRandomSource(seed: number): RandomSource {
  const streams = new Map<string, Random>();
  return (name) => {
    let stream = streams.get(name);
    if (!stream) {
      const digest = createHash("sha256").update(`${seed}/${name}`).digest();
      stream = mulberry32(digest.readUInt32LE(0));
      streams.set(name, stream);
    }
    return stream;
  };
}

// https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain)
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `length` characters of `alphabet`. */
export function randomText(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}

const HEX = "0123456789abcdef";

export function randomHex(random: Random, length: number): string {
  return randomText(random, HEX, length);
}

export function randomDigits(random: Random, length: number): string {
  return randomText(random, "0123456789", length);
}

/** A version 4 UUID. */
export function randomUuid(random: Random): string {
  const variant = randomText(random, "89ab", 1);
  return [8, 4, 3, 3, 12]
    .map((length) => randomHex(random, length))
    .map((part, index) => (index === 2 ? `4${part}` : index === 3 ? `${variant}${part}` : part))
    .join("-");
}

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The tail of an Organizations id, e.g. of `p-…`. */
export function randomLower(random: Random, length: number): string {
  return randomText(random, LOWER, length);
}

/** The tail of an IAM id, e.g. of `AROA…`. */
export function randomUpper(random: Random, length: number): string {
  return randomText(random, UPPER, length);
}
