/** `npm run gen`: writes what is derived from declarations: the guardrails', AWS's and the formats'. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles, root } from "./files.ts";

for (const { file, text } of await generatedFiles()) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  process.stderr.write(`${file}\n`);
}
