import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, it } from "vitest";
import { baselineOption, formatOption, outOption, write } from "./options.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function parse(...args: readonly string[]): Record<string, unknown> {
  const command = new Command()
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .addOption(baselineOption())
    .addOption(formatOption("text", "json"))
    .addOption(outOption());
  return command.parse(args, { from: "user" }).opts();
}

describe("options", () => {
  it("have the first format as their default", () => {
    expect(parse()).toEqual({ format: "text" });
  });

  it("are read", () => {
    const given = ["--format", "json", "--baseline", "here", "--out", "there"];
    expect(parse(...given)).toEqual({ format: "json", baseline: "here", out: "there" });
  });

  it.each([[["--format", "yaml"]], [["--format"]], [["--unknown"]]])("refuse %s", (args) => {
    expect(() => parse(...args)).toThrow();
  });
});

describe("output to a file", () => {
  it("replaces it as a whole and leaves nothing else", () => {
    const file = join(folder, "out.json");
    writeFileSync(file, "a much longer text from before");
    write("[]\n", file);
    expect(readFileSync(file, "utf8")).toBe("[]\n");
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });

  it("leaves what was there if it can't be written", () => {
    const file = join(folder, "no-such-folder", "out.json");
    expect(() => write("[]", file)).toThrow("ENOENT");
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });
});
