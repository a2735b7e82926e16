/** YAML and JSON text that remembers where everything stands: `file:line:column` of any path. */

import type { Document, Node, ParsedNode, YAMLError, YAMLWarning } from "yaml";
import { isCollection, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Problem } from "./problem.ts";

/** Keys and list indexes on the way to a value. */
export type Path = readonly PropertyKey[];

/** A file that was read: its plain value, and a way to point at any part of it. */
export interface SourceFile {
  readonly value: unknown;
  /** A problem at the value of `path`, or at its nearest ancestor that is there. */
  problem(path: Path, message: string, hint?: string): Problem;
  /** A problem at the key that `path` ends in. */
  keyProblem(path: Path, message: string, hint?: string): Problem;
}

/** Characters; far above any real baseline, and small enough that a hostile one costs little. */
const MAX_LENGTH = 4_000_000;

const TOO_DEEP = "is nested too deeply";

/**
 * Parses YAML 1.2 (core schema, whatever a `%YAML` directive asks for: `off` must stay text).
 * Returns the problems instead if the text is not YAML or uses what the format leaves out: anchors
 * and aliases, keys that are not text, `__proto__`.
 */
export function readYaml(file: string, text: string): SourceFile | readonly Problem[] {
  const whole = { file, line: 1, column: 1, path: "" };
  if (text.length > MAX_LENGTH)
    return [{ ...whole, message: "is longer than 4,000,000 characters" }];
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, path: "" };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: "core",
      prettyErrors: false,
    });
    const complaints = [...document.errors, ...document.warnings];
    const broken = complaints.find(({ code }) => code !== "DUPLICATE_KEY");
    // What the parser says of the structure after its first complaint mostly follows from that one.
    if (broken !== undefined) return [{ ...at(broken.pos[0]), ...told(broken) }];
    const problems = [
      ...complaints.map(({ pos }) => ({ ...at(pos[0]), message: "this key stands here twice" })),
      ...foreignParts(document, at),
    ];
    if (problems.length > 0) return problems;
    return new LocatedFile(file, document, lines);
  } catch (error) {
    // Parser and conversion recurse: thousands of brackets exhaust the stack.
    if (error instanceof RangeError) return [{ ...whole, message: TOO_DEEP }];
    throw error;
  }
}

/** Like `readYaml`, for a file that other programs read as JSON. */
export function readJson(file: string, text: string): SourceFile | readonly Problem[] {
  try {
    JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [{ file, line: 1, column: 1, path: "", message: `is not JSON: ${error.message}` }];
  }
  // JSON is YAML, so duplicate keys are refused and positions are known here too.
  return readYaml(file, text);
}

/** What the parser means, where its own words are about the inside of YAML. */
function told({ code, message }: YAMLError | YAMLWarning): Pick<Problem, "message" | "hint"> {
  if (code === "RESOURCE_EXHAUSTION") return { message: TOO_DEEP };
  if (code === "MULTILINE_IMPLICIT_KEY" || code === "MISSING_CHAR") {
    return { message, hint: "is a colon missing after a key, or a bracket or quote not closed?" };
  }
  if (code === "TAB_AS_INDENT") return { message, hint: "indent with spaces" };
  return { message };
}

type At = (offset: number) => Omit<Problem, "message">;

/** What YAML has and the format leaves out: each line of a baseline says by itself what it means. */
function foreignParts(document: Document, at: At): Problem[] {
  const problems: Problem[] = [];
  const refuse = (node: unknown, message: string, hint: string) => {
    problems.push({ ...at(startOf(node) ?? 0), message, hint });
  };
  visit(document, {
    Alias: (_, node) => refuse(node, "aliases are not part of the format", "write the value out"),
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value !== "string") {
        refuse(key, "this key is not text", "write it in quotes");
      } else if (key.value === "__proto__") {
        refuse(key, "__proto__ can't be a key", "choose another name");
      }
    },
  });
  return problems;
}

class LocatedFile implements SourceFile {
  readonly value: unknown;
  readonly #file: string;
  readonly #root: unknown;
  readonly #lines: LineCounter;

  constructor(file: string, document: Document.Parsed, lines: LineCounter) {
    this.value = document.toJS();
    this.#file = file;
    this.#root = document.contents;
    this.#lines = lines;
  }

  problem(path: Path, message: string, hint?: string): Problem {
    let found = this.#root;
    let offset = startOf(found) ?? 0;
    const walked: PropertyKey[] = [];
    for (const key of path) {
      if (!isCollection(found)) break;
      walked.push(key);
      const next = found.get(key, true);
      // Something is missing here: the key above it, or the list that should hold it, is shown.
      if (next === undefined) break;
      found = next;
      offset = startOf(found) ?? offset;
    }
    return this.#at(offset, walked, message, hint);
  }

  keyProblem(path: Path, message: string, hint?: string): Problem {
    let found = this.#root;
    for (const key of path.slice(0, -1)) found = isCollection(found) ? found.get(key, true) : found;
    const pair = isMap(found)
      ? found.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
      : undefined;
    const offset = isPair(pair) ? startOf(pair.key) : undefined;
    if (offset === undefined) return this.problem(path, message, hint);
    return this.#at(offset, path, message, hint);
  }

  #at(offset: number, path: Path, message: string, hint: string | undefined): Problem {
    const { line, col } = this.#lines.linePos(offset);
    return {
      file: this.#file,
      line,
      column: col,
      path: path.map(String).join("."),
      message,
      ...(hint === undefined ? {} : { hint }),
    };
  }
}

function startOf(node: unknown): number | undefined {
  return (node as Node | ParsedNode | null)?.range?.[0];
}
