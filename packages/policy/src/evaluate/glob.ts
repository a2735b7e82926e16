/** IAM wildcards: `*` is any run of characters, `?` is exactly one. No regular expressions. */

/** Any run of characters, also an empty one. */
export const ANY = Symbol("*");
/** Exactly one character. */
export const ONE = Symbol("?");

/** A compiled pattern: characters (code points) and wildcards. */
export type Glob = readonly (string | typeof ANY | typeof ONE)[];

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

/**
 * Whether the pattern covers the whole text; case-sensitive.
 * On a mismatch only the last `*` has to give way, as earlier ones are already as short as can be: so
 * the time is bounded by the product of both lengths and no pattern can blow it up.
 */
export function globMatches(glob: Glob, text: string): boolean {
  if (glob.length === 1 && glob[0] === ANY) return true;
  const characters = Array.from(text);
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
    } else if (wanted === ONE || (wanted !== undefined && wanted === characters[at])) {
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
  return glob.slice(token).every((rest) => rest === ANY);
}

/** Whether `pattern`, with `*` and `?` as wildcards, covers the whole of `text`; case-sensitive. */
export function matchesGlob(pattern: string, text: string): boolean {
  return globMatches(compileGlob(pattern), text);
}

/** The same without regard to case, as AWS compares action names. */
export function matchesGlobIgnoringCase(pattern: string, text: string): boolean {
  return matchesGlob(pattern.toLowerCase(), text.toLowerCase());
}
