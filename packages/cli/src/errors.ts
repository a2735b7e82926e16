/** How the command ends when something goes wrong: one clear message on stderr, exit code 1. */
import { HoldfastError } from "@holdfast/core";

/** The text for people, safe for their terminal; a stack only for defects of Holdfast itself. */
export function describeError(error: unknown): string {
  return textOf(error).replace(UNSAFE, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}

/** What moves a cursor, colours or reorders text; messages have lines of their own. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function textOf(error: unknown): string {
  if (error instanceof HoldfastError) {
    const hint = error.hint === undefined ? "" : `\n${error.hint}`;
    return `holdfast: ${error.message}${hint}\n`;
  }
  if (error instanceof Error && "code" in error && "syscall" in error) {
    return `holdfast: ${error.message}\n`; // the file system or the network, in Node's own words
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `holdfast: this is a defect, please report it:\n${detail}\n`;
}
