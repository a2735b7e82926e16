import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unpackText } from "@holdfast/policy/universe";
import { describe, expect, it } from "vitest";
import { generatedFiles, root } from "./files.ts";

describe("generated files", () => {
  // Compressing all of AWS's actions takes seconds on a busy machine.
  it("are fresh: exactly what the declarations give", { timeout: 60_000 }, async () => {
    const expected = await generatedFiles();
    // A folder named so holds nothing else; elsewhere, what is written by hand stands beside.
    const folders = expected
      .map(({ file }) => dirname(file))
      .filter((folder) => /generated$/.test(folder));
    const files = new Set([
      ...folders.flatMap((folder) =>
        readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
      ),
      ...expected.map(({ file }) => file).filter((file) => existsSync(join(root, file))),
    ]);
    const committed = [...files].map((file) => ({
      file,
      text: readFileSync(join(root, file), "utf8"),
    }));
    const byFile = (list: readonly { file: string; text: string }[]) =>
      Object.fromEntries(list.map(({ file, text }) => [file, unpacked(text)]));
    expect(expected.length).toBeGreaterThan(2);
    expect(byFile(committed)).toEqual(byFile(expected));
  });

  it("hold AWS's actions with their source, its licence and readable data", async () => {
    const files = await generatedFiles();
    const { text = "" } = files.find(({ file }) => file.endsWith("/actions.ts")) ?? {};
    expect(text).toMatch(
      /^ \* AWS's actions from @cloud-copilot\/iam-data \d+\.\d+\.\d+: \d+ services,$/m,
    );
    expect(text).toMatch(/^ \* \d{5} actions, \d{4} ARN patterns\.$/m);
    expect(text).toContain("MIT License");
    expect(text).toContain("Copyright (c)");
    expect(unpacked(text).includes(",DeleteDetector ")).toBe(true);
  });
});

// Another zlib may compress the same content into other bytes.
function unpacked(text: string): string {
  return text.replace(/"([A-Za-z0-9+/]{1000,}=*)"/, (_all, packed: string) => unpackText(packed));
}
