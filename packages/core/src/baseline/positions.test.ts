import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson, readYaml, type SourceFile } from "./positions.ts";
import { formatProblem } from "./problem.ts";

const KEY = fc.string().filter((key) => key !== "__proto__");

function legible(text: string, read = readYaml): SourceFile {
  const file = read("f.yaml", text);
  if (!("value" in file)) throw new Error(file.map(formatProblem).join("\n"));
  return file;
}

function refusals(text: string): string[] {
  const file = readYaml("f.yaml", text);
  return "value" in file ? [] : file.map(formatProblem);
}

describe("positions in YAML", () => {
  const file = legible("a:\n  - b: 1\n    c: [x, yy, z]\n  - {d: e}\n");
  const place = (path: (string | number)[], of: "problem" | "keyProblem" = "problem") => {
    const { line, column } = file[of](path, "m");
    return `${line}:${column}`;
  };

  it("points at the value of a path", () => {
    expect(place([])).toBe("1:1");
    expect(place(["a"])).toBe("2:3");
    expect(place(["a", 0, "c", 2])).toBe("3:16");
    expect(place(["a", 1, "d"])).toBe("4:9");
  });

  it("points at the key of a path", () => {
    expect(place(["a"], "keyProblem")).toBe("1:1");
    expect(place(["a", 0, "c"], "keyProblem")).toBe("3:5");
  });

  it("points at the nearest ancestor of what is not there, and names the first missing key", () => {
    expect(file.problem(["a", 0, "missing", "deeper"], "m")).toMatchObject({
      line: 2,
      column: 5,
      path: "a.0.missing",
    });
    expect(file.problem(["a", 0, "b", "inside"], "m")).toMatchObject({ line: 2, path: "a.0.b" });
  });

  it("finds every member of any JSON value at the place where its text stands", () => {
    fc.assert(
      fc.property(fc.dictionary(KEY, fc.integer({ min: 0 })), (value) => {
        const text = JSON.stringify(value, null, 1);
        const source = legible(text, readJson);
        expect(source.value).toEqual(value);
        for (const [key, member] of Object.entries(value)) {
          const { line, column } = source.problem([key], "m");
          const rest = text.split("\n")[line - 1]?.slice(column - 1) ?? "";
          expect(Number.parseInt(rest, 10)).toBe(member);
        }
      }),
    );
  });
});

describe("YAML that is refused", () => {
  it.each([
    ["a: 1\nb: 2\na: 3\n", "f.yaml:3:1 - this key stands here twice"],
    ["a: &x [1]\nb: *x\n", "f.yaml:2:4 - aliases are not part of the format (write the value out)"],
    ["1: a\n", "f.yaml:1:1 - this key is not text (write it in quotes)"],
    ["? [a]\n: b\n", "f.yaml:1:3 - this key is not text (write it in quotes)"],
    ["a:\n  __proto__: 1\n", "f.yaml:2:3 - __proto__ can't be a key (choose another name)"],
  ])("refuses %j", (text, refusal) => {
    expect(refusals(text)).toEqual([refusal]);
  });

  it("tells the first break of the structure alone, and every repeated key", () => {
    const colon = "a: 1\nb\nc: 2\nd:\n  e: 3\nf: 4\n";
    expect(refusals(colon)).toEqual([
      "f.yaml:2:1 - Implicit map keys need to be followed by map values (is a colon missing after a key, or a bracket or quote not closed?)",
    ]);
    expect(refusals("a: 1\n\tb: 2\nc: 3\n\td: 4\n")).toHaveLength(1);
    expect(refusals("a: 1\na: 2\nb: 3\nb: 4\n")).toEqual([
      "f.yaml:2:1 - this key stands here twice",
      "f.yaml:4:1 - this key stands here twice",
    ]);
  });

  it.each(["a: [1", 'a: "b', "a: 1\n---\nb: 2\n", "\ta: 1", "a: !!js/function 'x'", "a: !env X"])(
    "refuses %j",
    (text) => {
      expect(refusals(text).join("\n")).toMatch(/^f\.yaml:\d+:\d+ - ./);
    },
  );

  it("refuses an alias bomb without unfolding it", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `k${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    expect(refusals(`k0: &a0 [x]\n${lines.join("\n")}\n`)).toHaveLength(80);
  });

  it.each([1_000, 5_000, 20_000])(
    "refuses or reads %i nested lists, and never crashes",
    (depth) => {
      const refused = refusals("[".repeat(depth) + "]".repeat(depth));
      for (const refusal of refused) expect(refusal).toMatch(/is nested too deeply$/);
      expect(refused.length > 0 || depth < 20_000).toBe(true);
    },
  );

  it("refuses a text of more than four million characters", () => {
    expect(refusals("#".repeat(4_000_001))).toEqual([
      "f.yaml:1:1 - is longer than 4,000,000 characters",
    ]);
  });

  it("reads `off`, `no` and dates as text, whatever version of YAML the text asks for", () => {
    const text = "a: off\nb: no\nc: 2027-01-31\n";
    const value = { a: "off", b: "no", c: "2027-01-31" };
    expect(legible(text).value).toEqual(value);
    expect(legible(`%YAML 1.1\n---\n${text}`).value).toEqual(value);
  });
});
