/** Pages of a list call, with tokens that lead on; short ones when in trouble. */
import type { Random } from "@holdfast/core";
import type { ServiceError } from "./service.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly NextToken?: string;
}

/** What a service gives at most and by default, and how it refuses what it can't read. */
export interface PageRules {
  readonly largest: number;
  /** How many items there are in a page that nobody limits; `largest` unless given. */
  readonly usual?: number;
  tooMany(largest: number): ServiceError;
  badToken(): ServiceError;
}

/**
 * The page of `all` that `input.NextToken` points to. With `short` it may hold fewer items than
 * asked for, even none, while more follow: AWS reserves that right.
 */
export function page<T>(
  all: readonly T[],
  input: Readonly<Record<string, unknown>>,
  rules: PageRules,
  short?: Random,
): Page<T> {
  const { largest, usual = largest } = rules;
  const place = placeOf(input.NextToken);
  if (place === undefined) throw rules.badToken();
  const { from, number } = place;
  const wanted = input.MaxResults ?? usual;
  if (typeof wanted !== "number" || wanted < 1 || wanted > largest) throw rules.tooMany(largest);
  const size = short ? Math.floor(short() * (wanted + 1)) : wanted;
  const items = all.slice(from, from + size);
  const next = from + items.length;
  return next < all.length ? { items, NextToken: tokenOf(next, number + 1) } : { items };
}

// With the page's number, so that two empty pages in a row don't have the same token.
function tokenOf(from: number, number: number): string {
  return Buffer.from(`holdfast-lab:${from}:${number}`).toString("base64url");
}

function placeOf(token: unknown): { readonly from: number; readonly number: number } | undefined {
  if (token === undefined) return { from: 0, number: 1 };
  const decoded = Buffer.from(String(token), "base64url").toString();
  const [, from, number] = /^holdfast-lab:(\d+):(\d+)$/.exec(decoded) ?? [];
  return from === undefined ? undefined : { from: Number(from), number: Number(number) };
}
