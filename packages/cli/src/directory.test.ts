import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertWritable, writeDirectory } from "./directory.ts";

let root = "";
let out = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "holdfast-test-"));
  out = join(root, "out");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const FILES = new Map([
  ["holdfast.yaml", "new"],
  ["policies/a.json", "{}"],
]);
/** The second can't be written, since the first is no directory. */
const UNWRITABLE = new Map([
  ["holdfast.yaml", "new"],
  ["policies", ""],
  ["policies/a.json", "{}"],
]);

const everything = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .toSorted();

function old() {
  mkdirSync(join(out, "policies"), { recursive: true });
  for (const name of ["holdfast.yaml", "policies/old.json", "README.md"]) {
    writeFileSync(join(out, name), "old");
  }
}

describe("a directory that is written", () => {
  it("is there as a whole, and nothing else is", () => {
    writeDirectory(out, FILES);
    expect(everything()).toEqual(["out/holdfast.yaml", "out/policies/a.json"]);
  });

  it("may be there already, empty, with those who stand in it", () => {
    mkdirSync(out);
    writeDirectory(out, FILES);
    expect(everything()).toEqual(["out/holdfast.yaml", "out/policies/a.json"]);
  });

  it("keeps what is not replaced, and no policies of before", () => {
    old();
    writeDirectory(out, FILES);
    expect(everything()).toEqual(["out/README.md", "out/holdfast.yaml", "out/policies/a.json"]);
    expect(readFileSync(join(out, "holdfast.yaml"), "utf8")).toBe("new");
  });

  it("does not come to be if a file can't be written", () => {
    expect(() => writeDirectory(out, UNWRITABLE)).toThrow(/policies/);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(root)).toEqual([]);
  });

  it("stays as it was if a file can't be written", () => {
    old();
    expect(() => writeDirectory(out, UNWRITABLE)).toThrow(/policies/);
    expect(everything()).toEqual(["out/README.md", "out/holdfast.yaml", "out/policies/old.json"]);
    expect(readFileSync(join(out, "holdfast.yaml"), "utf8")).toBe("old");
    expect(readdirSync(root)).toEqual(["out"]);
  });
});

describe("a directory with something in it", () => {
  it("is refused unless that may be replaced", () => {
    assertWritable(out, false);
    mkdirSync(out);
    assertWritable(out, false);
    writeFileSync(join(out, "x"), "");
    expect(() => assertWritable(out, false)).toThrow(/is not empty/);
    assertWritable(out, true);
  });

  it("is refused in the file system's words if it is a file", () => {
    writeFileSync(out, "");
    expect(() => assertWritable(out, false)).toThrow(/ENOTDIR/);
  });
});
