/**
 * `holdfast.lock.json`: the ids behind the baseline's names. A policy or unit that is deleted and
 * made again under its old name gets a new id, so identity is pinned here and never taken from a name.
 */
import * as z from "zod";
import {
  identityStoreId,
  instanceId,
  permissionSetId,
  principalId,
} from "./identity-center/ids.ts";
import { organizationId, policyId, rootId, unitId } from "./ids.ts";
import type { SourceFile } from "./positions.ts";
import { readJson } from "./positions.ts";
import { type Problem, ruled } from "./problem.ts";
import { trustLock } from "./trust/schema.ts";
import { validate } from "./validate.ts";

export const LOCK_FILE = "holdfast.lock.json";

/** By name. Permission sets are the only ones that Holdfast makes. */
const identityCenterLock = z.strictObject({
  instance: instanceId,
  identityStore: identityStoreId,
  permissionSets: z.record(z.string(), permissionSetId),
  groups: z.record(z.string(), principalId),
  users: z.record(z.string(), principalId),
});

export type IdentityCenterLock = z.infer<typeof identityCenterLock>;

const lockSchema = z.strictObject({
  version: z.literal(1),
  organization: organizationId,
  root: rootId,
  units: z.record(z.string(), unitId),
  policies: z.record(z.string(), policyId),
  identityCenter: identityCenterLock.optional(),
  trust: trustLock.optional(),
});

export type Lock = z.infer<typeof lockSchema>;

/** A lock file that is right in itself; whether it fits the baseline is for `pins.ts`. */
export interface LockedFile {
  readonly file: SourceFile;
  readonly lock: Lock;
}

/** Reads the lock file's text, or says what is wrong with it. */
export function readLock(text: string): LockedFile | readonly Problem[] {
  const file = readJson(LOCK_FILE, text);
  if (!("value" in file)) return ruled("syntax", file);
  const result = validate(lockSchema, file);
  if ("problems" in result) return ruled("schema", result.problems);
  const problems = inconsistencies(result.value, file);
  return problems.length > 0 ? ruled("lock", problems) : { file, lock: result.value };
}

function inconsistencies(lock: Lock, file: SourceFile): Problem[] {
  const { root, units, policies, identityCenter } = lock;
  const problems: Problem[] = [];
  const prefix = `ou-${root.slice("r-".length)}-`;
  for (const [path, id] of Object.entries(units)) {
    // An OU's id carries that of its root, so an id from another organization shows itself.
    if (!id.startsWith(prefix)) {
      problems.push(file.problem(["units", path], `${id} is not below ${root}`));
    }
  }
  const { permissionSets = {}, groups = {}, users = {} } = identityCenter ?? {};
  const sections = [
    [["units"], units],
    [["policies"], policies],
    [["identityCenter", "permissionSets"], permissionSets],
    [["identityCenter", "groups"], groups],
    [["identityCenter", "users"], users],
  ] as const;
  for (const [section, ids] of sections) {
    const owners = new Map<string, string>();
    for (const [name, id] of Object.entries(ids)) {
      const owner = owners.get(id);
      if (owner === undefined) owners.set(id, name);
      else problems.push(file.problem([...section, name], `${id} is the id of ${owner} already`));
    }
  }
  return problems;
}
