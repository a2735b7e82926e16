/** IpAddress and NotIpAddress: IPv4 and IPv6 addresses against CIDR blocks. */
import { comparison, type Operators } from "./operator.ts";

export const IP_OPERATORS: Operators = {
  IpAddress: comparison("an IP address or CIDR block", readBlock, contains),
  NotIpAddress: comparison("an IP address or CIDR block", readBlock, contains, true),
};

/** A CIDR block; a lone address is a block of one. Both families keep their own numbers. */
export interface Block {
  readonly bits: 32 | 128;
  readonly address: bigint;
  readonly prefix: number;
}

/** Whether `outer` covers all of `inner`. */
export function contains(inner: Block, outer: Block): boolean {
  if (inner.bits !== outer.bits || inner.prefix < outer.prefix) return false;
  const host = BigInt(outer.bits - outer.prefix);
  return inner.address >> host === outer.address >> host;
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a lone address; undefined for anything else. */
export function readBlock(text: string): Block | undefined {
  const [, address = "", length] = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const bits = address.includes(":") ? 128 : 32;
  const value = bits === 128 ? readIpv6(address) : readIpv4(address);
  const prefix = length === undefined ? bits : Number(length);
  return value === undefined || prefix > bits ? undefined : { bits, address: value, prefix };
}

function readIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  // A leading zero means octal to some readers: refused rather than guessed.
  const legible = parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return legible && parts.length === 4 ? join(parts.map(Number), 8n) : undefined;
}

function readIpv6(text: string): bigint | undefined {
  const [head = "", tail, ...more] = withoutDots(text).split("::");
  if (more.length > 0) return undefined;
  const before = groups(head);
  const after = groups(tail ?? "");
  const missing = 8 - before.length - after.length;
  // "::" stands for at least one group; without it all eight must be there.
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array<string>(missing).fill("0"), ...after];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return join(
    all.map((group) => Number.parseInt(group, 16)),
    16n,
  );
}

/** `::ffff:192.0.2.1` as `::ffff:c000:201`; an IPv4 part that is none stays, and is refused later. */
function withoutDots(text: string): string {
  const [, head = "", dotted = ""] = /^(.*:)([\d.]+\.[\d.]+)$/.exec(text) ?? [];
  const value = readIpv4(dotted);
  if (value === undefined) return text;
  return `${head}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function groups(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}

function join(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | BigInt(part), 0n);
}
