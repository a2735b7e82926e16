/** The text of a policy and its name, so that every error can say where it is. */
import { PolicyError, type PolicyErrorCode } from "../errors.ts";

export class Source {
  readonly text: string;
  /** A file name or a policy's name, for messages. */
  readonly where: string | undefined;

  constructor(text: string, where?: string) {
    this.text = text;
    this.where = where;
  }

  /** An error at `offset` (UTF-16 units from the start of the text). */
  error(code: PolicyErrorCode, problem: string, offset: number): PolicyError {
    const before = this.text.slice(0, offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    return new PolicyError(code, problem, { where: this.where, line: before.length, column });
  }
}
