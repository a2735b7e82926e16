/** Policy variables in a comparison: values for them, and the patterns that come of it. */
import { compileGlob, type Glob, literalGlob } from "../evaluate/glob.ts";
import type { Test } from "./test.ts";

const VARIABLE = /\$\{([^}]*)\}/;

export type Samples = Readonly<Record<string, string>>;

/** What stands for a key that a policy variable names. */
const KNOWN: Samples = {
  "aws:username": "alice",
  "aws:userid": "AROAEXAMPLEID:alice",
  "aws:principalaccount": "111122223333",
  "aws:principalorgid": "o-example12345",
};

/** Whether a policy variable in the test is to be filled in from the request. */
export function hasVariable({ expected, version }: Pick<Test, "expected" | "version">): boolean {
  return version === "2012-10-17" && expected.some((text) => /\$\{(?![*?$]\})/.test(text));
}

/** A value for every key that a policy variable in `tests` names, by key in lower case. */
export function samplesFor(tests: readonly Test[], account: string | undefined): Samples {
  const keys = tests
    .filter(hasVariable)
    .flatMap(({ expected }) => expected.flatMap((text) => namesIn(text)));
  const fixed: Samples = { ...KNOWN, ...(account && { "aws:principalaccount": account }) };
  return Object.fromEntries(keys.map((key) => [key, fixed[key] ?? "example"]));
}

/** What a value of a policy stands for, with `samples` for its variables, as text. */
export function sampledText(text: string, version: string | undefined, samples: Samples): string {
  return piecesOf(text, version, samples)
    .map((piece) => piece.text)
    .join("");
}

/** The same as a pattern; what a variable stands for has no wildcards. */
export function sampledGlob(text: string, version: string | undefined, samples: Samples): Glob {
  return piecesOf(text, version, samples).flatMap((piece) =>
    piece.verbatim ? literalGlob(piece.text) : compileGlob(piece.text),
  );
}

function piecesOf(text: string, version: string | undefined, samples: Samples) {
  if (version !== "2012-10-17") return [{ text, verbatim: false }];
  // Splitting by a pattern with one group alternates plain text and the variables' insides.
  return text.split(VARIABLE).map((part, index) => {
    if (index % 2 === 0) return { text: part, verbatim: false };
    return { text: isCharacter(part) ? part : (samples[keyOf(part)] ?? ""), verbatim: true };
  });
}

/** `${*}`, `${?}` and `${$}` stand for the character itself. */
function isCharacter(variable: string): boolean {
  return ["*", "?", "$"].includes(variable);
}

function namesIn(text: string): string[] {
  return text
    .split(VARIABLE)
    .filter((variable, index) => index % 2 === 1 && !isCharacter(variable))
    .map(keyOf);
}

/** The key of `key, 'default'`. */
function keyOf(variable: string): string {
  return (variable.split(",")[0] ?? "").trim().toLowerCase();
}
