/** `npm run gen`: writes what is derived from the guardrails' declarations. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generateClients } from "@holdfast/aws";
import type { Guardrail, Tripwire } from "@holdfast/core";
import { registryText } from "./registry.ts";

/** What packages/aws calls by itself: table, queue and sinks. */
const infrastructure = [
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "securityhub:BatchImportFindings",
  "sns:Publish",
  "sqs:SendMessage",
];

const packages = fileURLToPath(new URL("../../..", import.meta.url));
const folders = join(packages, "guardrails/src");

/** Every folder with an `index.ts` is a guardrail or tripwire, exported under its id in camel case. */
const names = readdirSync(folders, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folders, entry.name, "index.ts")))
  .map(({ name }) => name)
  .sort();
const declared: { name: string; item: Guardrail | Tripwire }[] = [];
for (const name of names) {
  const module: Record<string, Guardrail | Tripwire> = await import(
    pathToFileURL(join(folders, name, "index.ts")).href
  );
  const item = Object.values(module).find(({ id }) => id === name);
  if (item === undefined) throw new Error(`${name}/index.ts exports no guardrail with that id`);
  declared.push({ name, item });
}
const actions = declared.flatMap(({ item }) =>
  item.kind === "guardrail" ? [...item.reads, ...item.writes].map(({ action }) => action) : [],
);

for (const { file, text } of [
  { file: join(folders, "generated/registry.ts"), text: registryText(declared) },
  ...generateClients([...actions, ...infrastructure]).map(({ file, text }) => ({
    file: join(packages, "aws/src/generated", file),
    text,
  })),
]) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stderr.write(`${file.slice(packages.length)}\n`);
}
