/** A small baseline in memory for the tests of this folder; each changes the file it is about. */
import type { BaselineFiles, LoadOptions } from "./index.ts";
import { BaselineError, loadBaseline, type Problem } from "./index.ts";
import type { Baseline } from "./model.ts";

export const OPTIONS: LoadOptions = { guardrails: ["scp-attachment", "policy-type"] };

const DENY = `{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }]
}
`;

const YAML = `version: 1
organization:
  management: "100000000001"
  hubRegion: us-east-1
  identityCenterRegion: us-east-1
  regions: [us-east-1, eu-west-1]
modes:
  guardrails: { scp-attachment: revert }
  units:
    Root/Work: { scp-attachment: alert }
accounts:
  dev: "100000000002"
  prod: { id: "100000000003", policies: [freeze] }
units:
  Root: { policies: [no-root] }
  Root/Work: { accounts: [dev] }
  Root/Work/Live: { accounts: [prod], policies: [no-root, freeze] }
exemptions:
  - guardrail: scp-attachment
    key: dev
    reason: trial
    owner: team
    expiresOn: 2027-01-31
`;

const LOCK = `{
  "version": 1,
  "organization": "o-abcdefghij",
  "root": "r-ab12",
  "units": {
    "Root/Work": "ou-ab12-00000001",
    "Root/Work/Live": "ou-ab12-00000002"
  },
  "policies": {
    "no-root": "p-00000001",
    "freeze": "p-00000002"
  }
}
`;

export type Files = Readonly<Record<string, string>>;

export const FILES = {
  "holdfast.yaml": YAML,
  "holdfast.lock.json": LOCK,
  "policies/no-root.json": DENY,
  "policies/freeze.json": DENY,
} as const;

export function memoryFiles(files: Files): BaselineFiles {
  return {
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    list: (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
  };
}

export function load(files: Files = FILES): Baseline {
  return loadBaseline(memoryFiles(files), OPTIONS);
}

/** The files with one passage replaced; it must be there once, or the test would change nothing. */
export function edited(file: keyof typeof FILES, before: string, after: string): Files {
  const text = FILES[file];
  if (text.split(before).length !== 2) throw new Error(`${before} is not in ${file} exactly once`);
  return { ...FILES, [file]: text.replace(before, () => after) };
}

/** The problems that loading runs into, as people see them. */
export function complaints(files: Files): string[] {
  return problemsOf(files).map((problem) => new BaselineError([problem]).message);
}

function problemsOf(files: Files): readonly Problem[] {
  try {
    load(files);
  } catch (error) {
    if (error instanceof BaselineError) return error.problems;
    throw error;
  }
  return [];
}
