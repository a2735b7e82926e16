/** Whatever is stored as a policy, or sent instead of one, is read as it is or refused at its place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documents } from "../canonical/reworded.fixture.ts";
import { PolicyError } from "../errors.ts";
import { checkPolicy } from "../grammar/check.ts";
import type { PolicyKind } from "../grammar/kinds.ts";
import { parsePolicy } from "./parse.ts";
import { samples } from "./samples.fixture.ts";

/** More of them for a longer look: `RUNS=100000 npx vitest run fuzz`. */
const RUNS = Number(process.env.RUNS ?? 1_000);
const TIMEOUT = 30_000 + RUNS * 20;

const KINDS: readonly PolicyKind[] = [
  "SERVICE_CONTROL_POLICY",
  "RESOURCE_CONTROL_POLICY",
  "IDENTITY",
  "TRUST",
  "RESOURCE",
];

/** True if it was read. */
function readOrRefused(text: string): boolean {
  try {
    const document = parsePolicy(text, "fuzz");
    expect(document).toEqual(JSON.parse(text));
    expect(parsePolicy(JSON.stringify(document))).toEqual(document);
    return true;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    expect(error.where).toBe("fuzz");
    expectInside(text, error);
    return false;
  }
}

/** The end of a text and of a line are inside: that is where something may be missing. */
function expectInside(text: string, { line = 0, column = 0 }: Partial<PolicyError>): void {
  const lines = text.split("\n");
  expect(line).toBeGreaterThan(0);
  expect(line).toBeLessThanOrEqual(lines.length);
  expect(column).toBeGreaterThan(0);
  expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
}

/** The check throws nothing, returns what the reader does, and tells what the reader refused for. */
function checked(text: string, kind: PolicyKind): void {
  const { document, problems } = checkPolicy(text, kind, "fuzz");
  for (const problem of problems) expectInside(text, problem);
  try {
    expect(document).toEqual(parsePolicy(text, "fuzz"));
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { code, problem, line, column } = error;
    expect(document).toBeUndefined();
    expect(problems).toContainEqual(expect.objectContaining({ code, problem, line, column }));
  }
}

/** Any bytes, as whoever reads a file or a response makes text of them. */
const bytes = fc
  .tuple(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("utf8", "latin1", "utf16le"))
  .map(([array, encoding]) => Buffer.from(array).toString(encoding as BufferEncoding));

const TEXTS = [
  ...['"Version"', '"Id"', '"Statement"', '"Sid"', '"Effect"', '"Action"', '"NotAction"'],
  ...['"Resource"', '"Principal"', '"Condition"', '"AWS"', '"Bool"', '"2012-10-17"', '"Allow"'],
  ...['"Deny"', '"*"', '"s3:Get*"', '"__proto__"', '"\\u0041ction"', '"\\ud800"', '"\u00a0"'],
];
const WORDS = [
  ...TEXTS,
  ...["{", "}", "[", "]", ":", ",", '"', "\\", "null", "true", "1", "-0", "1e5", "1.0", "'", "//"],
  ...[" ", "\n", "\r\n", "\t", "\u0000", "\u2028", "\ufeff", "nul", "01", "NaN"],
];

/** The words of policies and of JSON in any order. */
const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((some) => some.join(""));

/** Policies of every shape as text, and the published ones where they are present. */
const policies = fc.constantFrom(
  ...fc
    .sample(documents, { numRuns: 300, seed: 1 })
    .map((document) => JSON.stringify(document, null, 1))
    .filter((text) => checkPolicy(text, "RESOURCE").document !== undefined),
  ...samples.map(({ text }) => text),
);

type Edit = readonly [place: number, kind: number, text: string, word: string];
const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.nat(),
  fc.nat(4),
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...WORDS),
);

/** A policy whose words were dropped, doubled, swapped or replaced. */
const mutated = fc
  .tuple(policies, fc.array(edit, { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) => edits.reduce(edited, tokensOf(text)).join(""));

/** The beginning of one policy and the end of another. */
const spliced = fc
  .tuple(policies, policies, fc.nat(), fc.nat())
  .map(
    ([one, other, end, start]) =>
      one.slice(0, end % one.length) + other.slice(start % other.length),
  );

/** Something small many times over, where it may go on and on. */
const repeated = fc
  .tuple(
    fc.constantFrom(
      "",
      "[",
      "{",
      '"',
      '{"Statement":[',
      '{"Version":"',
      '{"Statement":{"Action":[',
    ),
    fc.constantFrom(...WORDS, '"a":', "[[", '{"a":', "\\\\", '"a":1,', "[],", "{},", '"a:b",'),
    words,
  )
  .map(([before, piece, after]) => before + piece.repeat(50_000) + after);

function tokensOf(text: string): readonly string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|\s+|[^\s{}[\]:,"]+/g) ?? [];
}

function edited(tokens: readonly string[], [place, kind, text, word]: Edit): readonly string[] {
  const texts = tokens.flatMap((token, index) => (token.startsWith('"') ? [index] : []));
  const some = texts[place % texts.length] ?? 0;
  const at = place % tokens.length;
  if (kind === 0) return tokens.with(some, text);
  if (kind === 1) return tokens.toSpliced(some, 0, tokens[some] ?? "", ",");
  if (kind === 2) return tokens.toSpliced(at, 1);
  if (kind === 3) return tokens.toSpliced(at, 2, tokens[at + 1] ?? "", tokens[at] ?? "");
  return tokens.with(at, word);
}

describe("the reader of policies", { timeout: TIMEOUT }, () => {
  it.each([
    ["any bytes", bytes],
    ["any text", fc.string({ unit: "binary", maxLength: 100 })],
    ["any JSON", fc.json({ stringUnit: "binary" })],
    ["the words of policies", words],
    ["a policy with other words in it", mutated],
    ["halves of policies", spliced],
  ])("reads %s as what it is, or refuses it at a place inside", (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        readOrRefused(text);
      }),
      { numRuns: RUNS },
    );
  });

  it("reads some of the policies with other words in them, and refuses most", () => {
    const some = fc.sample(mutated, { numRuns: 500, seed: 1 });
    const read = some.filter(readOrRefused).length / some.length;
    expect(read).toBeGreaterThan(0.1);
    expect(read).toBeLessThan(0.9);
  });

  it("refuses a policy in which a member stands twice, wherever it does", () => {
    fc.assert(
      fc.property(policies, fc.nat(), (text, place) => {
        const firsts = [...text.matchAll(/\{\s*(?="(\w[^"]*)"\s*:)/g)];
        const match = firsts[place % firsts.length];
        if (match === undefined) throw new Error("no object with a member");
        const [opening, key] = match;
        const at = match.index + opening.length;
        const twice = `${text.slice(0, at)}"${key}": null, ${text.slice(at)}`;
        expect(() => parsePolicy(twice)).toThrow(`the key "${key}" is repeated`);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it("is done with long texts, too", () => {
    fc.assert(
      fc.property(repeated, (text) => {
        readOrRefused(text);
      }),
      { numRuns: RUNS / 20 },
    );
  });
});

describe("the check of policies", { timeout: TIMEOUT }, () => {
  it.each(KINDS)("of the kind %s tells what the reader tells, inside the text", (kind) => {
    fc.assert(
      fc.property(fc.oneof(bytes, words, mutated, spliced), (text) => {
        checked(text, kind);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it.each(KINDS)("of the kind %s is done with long texts, too", (kind) => {
    fc.assert(
      fc.property(repeated, (text) => {
        checked(text, kind);
      }),
      { numRuns: RUNS / 100 },
    );
  });
});
