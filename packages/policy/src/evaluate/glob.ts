/** IAM wildcards: `*` is any run of characters, `?` is exactly one. No regular expressions. */
import { foldCase } from "../fold.ts";

/** Any run of characters, also an empty one. */
export const ANY = Symbol("*");
/** Exactly one character. */
export const ONE = Symbol("?");

/** A compiled pattern: characters (code points) and wildcards. */
export type Glob = readonly (string | typeof ANY | typeof ONE)[];

/** Whether a text is matched as a whole. */
export type Matcher = (text: string) => boolean;

/** Compiles a pattern in which `*` and `?` are wildcards. */
export function compileGlob(pattern: string): Glob {
  return Array.from(pattern, (character) =>
    character === "*" ? ANY : character === "?" ? ONE : character,
  );
}

/** Compiles text that stands for itself, wildcards and all. */
export function literalGlob(text: string): Glob {
  return Array.from(text);
}

/** The fastest way to match a pattern: most have no wildcard, or one `*` at an end. */
export function matcherOf(glob: Glob): Matcher {
  const literals = glob.filter((token) => typeof token === "string").join("");
  const wildcards = glob.filter((token) => typeof token !== "string");
  if (wildcards.length === 0) return (text) => text === literals;
  if (wildcards.length === 1 && wildcards[0] === ANY) {
    if (glob.length === 1) return () => true;
    if (glob.at(-1) === ANY) return (text) => text.startsWith(literals);
    if (glob[0] === ANY) return (text) => text.endsWith(literals);
  }
  return (text) => globMatches(glob, text);
}

/** A half of a character that takes two UTF-16 units, where `?` must not count twice. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Whether the pattern covers the whole text; case-sensitive.
 * On a mismatch only the last `*` has to give way, as earlier ones are already as short as can be: so
 * the time is bounded by the product of both lengths and no pattern can blow it up.
 */
export function globMatches(glob: Glob, text: string): boolean {
  if (glob.length === 1 && glob[0] === ANY) return true;
  const characters = SURROGATE.test(text) ? Array.from(text) : text;
  let token = 0;
  let at = 0;
  let star = -1; // Index of the last `*` in the pattern, and where the text after it begins.
  let resume = 0;
  while (at < characters.length) {
    const wanted = glob[token];
    if (wanted === ANY) {
      star = token;
      resume = at;
      token += 1;
    } else if (wanted === ONE || wanted === characters[at]) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      token = star + 1;
    } else {
      return false;
    }
  }
  while (glob[token] === ANY) token += 1;
  return token === glob.length;
}

/** Whether `pattern`, with `*` and `?` as wildcards, covers the whole of `text`; case-sensitive. */
export function matchesGlob(pattern: string, text: string): boolean {
  return globMatches(compileGlob(pattern), text);
}

/** The same without regard to case, as AWS compares action names. */
export function matchesGlobIgnoringCase(pattern: string, text: string): boolean {
  return matchesGlob(foldCase(pattern), foldCase(text));
}
