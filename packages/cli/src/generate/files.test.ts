import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { generatedFiles, root } from "./files.ts";

describe("generated files", () => {
  it("are fresh: exactly what the declarations give", async () => {
    const expected = await generatedFiles();
    const folders = [...new Set(expected.map(({ file }) => dirname(file)))];
    const committed = folders.flatMap((folder) =>
      readdirSync(join(root, folder)).map((name) => ({
        file: `${folder}/${name}`,
        text: readFileSync(join(root, folder, name), "utf8"),
      })),
    );
    const byFile = (list: readonly { file: string; text: string }[]) =>
      Object.fromEntries(list.map(({ file, text }) => [file, text]));
    expect(expected.length).toBeGreaterThan(2);
    expect(byFile(committed)).toEqual(byFile(expected));
  });
});
