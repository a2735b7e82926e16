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
  const from = positionOf(input.NextToken);
  const wanted = input.MaxResults ?? LARGEST_PAGE;
  if (typeof wanted !== "number" || wanted < 1 || wanted > LARGEST_PAGE) {
    throw invalid("MAX_LIMIT_EXCEEDED", `MaxResults must be between 1 and ${LARGEST_PAGE}.`);
  }
  const size = short ? Math.floor(short() * (wanted + 1)) : wanted;
  const items = all.slice(from, from + size);
  const next = from + items.length;
  return next < all.length ? { items, NextToken: tokenOf(next) } : { items };
}

function tokenOf(position: number): string {
  return Buffer.from(`holdfast-lab:${position}`).toString("base64url");
}

function positionOf(token: unknown): number {
  if (token === undefined) return 0;
  const decoded = Buffer.from(String(token), "base64url").toString();
  const position = /^holdfast-lab:(\d+)$/.exec(decoded)?.[1];
  if (position === undefined) throw invalid("INVALID_NEXT_TOKEN", "NextToken is not valid.");
  return Number(position);
}
