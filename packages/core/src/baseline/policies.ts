/** Policies: every name that is used leads to one legible document of the right kind. */
import { type BaselineFiles, byCodePoint, type Draft, targetsOf } from "./draft.ts";
import type { ControlPolicy, ManagementPolicy } from "./model.ts";
import { readManagementPolicyFile, readPolicyFile } from "./policy-document.ts";
import { isControlPolicyType } from "./policy-types.ts";
import type { SourceFile } from "./positions.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

const FOLDER = "policies";

/** A policy without its id, which comes from the lock. */
type Unpinned = Omit<ControlPolicy, "id"> | Omit<ManagementPolicy, "id">;

interface Compiled {
  readonly policies: readonly Unpinned[];
  /** Name -> the place that names it first, for what else is to be said about it. */
  readonly named: ReadonlyMap<string, Problem>;
  /** Name -> its document with positions. */
  readonly places: ReadonlyMap<string, SourceFile>;
  readonly problems: readonly Problem[];
}

/** @param elsewhere files that another section of the baseline names */
export function compilePolicies(
  draft: Draft,
  files: BaselineFiles,
  elsewhere: ReadonlySet<string>,
): Compiled {
  const named = namesOf(draft);
  const listed = files.list?.(FOLDER).filter((name) => name.endsWith(".json"));
  const problems: Problem[] = [];
  const policies: Unpinned[] = [];
  const places = new Map<string, SourceFile>();
  const used = new Set<string>(elsewhere);
  for (const [name, place] of named) {
    const { path, ...settings } = settingsOf(draft, name);
    used.add(path);
    const text = files.read(path);
    if (text === undefined) {
      problems.push(missing(name, path, place, listed));
      continue;
    }
    const { policy, place: source, problems: found } = compiled({ name, ...settings }, path, text);
    problems.push(...found);
    if (policy === undefined) continue;
    policies.push(policy);
    places.set(name, source);
  }
  problems.push(...unused(listed ?? [], used));
  const ordered = policies.toSorted((a, b) => byCodePoint(a.name, b.name));
  return { policies: ordered, named, places, problems };
}

type Settings = Omit<ReturnType<typeof settingsOf>, "path"> & { readonly name: string };

/** A policy with its document, and where that stands; neither if it is illegible. */
function compiled({ type, ...settings }: Settings, path: string, text: string) {
  if (isControlPolicyType(type)) {
    const { document, problems } = readPolicyFile(path, text, type);
    if (document === undefined) return { problems };
    const policy: Unpinned = { ...settings, type, content: document.content };
    return { policy, place: document.source, problems };
  }
  const { document, problems } = readManagementPolicyFile(path, text, type);
  if (document === undefined) return { problems };
  const policy: Unpinned = { ...settings, type, content: document.content };
  return { policy, place: document.source, problems };
}

/** Declared policies and those that a unit or account only names. */
function namesOf(draft: Draft): Map<string, Problem> {
  const { file, source } = draft;
  const named = new Map<string, Problem>();
  for (const name of Object.keys(source.policies)) {
    named.set(name, file.keyProblem(["policies", name], ""));
  }
  for (const { path, policies } of targetsOf(draft)) {
    for (const [index, name] of policies.entries()) {
      if (!named.has(name)) named.set(name, file.problem([...path, index], ""));
    }
  }
  return named;
}

function settingsOf({ source }: Draft, name: string) {
  const declared = Object.hasOwn(source.policies, name) ? source.policies[name] : undefined;
  const awsName = declared?.name;
  return {
    ...(awsName !== undefined && awsName !== name && { awsName }),
    type: declared?.type ?? "SERVICE_CONTROL_POLICY",
    description: declared?.description ?? "",
    path: declared?.file ?? `${FOLDER}/${name}.json`,
  } as const;
}

function missing(
  name: string,
  path: string,
  place: Problem,
  listed: readonly string[] | undefined,
): Problem {
  const known = (listed ?? []).map((file) => file.slice(0, -".json".length));
  const hint = didYouMean(name, known) ?? `write the policy to ${path}`;
  return { ...place, rule: "reference", message: `there is no file ${path}`, hint };
}

/** A policy that nothing names is not enforced, which its author surely expects. */
function unused(listed: readonly string[], used: ReadonlySet<string>): Problem[] {
  return listed
    .map((name) => `${FOLDER}/${name}`)
    .filter((file) => !used.has(file))
    .map((file) => ({
      file,
      line: 1,
      column: 1,
      path: "",
      rule: "unused-policy",
      message: "nothing in holdfast.yaml names this policy",
      hint: "attach it to a unit, declare it under `policies`, or delete the file",
    }));
}
