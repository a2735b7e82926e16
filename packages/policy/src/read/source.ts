/** The text of a policy, its name, and all that turned out to be wrong with it. */
import type { PolicyErrorCode } from "../errors.ts";

export interface Finding {
  readonly code: PolicyErrorCode;
  readonly problem: string;
  /** Offset in the text, in UTF-16 units. */
  readonly at: number;
}

/** From 1; the column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export class Source {
  readonly text: string;
  /** A file name or a policy's name, for messages. */
  readonly where: string | undefined;
  /** In the order of their discovery. */
  readonly findings: Finding[] = [];
  #lineStarts: readonly number[] | undefined;

  constructor(text: string, where?: string) {
    this.text = text;
    this.where = where;
  }

  /** Takes note of a problem; reading goes on. Returns what a reader has then: nothing. */
  report(code: PolicyErrorCode, problem: string, at: number): undefined {
    this.findings.push({ code, problem, at });
  }

  /** Line and column of an offset. All lines are found once: a text may have many problems. */
  placeOf(at: number): Place {
    this.#lineStarts ??= lineStarts(this.text);
    let line = 0;
    let after = this.#lineStarts.length;
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= at) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: at - (this.#lineStarts[line] ?? 0) + 1 };
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
