/**
 * Which combinations of patterns can one text match at once? A walk through the product of the
 * patterns' automata finds every one of them, with a shortest text for each: complete, no sampling.
 */
import { ANY, ONE } from "../evaluate/glob.ts";
import type { Budget } from "./budget.ts";
import { ANY_IN_PART, type Fold, ONE_IN_PART, type Pattern, type Token } from "./pattern.ts";

export interface ExampleOptions {
  /** Patterns that every example must match as well. */
  readonly within?: readonly Pattern[];
  /** Texts that none of these patterns matches are of no interest. Left out: all are. */
  readonly wanted?: (pattern: number) => boolean;
  /** What the walk may cost. */
  readonly budget: Budget;
}

/** Cost of moving on from one place in one pattern. */
const STEP = 10;

export interface Example {
  readonly text: string;
  /** Indexes of the patterns that it matches. */
  readonly matches: readonly number[];
}

/**
 * A shortest text for every set of `patterns` that some text matches, and no other pattern does; one
 * that matches none is among them. Undefined if the walk went beyond its budget.
 */
export function examples(
  patterns: readonly Pattern[],
  { within = [], wanted, budget }: ExampleOptions,
): readonly Example[] | undefined {
  const automaton = new Automaton([...patterns, ...within], patterns.length, wanted);
  const start = automaton.start();
  const seen = new Set<string>();
  const found = new Map<string, Example>();
  let frontier: State[] = [];
  const visit = (positions: readonly number[], text: string) => {
    const key = positions.join();
    if (seen.has(key) || !automaton.isAlive(positions)) return;
    seen.add(key);
    frontier.push({ positions, text });
    const matches = automaton.accepted(positions);
    if (matches === undefined) return;
    const set = matches.join();
    if (!found.has(set)) found.set(set, { text, matches });
  };
  visit(start, "");
  // Breadth first, so that the first text found for a set is a shortest one.
  while (frontier.length > 0) {
    const level = frontier;
    frontier = [];
    for (const { positions, text } of level) {
      for (const letter of automaton.letters(positions)) {
        if (!budget.spend(STEP * positions.length)) return undefined;
        visit(automaton.step(positions, letter), text + letter);
      }
    }
  }
  return [...found.values()];
}

interface State {
  readonly positions: readonly number[];
  readonly text: string;
}

const END = Symbol("end");

/** All patterns laid end to end; a state is the sorted list of places reached in any of them. */
class Automaton {
  readonly #tokens: (Token | typeof END)[] = [];
  readonly #owners: number[] = [];
  readonly #starts: number[] = [];
  readonly #patterns: readonly Pattern[];
  readonly #count: number;
  readonly #wanted: ((pattern: number) => boolean) | undefined;

  /** @param count the patterns after the first `count` must all be matched */
  constructor(
    patterns: readonly Pattern[],
    count: number,
    wanted: ((pattern: number) => boolean) | undefined,
  ) {
    this.#patterns = patterns;
    this.#count = count;
    this.#wanted = wanted;
    for (const [index, { tokens, fold = asIs }] of patterns.entries()) {
      this.#starts.push(this.#tokens.length);
      for (const token of [...tokens, END] as const) {
        this.#tokens.push(typeof token === "string" ? fold(token) : token);
        this.#owners.push(index);
      }
    }
  }

  start(): readonly number[] {
    return this.#closed(this.#starts);
  }

  step(positions: readonly number[], letter: string): readonly number[] {
    const next: number[] = [];
    for (const position of positions) {
      const token = this.#tokens[position];
      if (token === ANY || (token === ANY_IN_PART && letter !== ":")) next.push(position);
      else if (token === ONE || (token === ONE_IN_PART && letter !== ":")) next.push(position + 1);
      else if (token === this.#foldAt(position)(letter)) next.push(position + 1);
    }
    return this.#closed(next);
  }

  /** Every letter that leads somewhere of its own, and one that stands for all others. */
  letters(positions: readonly number[]): readonly string[] {
    const letters = new Set<string>();
    for (const position of positions) {
      const token = this.#tokens[position];
      if (token === ANY_IN_PART || token === ONE_IN_PART) letters.add(":");
      if (typeof token !== "string") continue;
      letters.add(token);
      // Whatever makes letters one that differ in case gives the lower one.
      const upper = token.toUpperCase();
      if (this.#foldAt(position)(upper) === token) letters.add(upper);
    }
    const other = otherThan(letters);
    letters.add(other);
    return [...letters];
  }

  /** Whether an example may still come of it. */
  isAlive(positions: readonly number[]): boolean {
    const owners = new Set(positions.map((position) => this.#owners[position] ?? -1));
    for (let index = this.#count; index < this.#patterns.length; index++) {
      if (!owners.has(index)) return false;
    }
    const wanted = this.#wanted;
    return wanted === undefined || [...owners].some((one) => one < this.#count && wanted(one));
  }

  /** The patterns matched by a text that ends here; undefined if it isn't an example. */
  accepted(positions: readonly number[]): readonly number[] | undefined {
    const ended = positions
      .filter((position) => this.#tokens[position] === END)
      .map((position) => this.#owners[position] ?? -1);
    const required = ended.filter((owner) => owner >= this.#count).length;
    if (required < this.#patterns.length - this.#count) return undefined;
    const optional = ended.filter((owner) => owner < this.#count);
    const wanted = this.#wanted;
    return wanted === undefined || optional.some((one) => wanted(one)) ? optional : undefined;
  }

  #foldAt(position: number): Fold {
    return this.#patterns[this.#owners[position] ?? -1]?.fold ?? asIs;
  }

  /** With the places behind wildcards that may stand for nothing; without those that add nothing. */
  #closed(positions: readonly number[]): readonly number[] {
    const closed = new Set(positions);
    const stars = new Map<number, number>();
    for (const position of closed) {
      const token = this.#tokens[position];
      if (token !== ANY && token !== ANY_IN_PART) continue;
      closed.add(position + 1); // A set is walked to its end, also to what is added on the way.
      if (token === ANY) {
        const owner = this.#owners[position] ?? -1;
        stars.set(owner, Math.max(stars.get(owner) ?? -1, position));
      }
    }
    // Whatever can follow an earlier place of a pattern, its last `*` reached can swallow too.
    return [...closed]
      .filter((position) => position >= (stars.get(this.#owners[position] ?? -1) ?? -1))
      .sort((a, b) => a - b);
  }
}

const asIs: Fold = (text) => text;

const FILLERS = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

function otherThan(letters: ReadonlySet<string>): string {
  for (const filler of FILLERS) if (!letters.has(filler)) return filler;
  let code = 0xc0;
  while (letters.has(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}
