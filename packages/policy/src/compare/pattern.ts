/** Patterns over text, as the automaton reads them: letters, and wildcards that may stop at a colon. */
import { ANY, type Glob, ONE } from "../evaluate/glob.ts";

/** Any run of characters but colons: `*` in one of the first five parts of an ARN. */
export const ANY_IN_PART = Symbol("[^:]*");
/** One character but a colon. */
export const ONE_IN_PART = Symbol("[^:]");

export type Token = string | typeof ANY | typeof ONE | typeof ANY_IN_PART | typeof ONE_IN_PART;

export type Fold = (text: string) => string;

export interface Pattern {
  readonly tokens: readonly Token[];
  /** What makes letters one that differ in case alone; left out: nothing does. */
  readonly fold?: Fold;
}

const ARN_PARTS = 6;

export function textPattern(glob: Glob, fold?: Fold): Pattern {
  return fold === undefined ? { tokens: glob } : { tokens: glob, fold };
}

/** For the ARN operators, which match part by part: a wildcard reaches across a colon in the last only. */
export function arnPattern(glob: Glob): Pattern {
  let part = 1;
  const tokens = glob.map((token): Token => {
    if (token === ":") part += 1;
    if (part >= ARN_PARTS) return token;
    return token === ANY ? ANY_IN_PART : token === ONE ? ONE_IN_PART : token;
  });
  return { tokens };
}

const SOME_IN_PART: readonly Token[] = [ONE_IN_PART, ANY_IN_PART];

/** Every text but the empty one. */
export const SOME_TEXT: Pattern = { tokens: [ONE, ANY] };

/** Every ARN, also one without Region or account. */
export const ANY_ARN: Pattern = {
  tokens: [
    ..."arn:",
    ...SOME_IN_PART,
    ":",
    ...SOME_IN_PART,
    ":",
    ANY_IN_PART,
    ":",
    ANY_IN_PART,
    ":",
    ONE,
    ANY,
  ],
};

/** The ARNs of principals of an account, or of any: they have no Region. */
export function principalsOf(account: string | undefined): Pattern {
  const owner: readonly Token[] = account === undefined ? [ANY_IN_PART] : [...account];
  const start = [..."arn:", ...SOME_IN_PART, ":", ...SOME_IN_PART, ":", ":"];
  return { tokens: [...start, ...owner, ":", ONE, ANY] };
}

/** `service:Name` */
export const ANY_ACTION: Pattern = { tokens: [...SOME_IN_PART, ":", ...SOME_IN_PART] };
