/** Names whose case doesn't matter to AWS: actions and condition keys. */

/**
 * In lower case, as far as ASCII goes: `toLowerCase` makes a "k" of the Kelvin sign, and whoever
 * stores `\u212Ams:*` must not pass for one who stores `kms:*`.
 */
export function foldCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
