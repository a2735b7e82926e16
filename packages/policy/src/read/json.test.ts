import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyError } from "../errors.ts";
import { type JsonNode, parseJson } from "./json.ts";
import { Source } from "./source.ts";

function plain(node: JsonNode): unknown {
  if (node.kind === "null") return null;
  if (node.kind === "array") return node.items.map(plain);
  if (node.kind !== "object") return node.value;
  return Object.fromEntries([...node.members].map(([key, { value }]) => [key, plain(value)]));
}

function read(text: string): unknown {
  return plain(parseJson(new Source(text, "a.json")));
}

function errorOf(text: string): PolicyError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

// Numbers that survive; every other JSON value is fair game, `__proto__` apart.
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 6 },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.string({ unit: "binary" }),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true }).map((object) => {
      const { __proto__: _, ...rest } = object;
      return rest;
    }),
  ),
})).value;

describe("the strict JSON reader", () => {
  it("reads whatever JSON.stringify writes, indented or not", () => {
    fc.assert(
      fc.property(value, fc.nat(3), (wanted, indent) => {
        expect(read(JSON.stringify(wanted, null, indent))).toEqual(wanted);
      }),
    );
  });

  it("never accepts a text that JSON.parse refuses, and never reads it differently", () => {
    const noise = fc.array(fc.constantFrom(...'{}[]",:\\ \n0123e.-+truefalsn'), { maxLength: 12 });
    const damaged = fc
      .tuple(value, fc.nat(), noise)
      .map(([wanted, at, extra]) => splice(JSON.stringify(wanted), at, extra.join("")));
    let accepted = 0;
    fc.assert(
      fc.property(damaged, (text) => {
        let found: unknown;
        try {
          found = read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
          return;
        }
        accepted += 1;
        expect(found).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it.each([
    ["a repeated key", '{"a":1,\n  "a":2}', "DUPLICATE_KEY", 2, 3],
    ["a repeated key in disguise", '{"a":1,"\\u0061":2}', "DUPLICATE_KEY", 1, 8],
    ["a prototype", '{"__proto__":{}}', "RESERVED_KEY", 1, 2],
    ["endless nesting", "[".repeat(100_000), "TOO_DEEP", 1, 34],
    ["a number that loses digits", '{"a":1234567890123456789}', "NUMBER_PRECISION", 1, 6],
    ["an infinite number", "1e999", "NUMBER_PRECISION", 1, 1],
    ["a trailing comma", "[1,]", "JSON_SYNTAX", 1, 4],
    ["a second value", "{} {}", "JSON_SYNTAX", 1, 4],
    ["an unclosed string", '["a\n', "JSON_SYNTAX", 1, 2],
    ["a raw newline in a string", '["a\n"]', "JSON_SYNTAX", 1, 2],
    ["a byte order mark", "\ufeff{}", "JSON_SYNTAX", 1, 1],
    ["a comment", "{} // no", "JSON_SYNTAX", 1, 4],
    ["an empty text", "", "JSON_SYNTAX", 1, 1],
  ])("refuses %s and says where it stands", (_, text, code, line, column) => {
    expect(errorOf(text)).toMatchObject({ code, line, column, where: "a.json" });
  });

  it("leads the message with file, line and column", () => {
    expect(errorOf('{\n "a" 1}').message).toBe('a.json:2:6: expected ":", but found "1"');
  });
});

function splice(text: string, at: number, extra: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + extra + text.slice(place);
}
