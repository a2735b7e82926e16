/** Pages of a list call: at most 20 items, with tokens that lead on; short ones when in trouble. */
import type { Random } from "@holdfast/core";
import { invalid } from "./errors.ts";

/** What AWS gives at most, and by default (aws-facts: page size <= 20). */
const LARGEST_PAGE = 20;

export interface Page<T> {
  readonly items: readonly T[];
  readonly NextToken?: string;
}

/**
 * The page of `all` that `input.NextToken` points to. With `short` it may hold fewer items than
 * asked for, even none, while more follow: AWS reserves that right.
 */
export function page<T>(
  all: readonly T[],
  input: Readonly<Record<string, unknown>>,
  short?: Random,
): Page<T> {
  const { from, number } = placeOf(input.NextToken);
  const wanted = input.MaxResults ?? LARGEST_PAGE;
  if (typeof wanted !== "number" || wanted < 1 || wanted > LARGEST_PAGE) {
    throw invalid("MAX_LIMIT_EXCEEDED", `MaxResults must be between 1 and ${LARGEST_PAGE}.`);
  }
  const size = short ? Math.floor(short() * (wanted + 1)) : wanted;
  const items = all.slice(from, from + size);
  const next = from + items.length;
  return next < all.length ? { items, NextToken: tokenOf(next, number + 1) } : { items };
}

// With the page's number, so that two empty pages in a row don't have the same token.
function tokenOf(from: number, number: number): string {
  return Buffer.from(`holdfast-lab:${from}:${number}`).toString("base64url");
}

function placeOf(token: unknown): { readonly from: number; readonly number: number } {
  if (token === undefined) return { from: 0, number: 1 };
  const decoded = Buffer.from(String(token), "base64url").toString();
  const [, from, number] = /^holdfast-lab:(\d+):(\d+)$/.exec(decoded) ?? [];
  if (from === undefined) throw invalid("INVALID_NEXT_TOKEN", "NextToken is not valid.");
  return { from: Number(from), number: Number(number) };
}
