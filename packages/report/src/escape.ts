/** Text that somebody else chose, made safe to show: it can't hide, reorder or forge anything. */

/** How much of a foreign string is shown unless the caller says otherwise, in UTF-16 units. */
const LIMIT = 300;

/**
 * What doesn't show or shows elsewhere: control and format characters (bidirectional overrides, zero
 * widths), line separators, lone surrogates, unassigned and invisible characters, spaces but the plain.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

/**
 * One line of plain text, at most `limit` UTF-16 units long. Hidden characters become `\u{202e}`, a
 * cut is marked with `…`, and links are broken (`https[:]//`), because mail readers make any text
 * that looks like one clickable.
 */
export function plain(text: string, limit = LIMIT): string {
  const pieces = Array.from(text.slice(0, limit + 1), visible);
  const whole = pieces.join("").replaceAll("://", "[:]//");
  if (text.length <= limit && whole.length <= limit) return whole;
  return cut(pieces, limit);
}

function visible(character: string): string {
  if (!HIDDEN.test(character)) return character;
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** Cuts between pieces, so that no escape and no surrogate pair is torn. */
function cut(pieces: readonly string[], limit: number): string {
  let kept = "";
  for (const piece of pieces) {
    const longer = (kept + piece).replaceAll("://", "[:]//");
    if (longer.length >= limit) break;
    kept += piece;
  }
  return limit > 0 ? `${kept.replaceAll("://", "[:]//")}…` : "";
}

/** Shortens text of our own to `limit` UTF-16 units; line breaks stay. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Without the last half of a surrogate pair, if that is where the cut falls.
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Printable ASCII alone, for places that take nothing else; other characters become `?`. */
export function ascii(text: string): string {
  return text.replace(/…/g, "...").replace(/[^\x20-\x7e]/gu, "?");
}
