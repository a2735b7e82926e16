import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonNode, parseJson } from "./json.ts";
import { Source } from "./source.ts";

function plain(node: JsonNode): unknown {
  if (node.kind === "null") return null;
  if (node.kind === "array") return node.items.map(plain);
  if (node.kind !== "object") return node.value;
  return Object.fromEntries([...node.members].map(([key, { value }]) => [key, plain(value)]));
}

function parse(text: string) {
  const source = new Source(text);
  return { source, node: parseJson(source) };
}

/** The value of a text with which nothing is wrong; undefined if anything is. */
function read(text: string): unknown {
  const { source, node } = parse(text);
  return node === undefined || source.findings.length > 0 ? undefined : plain(node);
}

const BAD_STRING = "this string holds a bad escape or a raw control character";
const BAD_KEY = 'expected a key in double quotes, but found "a"';
const BRACE = 'expected a key in double quotes, but found "}"';

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

/** Milliseconds in which nothing ends that takes time by the square of these texts. */
const LONG = 30_000;

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
        const found = read(text);
        if (found === undefined) return;
        accepted += 1;
        expect(found).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it.each([
    ["an unclosed string", '["a\n', "JSON_SYNTAX", 1, 2, "this string is not closed"],
    [
      "a string that an escape keeps open",
      '"a\\"',
      "JSON_SYNTAX",
      1,
      1,
      "this string is not closed",
    ],
    ["a raw newline in a string", '["a\n"]', "JSON_SYNTAX", 1, 2, BAD_STRING],
    ["an escape that JSON lacks", '["\\x41"]', "JSON_SYNTAX", 1, 2, BAD_STRING],
    ["a trailing comma", "[1,]", "JSON_SYNTAX", 1, 4, 'expected a value, but found "]"'],
    ["a missing comma", "[1 2]", "JSON_SYNTAX", 1, 4, 'expected "]", but found "2"'],
    ["a missing colon", '{\n "a" 1}', "JSON_SYNTAX", 2, 6, 'expected ":", but found "1"'],
    ["a missing value", '{"a":}', "JSON_SYNTAX", 1, 6, 'expected a value, but found "}"'],
    ["a key without quotes", "{a:1}", "JSON_SYNTAX", 1, 2, BAD_KEY],
    ["a comma before the brace", '{"a":1,}', "JSON_SYNTAX", 1, 8, BRACE],
    ["a wrong bracket", "[1}", "JSON_SYNTAX", 1, 3, 'expected "]", but found "}"'],
    [
      "an unclosed object",
      "{",
      "JSON_SYNTAX",
      1,
      2,
      "expected a key in double quotes, but the text ends",
    ],
    ["a second value", "{} {}", "JSON_SYNTAX", 1, 4, 'expected the end of the text, but found "{"'],
    ["a byte order mark", "\ufeff{}", "JSON_SYNTAX", 1, 1, 'expected a value, but found "\\ufeff"'],
    ["a comment", "{} // no", "JSON_SYNTAX", 1, 4, 'expected the end of the text, but found "/"'],
    ["an empty text", "", "JSON_SYNTAX", 1, 1, "expected a value, but the text ends"],
    [
      "a number with a leading zero",
      "01",
      "JSON_SYNTAX",
      1,
      2,
      'expected the end of the text, but found "1"',
    ],
    ["endless nesting", "[".repeat(100_000), "TOO_DEEP", 1, 34, "nested deeper than 32 levels"],
  ])("can't read %s and says where it stands", (_, text, code, line, column, problem) => {
    const { source, node } = parse(text);
    expect(node).toBeUndefined();
    expect(source.findings).toMatchObject([{ code, problem }]);
    expect(source.placeOf(source.findings[0]?.at ?? -1)).toEqual({ line, column });
  });

  it("reads 32 levels", () => {
    const text = "[".repeat(32) + "]".repeat(32);
    expect(read(`[${"[".repeat(31)}${"]".repeat(31)}]`)).toEqual(JSON.parse(text));
    expect(parse(`[${text}]`).source.findings).toEqual([]);
    expect(parse(`[[${text}]]`).source.findings).toMatchObject([{ code: "TOO_DEEP", at: 33 }]);
    const inObjects = (levels: number) => `${'{"":'.repeat(levels)}1${"}".repeat(levels)}`;
    expect(parse(inObjects(32)).source.findings).toEqual([]);
    expect(parse(inObjects(33)).source.findings).toMatchObject([{ code: "TOO_DEEP" }]);
  });

  it("goes on after a repeated or reserved key and keeps what came first", () => {
    const { source, node } = parse('{"a":1,"\\u0061":2,"__proto__":{"b":1,"b":3},"c":4}');
    expect(node && plain(node)).toEqual({ a: 1, c: 4 });
    expect(source.findings).toEqual([
      { code: "DUPLICATE_KEY", problem: 'the key "a" is repeated', at: 7 },
      { code: "DUPLICATE_KEY", problem: 'the key "b" is repeated', at: 37 },
      { code: "RESERVED_KEY", problem: "the key __proto__ is not allowed", at: 18 },
    ]);
  });

  it.each(["1.0", "-0", "1e3", "1E2", "0.10", "1234567890123456789", "1e999", "1e-400"])(
    "reports the number %s, which would not come out as it went in",
    (literal) => {
      const { source } = parse(`[${literal}]`);
      const problem = `the number ${literal} would be read as ${Number(literal)}; write it as a string`;
      expect(source.findings).toEqual([{ code: "NUMBER_PRECISION", problem, at: 1 }]);
    },
  );

  it.each(["0", "-1", "10", "0.1", "-12.5", "1234567890123456", "0.30000000000000004"])(
    "reads the number %s",
    (literal) => {
      expect(read(literal)).toBe(Number(literal));
    },
  );

  it("knows where every value begins and ends", () => {
    const { node } = parse(' { "a" : [ 1 , "b" ] } ');
    expect(node).toEqual({
      at: 1,
      end: 22,
      kind: "object",
      members: new Map([
        [
          "a",
          {
            at: 3,
            value: {
              at: 9,
              end: 20,
              kind: "array",
              items: [
                { at: 11, end: 12, kind: "number", value: 1 },
                { at: 15, end: 18, kind: "string", value: "b" },
              ],
            },
          },
        ],
      ]),
    });
  });

  it(
    "takes time that grows with the text, also for what is hostile",
    () => {
      const size = 200_000;
      const hostile: readonly [string, number][] = [
        [`"${"\\\\".repeat(size)}"`, 0],
        [`"${"a\\n".repeat(size)}`, 1],
        [`[${"[],".repeat(size)}]`, 1],
        [`{${'"a":1,'.repeat(size)}"a":1}`, size],
        [" ".repeat(size * 4), 1],
      ];
      for (const [text, problems] of hostile) {
        const { source } = parse(text);
        expect(source.findings).toHaveLength(problems);
        for (const { at } of source.findings) source.placeOf(at);
      }
    },
    LONG,
  );
});

function splice(text: string, at: number, extra: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + extra + text.slice(place);
}
