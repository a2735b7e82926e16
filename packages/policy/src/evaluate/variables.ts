/** Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`, `${?}`, `${$}`. */
import { PolicyError } from "../errors.ts";
import type { Context } from "./context.ts";
import { compileGlob, type Glob, literalGlob } from "./glob.ts";

/** Where a value stands. */
export interface Place {
  /** Only version 2012-10-17 has variables: in older documents `${` is ordinary text. */
  readonly version: string | undefined;
  /** Policy and statement, for messages. */
  readonly where: string;
}

/** A place, and what a value in it is expanded with. */
export interface Scope extends Place {
  readonly context: Context;
}

/** A part of a value. What a variable stands for is never read as a wildcard. */
interface Piece {
  readonly text: string;
  readonly verbatim: boolean;
}

/** Whether what a value stands for may depend on the request. */
export function isVariable(value: string, { version }: Place): boolean {
  return version === "2012-10-17" && value.includes("${");
}

/** The value as text; undefined if one of its variables has neither value nor default. */
export function expandText(value: string, scope: Scope): string | undefined {
  return piecesOf(value, scope)
    ?.map((piece) => piece.text)
    .join("");
}

/** The value as a pattern; undefined (matches nothing) if a variable has neither value nor default. */
export function expandGlob(value: string, scope: Scope): Glob | undefined {
  return piecesOf(value, scope)?.flatMap(({ text, verbatim }) =>
    verbatim ? literalGlob(text) : compileGlob(text),
  );
}

const VARIABLE = /\$\{([^}]*)\}/;
const KEY_AND_DEFAULT = /^([^\s,'{}$*?]+(?: [^\s,'{}$*?]+)*)(?:, *'([^']*)')?$/;

function piecesOf(value: string, scope: Scope): readonly Piece[] | undefined {
  if (!isVariable(value, scope)) return [{ text: value, verbatim: false }];
  // Splitting by a pattern with one group alternates plain text and the variables' insides.
  const parts = value.split(VARIABLE);
  const pieces: Piece[] = [];
  for (const [index, part] of parts.entries()) {
    const verbatim = index % 2 === 1;
    if (!verbatim && part.includes("${")) throw unreadable(value, "is not closed", scope);
    const text = verbatim ? resolve(part, value, scope) : part;
    if (text === undefined) return undefined;
    pieces.push({ text, verbatim });
  }
  return pieces;
}

function resolve(variable: string, value: string, scope: Scope): string | undefined {
  if (variable === "*" || variable === "?" || variable === "$") return variable;
  const [, key, fallback] = KEY_AND_DEFAULT.exec(variable) ?? [];
  if (key === undefined) throw unreadable(value, "is malformed", scope);
  const found = scope.context.get(key) ?? fallback;
  if (found === undefined || typeof found === "string") return found;
  throw unreadable(value, `names ${key}, which has a list of values in this request`, scope);
}

function unreadable(value: string, problem: string, { where }: Place): PolicyError {
  const message = `the policy variable in ${JSON.stringify(value)} ${problem}`;
  return new PolicyError("UNREADABLE_VARIABLE", message, { where });
}
