/**
 * A strict JSON reader that keeps positions. `JSON.parse` won't do: it silently lets the last of two
 * equal keys win, where AWS refuses the document, and it can't say where a wrong element stands.
 */
import type { PolicyErrorCode } from "../errors.ts";
import { quote, show } from "../quote.ts";
import type { Source } from "./source.ts";

export interface JsonMember {
  /** Offset of the key. */
  readonly at: number;
  readonly value: JsonNode;
}

type JsonValue =
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonMember> }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" };

/** A JSON value with the offsets of its first character and of the one after its last. */
export type JsonNode = { readonly at: number; readonly end: number } & JsonValue;

/** A policy nests seven deep; the limit keeps a hostile text from exhausting the stack. */
const MAX_DEPTH = 32;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads exactly one JSON value. What is wrong is reported to `source`: repeated and reserved keys and
 * lossy numbers all of them, a syntax error as the last, for then there is no value.
 */
export function parseJson(source: Source): JsonNode | undefined {
  try {
    return new Scanner(source).document();
  } catch (error) {
    if (error instanceof Illegible) return undefined;
    throw error;
  }
}

/** Leaves the scanner when the rest of the text makes no sense; it has been reported already. */
class Illegible extends Error {}

class Scanner {
  readonly #source: Source;
  readonly #text: string;
  #offset = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#text = source.text;
  }

  document(): JsonNode {
    const value = this.#value(0);
    if (this.#offset < this.#text.length) throw this.#unexpected("the end of the text");
    return value;
  }

  /** One value with the space around it. */
  #value(depth: number): JsonNode {
    this.#take(SPACE);
    const at = this.#offset;
    if (depth > MAX_DEPTH) {
      throw this.#illegible("TOO_DEEP", `nested deeper than ${MAX_DEPTH} levels`, at);
    }
    const value = this.#bare(at, depth);
    const end = this.#offset;
    this.#take(SPACE);
    return { at, end, ...value };
  }

  #bare(at: number, depth: number): JsonValue {
    const next = this.#text[at];
    if (next === "{") return { kind: "object", members: this.#members(depth) };
    if (next === "[") return { kind: "array", items: this.#items(depth) };
    if (next === '"') return { kind: "string", value: this.#string() };
    const word = this.#take(WORD);
    if (word === "null") return { kind: "null" };
    if (word !== "") return { kind: "boolean", value: word === "true" };
    const number = this.#take(NUMBER);
    if (number !== "") return { kind: "number", value: this.#number(number, at) };
    throw this.#unexpected("a value");
  }

  #members(depth: number): ReadonlyMap<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    this.#list("{", "}", () => {
      const at = this.#offset;
      if (this.#text[at] !== '"') throw this.#unexpected("a key in double quotes");
      const key = this.#string();
      this.#take(SPACE);
      this.#expect(":");
      const value = this.#value(depth + 1);
      if (key === "__proto__") {
        this.#source.report("RESERVED_KEY", "the key __proto__ is not allowed", at);
      } else if (members.has(key)) {
        this.#source.report("DUPLICATE_KEY", `the key ${quote(key)} is repeated`, at);
      } else {
        members.set(key, { at, value });
      }
    });
    return members;
  }

  #items(depth: number): readonly JsonNode[] {
    const items: JsonNode[] = [];
    this.#list("[", "]", () => items.push(this.#value(depth + 1)));
    return items;
  }

  /** `open`, entries with commas between, `close`. */
  #list(open: string, close: string, entry: () => void): void {
    this.#expect(open);
    this.#take(SPACE);
    if (this.#text[this.#offset] !== close) {
      entry();
      while (this.#text[this.#offset] === ",") {
        this.#expect(",");
        this.#take(SPACE);
        entry();
      }
    }
    this.#expect(close);
  }

  #string(): string {
    const at = this.#offset;
    const end = this.#endOfString(at);
    this.#offset = end;
    try {
      return JSON.parse(this.#text.slice(at, end)) as string; // Escapes are its to judge.
    } catch {
      const problem = "this string holds a bad escape or a raw control character";
      throw this.#illegible("JSON_SYNTAX", problem, at);
    }
  }

  // By hand: on a long string a pattern with alternatives would exhaust the stack.
  #endOfString(at: number): number {
    for (let offset = at + 1; offset < this.#text.length; offset += 1) {
      const character = this.#text[offset];
      if (character === '"') return offset + 1;
      if (character === "\\") offset += 1;
    }
    throw this.#illegible("JSON_SYNTAX", "this string is not closed", at);
  }

  /**
   * A number must come out as it went in: AWS may take `1.0` for "1" or for "1.0", and a long one
   * loses its last digits.
   */
  #number(literal: string, at: number): number {
    const value = Number(literal);
    if (String(value) !== literal) {
      const problem = `the number ${show(literal)} would be read as ${value}; write it as a string`;
      this.#source.report("NUMBER_PRECISION", problem, at);
    }
    return value;
  }

  /** What the pattern finds here; it may be empty. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#offset += found.length;
    return found;
  }

  #expect(character: string): void {
    if (this.#text[this.#offset] !== character) throw this.#unexpected(quote(character));
    this.#offset += 1;
  }

  #unexpected(wanted: string): Illegible {
    const found = this.#text[this.#offset];
    const what = found === undefined ? "the text ends" : `found ${quote(found)}`;
    return this.#illegible("JSON_SYNTAX", `expected ${wanted}, but ${what}`, this.#offset);
  }

  #illegible(code: PolicyErrorCode, problem: string, at: number): Illegible {
    this.#source.report(code, problem, at);
    return new Illegible();
  }
}
