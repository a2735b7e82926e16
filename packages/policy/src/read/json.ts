/**
 * A strict JSON reader that keeps positions. `JSON.parse` won't do: it silently lets the last of two
 * equal keys win, where AWS refuses the document, and it can't say where a wrong element stands.
 */
import type { Source } from "./source.ts";

export interface JsonMember {
  /** Offset of the key. */
  readonly at: number;
  readonly value: JsonNode;
}

/** A JSON value; `at` is the offset of its first character. */
export type JsonNode = { readonly at: number } & (
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonMember> }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
);

/** A policy nests seven deep; the limit keeps a hostile text from exhausting the stack. */
const MAX_DEPTH = 32;
/** Decimal digits that every double keeps. */
const MAX_DIGITS = 15;

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Reads exactly one JSON value. Throws a `PolicyError` with line and column. */
export function parseJson(source: Source): JsonNode {
  return new Scanner(source).document();
}

class Scanner {
  readonly #source: Source;
  #offset = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  document(): JsonNode {
    const value = this.#value(0);
    if (this.#offset < this.#source.text.length) throw this.#unexpected("the end of the text");
    return value;
  }

  /** One value with the space around it. */
  #value(depth: number): JsonNode {
    this.#take(SPACE);
    const at = this.#offset;
    if (depth > MAX_DEPTH) {
      throw this.#source.error("TOO_DEEP", `nested deeper than ${MAX_DEPTH} levels`, at);
    }
    const node = this.#bare(at, depth);
    this.#take(SPACE);
    return node;
  }

  #bare(at: number, depth: number): JsonNode {
    const next = this.#source.text[at];
    if (next === "{") return { at, kind: "object", members: this.#members(depth) };
    if (next === "[") return { at, kind: "array", items: this.#items(depth) };
    if (next === '"') return { at, kind: "string", value: this.#string() };
    const word = this.#take(WORD);
    if (word === "null") return { at, kind: "null" };
    if (word !== undefined) return { at, kind: "boolean", value: word === "true" };
    const number = this.#take(NUMBER);
    if (number !== undefined) return { at, kind: "number", value: this.#number(number, at) };
    throw this.#unexpected("a value");
  }

  #members(depth: number): ReadonlyMap<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    this.#list("{", "}", () => {
      const at = this.#offset;
      if (this.#source.text[at] !== '"') throw this.#unexpected("a key in double quotes");
      const key = this.#string();
      if (key === "__proto__") {
        throw this.#source.error("RESERVED_KEY", "the key __proto__ is not allowed", at);
      }
      if (members.has(key)) {
        throw this.#source.error("DUPLICATE_KEY", `the key ${quote(key)} is repeated`, at);
      }
      this.#take(SPACE);
      this.#expect(":");
      members.set(key, { at, value: this.#value(depth + 1) });
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
    if (this.#source.text[this.#offset] !== close) {
      entry();
      while (this.#source.text[this.#offset] === ",") {
        this.#expect(",");
        this.#take(SPACE);
        entry();
      }
    }
    this.#expect(close);
  }

  #string(): string {
    const at = this.#offset;
    const literal = this.#take(STRING);
    if (literal === undefined) {
      throw this.#source.error("JSON_SYNTAX", "this string is not closed", at);
    }
    try {
      return JSON.parse(literal) as string; // Escapes and control characters are its to judge.
    } catch {
      const problem = "this string holds a bad escape or a raw control character";
      throw this.#source.error("JSON_SYNTAX", problem, at);
    }
  }

  #number(literal: string, at: number): number {
    const digits = literal
      .replace(/[eE].*/, "")
      .replace(/\D/g, "")
      .replace(/^0+/, "");
    const value = Number(literal);
    if (digits.length > MAX_DIGITS || !Number.isFinite(value)) {
      const problem = `${literal} would lose digits; write it as a string`;
      throw this.#source.error("NUMBER_PRECISION", problem, at);
    }
    return value;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#source.text)?.[0];
    this.#offset += found?.length ?? 0;
    return found;
  }

  #expect(character: string): void {
    if (this.#source.text[this.#offset] !== character) throw this.#unexpected(quote(character));
    this.#offset += 1;
  }

  #unexpected(wanted: string) {
    const found = this.#source.text[this.#offset];
    const what = found === undefined ? "the text ends" : `found ${quote(found)}`;
    return this.#source.error("JSON_SYNTAX", `expected ${wanted}, but ${what}`, this.#offset);
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}
