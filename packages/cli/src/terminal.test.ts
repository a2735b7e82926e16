import { WriteStream } from "node:tty";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { columns, paint } from "./terminal.ts";

/** A stream that Node takes for a terminal, without opening one. */
function stream(isTTY: boolean): NodeJS.WriteStream {
  return Object.assign(Object.create(WriteStream.prototype), { isTTY }) as NodeJS.WriteStream;
}

describe("colour", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  function environment(settings: Readonly<Record<string, string>>) {
    for (const name of ["CI", "NO_COLOR", "FORCE_COLOR", "NODE_DISABLE_COLORS"])
      vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries({ TERM: "xterm-256color", ...settings })) {
      vi.stubEnv(name, value);
    }
  }

  it("is there on a terminal that takes it", () => {
    environment({});
    expect(paint("red", "text", stream(true))).toBe("\u001b[31mtext\u001b[39m");
  });

  it.each([
    ["under NO_COLOR", { NO_COLOR: "1" }, true],
    ["on a dumb terminal", { TERM: "dumb" }, true],
    ["where no terminal is", {}, false],
  ])("is not there %s", (_what, settings, isTTY) => {
    environment(settings);
    expect(paint("red", "text", stream(isTTY))).toBe("text");
  });
});

describe("columns", () => {
  it("are as wide as their widest cell, two spaces apart", () => {
    expect(
      columns([
        ["id", "writes", "findings"],
        ["a-long-one", "1", "2 active"],
      ]),
    ).toEqual(["id          writes  findings", "a-long-one  1       2 active"]);
  });

  it("may be of any number, in rows of any length", () => {
    expect(columns([["a", "b"], ["long"], []])).toEqual(["a     b", "long", ""]);
    expect(columns([])).toEqual([]);
  });

  it("begin at the same place in every row, and no line ends in spaces", () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word), { minLength: 1 }), (rows) => {
        const lines = columns(rows);
        const second = 2 + Math.max(...rows.map(([cell]) => cell.length));
        for (const [index, line] of lines.entries()) {
          expect(line.slice(second).startsWith(rows[index]?.[1] ?? "-")).toBe(true);
          expect(line).toBe(line.trimEnd());
          expect(line.split(/ +/)).toEqual(rows[index]);
        }
      }),
    );
  });
});
