/** What AWS asks of the text itself, before it is read: its size and its characters. */
import type { Finding } from "../read/source.ts";
import {
  type PolicyStore,
  SIZE_QUOTAS,
  type SizeQuota,
  sizeOf,
  withoutFormatting,
} from "./quotas.ts";

export interface SizeOptions {
  /**
   * Where the text is to be stored. By default where its kind is always stored; for identity and
   * resource policies that is nowhere in particular, and no size is checked.
   */
  readonly store?: PolicyStore;
  /** The text is stored without white space between its tokens. Default: as it is. */
  readonly minified?: boolean;
  /** Characters that the store takes in this account. Default: AWS's quota before it is raised. */
  readonly maxSize?: number;
}

export function checkSize(text: string, options: SizeOptions): Finding[] {
  const { store, minified = false, maxSize } = options;
  if (store === undefined) return [];
  const quota = SIZE_QUOTAS[store];
  return oversize(text, { ...quota, characters: maxSize ?? quota.characters }, minified);
}

/** @param minified whether the text is stored without white space between its tokens */
export function oversize(text: string, quota: SizeQuota, minified: boolean): Finding[] {
  const size = sizeOf(minified ? withoutFormatting(text) : text, quota);
  const max = quota.characters;
  if (size <= max) return [];
  const leftOut = quota.whiteSpace === "ignored" ? " without white space" : "";
  const without = minified ? " without formatting" : leftOut;
  const problem = `has ${size} characters${without}; AWS takes ${max}`;
  return [{ code: "TOO_LARGE", problem, at: 0 }];
}

// IAM User Guide, "IAM and AWS STS quotas": tab, line feed, carriage return, U+0020 to U+00FF.
export function foreignCharacters(text: string): Finding[] {
  return [...text.matchAll(/[^\t\n\r\u0020-\u00FF]+/g)].map(({ 0: characters, index }) => {
    const code = characters.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    const problem = `IAM doesn't store the character U+${code}, only U+0020 to U+00FF`;
    return { code: "INVALID_CHARACTER", problem, at: index };
  });
}
