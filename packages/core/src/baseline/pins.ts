/** Fits baseline and lock together: every unit and policy has its id, and every id its owner. */
import type { Draft } from "./draft.ts";
import type { Lock, LockedFile } from "./lock.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Ids by name; the root's among the units. */
export interface Pins {
  readonly organization: string;
  readonly units: ReadonlyMap<string, string>;
  readonly policies: ReadonlyMap<string, string>;
}

export function pinsOf({ organization, root, units, policies }: Lock): Pins {
  return {
    organization,
    units: new Map([...Object.entries(units), ["Root", root]]),
    policies: new Map(Object.entries(policies)),
  };
}

/** Whatever only one of the two files knows. `policies`: where each policy is first named. */
export function pinProblems(
  { file, source }: Draft,
  policies: ReadonlyMap<string, Problem>,
  locked: LockedFile,
): Problem[] {
  const pins = pinsOf(locked.lock);
  const hint = "add its id to holdfast.lock.json";
  const missing = [
    ...Object.keys(source.units)
      .filter((path) => !pins.units.has(path))
      .map((path) => file.keyProblem(["units", path], "has no id in the lock file", hint)),
    ...[...policies]
      .filter(([name]) => !pins.policies.has(name))
      .map(([name, place]) => ({ ...place, message: `${name} has no id in the lock file`, hint })),
  ];
  return [
    ...missing,
    ...strays(locked, "units", (name) => name !== "Root" && Object.hasOwn(source.units, name), [
      ...Object.keys(source.units),
    ]),
    ...strays(locked, "policies", (name) => policies.has(name), [...policies.keys()]),
    ...leftAlone({ file, source }, pins),
  ];
}

function strays(
  { file, lock }: LockedFile,
  section: "units" | "policies",
  isKnown: (name: string) => boolean,
  known: readonly string[],
): Problem[] {
  return Object.keys(lock[section])
    .filter((name) => !isKnown(name))
    .map((name) => {
      if (section === "units" && name === "Root") {
        return file.keyProblem([section, name], "the root's id belongs to `root`");
      }
      const hint = didYouMean(name, known) ?? "remove it, or declare what it pins";
      return file.keyProblem([section, name], "names nothing in the baseline", hint);
    });
}

/** A policy can't be both declared and left alone. */
function leftAlone({ file, source }: Draft, pins: Pins): Problem[] {
  const owners = new Map([...pins.policies].map(([name, id]) => [id, name]));
  return source.leaveAlone.flatMap((id, index) => {
    const owner = owners.get(id);
    if (owner === undefined) return [];
    return [file.problem(["leaveAlone", index], `is the id of ${owner}, which is declared`)];
  });
}
