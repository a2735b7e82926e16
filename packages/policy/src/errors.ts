/** What can be wrong with a policy, and the one error of this package that carries it. */

/** Stable and greppable; the message says the rest. */
export type PolicyErrorCode =
  /** The text is not JSON. */
  | "JSON_SYNTAX"
  /** A key stands twice in one object: readers disagree about which one counts. */
  | "DUPLICATE_KEY"
  /** `__proto__`, which changes an object instead of naming a member. */
  | "RESERVED_KEY"
  | "TOO_DEEP"
  /** A number whose digits would not come out of a double as they went in, e.g. `1.0`. */
  | "NUMBER_PRECISION"
  /** An element that the policy grammar doesn't have. */
  | "UNKNOWN_ELEMENT"
  | "MISSING_ELEMENT"
  /** Two elements that exclude each other, e.g. Action and NotAction. */
  | "CONFLICTING_ELEMENTS"
  | "INVALID_VALUE"
  /** An element that this kind of policy doesn't have, e.g. Principal in an SCP. */
  | "UNSUPPORTED_ELEMENT"
  /** Two statements with one Sid. */
  | "DUPLICATE_SID"
  /** A character that AWS doesn't store. */
  | "INVALID_CHARACTER"
  /** More characters than AWS stores. */
  | "TOO_LARGE"
  /** A condition operator that IAM doesn't have, spelled exactly so. */
  | "UNKNOWN_OPERATOR"
  /** A value in a policy that its operator can't read, e.g. a CIDR block that is none. */
  | "UNREADABLE_VALUE"
  /** A policy variable that is malformed or stands for a list. */
  | "UNREADABLE_VARIABLE"
  /** A value in the request's context that the operator can't read. */
  | "UNREADABLE_CONTEXT"
  /** A statement that this kind of policy can't have, e.g. Principal in an SCP. */
  | "UNSUPPORTED_STATEMENT";

/** Where the problem is: a file or a policy's name, and the place in its text if there is one. */
export interface PolicyErrorPlace {
  readonly where?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
  /** From 1, in UTF-16 units. */
  readonly column?: number | undefined;
}

/** One thing that is wrong with the text of a policy. */
export interface PolicyProblem extends PolicyErrorPlace {
  readonly code: PolicyErrorCode;
  /** What is wrong, as half a sentence; what it quotes from the policy is escaped. */
  readonly problem: string;
  readonly line: number;
  readonly column: number;
  /** Keys and list indexes on the way there, e.g. `Statement.0.Action.2`; empty for the whole. */
  readonly path: string;
}

/** Thrown for everything that can't be read or decided; callers never get an allow instead. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly code: PolicyErrorCode;
  /** The problem alone, without its place. */
  readonly problem: string;
  readonly where: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: PolicyErrorCode, problem: string, place: PolicyErrorPlace = {}) {
    super([...placeOf(place), problem].join(": "));
    this.code = code;
    this.problem = problem;
    this.where = place.where;
    this.line = place.line;
    this.column = place.column;
  }
}

function placeOf({ where, line, column }: PolicyErrorPlace): string[] {
  if (line === undefined) return where === undefined ? [] : [where];
  return [where === undefined ? `line ${line}, column ${column}` : `${where}:${line}:${column}`];
}
