/** Everything that is derived from declarations (the guardrails', AWS's, the formats'), as text: nothing is written here. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { generateClients } from "@holdfast/aws";
import type { Guardrail, Tripwire } from "@holdfast/core";
import { IMPORT_READS } from "@holdfast/core/import";
import { actionsText } from "./actions.ts";
import { readActionsText } from "./read-actions.ts";
import { registryFiles } from "./registry.ts";
import { schemaFiles } from "./schemas.ts";

/** What packages/aws calls by itself: table, queue, sinks, reports, secrets, and what the commands ask. */
const infrastructure = [
  "cloudtrail:LookupEvents",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "s3:PutObject",
  "secretsmanager:GetSecretValue",
  "securityhub:BatchImportFindings",
  "sns:Publish",
  "sqs:SendMessage",
  "sts:AssumeRole",
  "sts:GetCallerIdentity",
];

export const root = fileURLToPath(new URL("../../../..", import.meta.url));
const guardrails = "packages/guardrails/src";

export interface GeneratedFile {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
}

/** The generated files as they must be. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const declared = await readDeclared();
  const actions = declared.flatMap(({ item }) =>
    item.kind === "guardrail" ? [...item.reads, ...item.writes].map(({ action }) => action) : [],
  );
  return [
    ...registryFiles(declared).map(({ file, text }) => ({
      file: `${guardrails}/generated/${file}`,
      text,
    })),
    ...generateClients([...actions, ...IMPORT_READS, ...infrastructure]).map(({ file, text }) => ({
      file: `packages/aws/src/generated/${file}`,
      text,
    })),
    { file: "packages/policy/src/universe/generated/actions.ts", text: await actionsText() },
    {
      file: "packages/policy/src/aws-managed/generated/read-actions.ts",
      text: await readActionsText(),
    },
    ...schemaFiles().map(({ name, text }) => ({ file: `docs/schemas/${name}`, text })),
  ];
}

/** Every folder with an `index.ts` is a guardrail or tripwire, exported under its id in camel case. */
async function readDeclared(): Promise<{ name: string; item: Guardrail | Tripwire }[]> {
  const folder = join(root, guardrails);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "index.ts")))
    .map(({ name }) => name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const module: Record<string, Guardrail | Tripwire> = await import(
        pathToFileURL(join(folder, name, "index.ts")).href
      );
      const item = Object.values(module).find(({ id }) => id === name);
      if (item === undefined) throw new Error(`${name}/index.ts exports no guardrail with that id`);
      return { name, item };
    }),
  );
}
