import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FILES, load, OPTIONS } from "./fixture.ts";
import { readBaselineDirectory } from "./index.ts";

let directory = "";
const read = (path = directory) => readBaselineDirectory(path, OPTIONS);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-baseline-"));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("a baseline directory", () => {
  it("gives the same baseline as its files do by themselves", () => {
    expect(read()).toEqual(load());
  });

  it("may begin with a byte order mark and be reached through a link", () => {
    writeFileSync(join(directory, "holdfast.yaml"), `\uFEFF${FILES["holdfast.yaml"]}`);
    symlinkSync(directory, join(directory, "again"));
    expect(read(join(directory, "again")).hash).toBe(load().hash);
  });

  it("that is missing, is a file or holds no baseline is named in full", () => {
    for (const path of ["nowhere", "holdfast.yaml", "policies"]) {
      const full = join(directory, path);
      expect(() => read(full)).toThrow(
        expect.objectContaining({
          code: "BASELINE_NOT_FOUND",
          source: "user",
          message: expect.stringContaining(full),
        }),
      );
    }
  });

  it("reports a policy file that nothing names", () => {
    writeFileSync(join(directory, "policies/lost.json"), "{}");
    expect(() => read()).toThrow("policies/lost.json:1:1 - nothing in holdfast.yaml names this");
  });

  it("refuses a file that is a folder, not UTF-8, or a link out of the directory", () => {
    const file = join(directory, "policies/freeze.json");
    const refusal = expect.objectContaining({
      code: "BASELINE_UNREADABLE",
      message: expect.stringContaining("policies/freeze.json can't be read"),
    });
    const outside = mkdtempSync(join(tmpdir(), "holdfast-outside-"));
    writeFileSync(join(outside, "freeze.json"), FILES["policies/freeze.json"]);
    try {
      rmSync(file);
      symlinkSync(join(outside, "freeze.json"), file);
      expect(() => read()).toThrow(refusal);
    } finally {
      rmSync(outside, { recursive: true });
    }
    rmSync(file);
    writeFileSync(file, Buffer.from([0x22, 0xff, 0x22]));
    expect(() => read()).toThrow(refusal);
    rmSync(file);
    mkdirSync(file);
    expect(() => read()).toThrow(refusal);
  });
});
