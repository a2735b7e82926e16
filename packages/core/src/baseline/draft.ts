/** What the steps of loading hand to each other: the files, the source as read, what it declares. */
import type { SourceFile } from "./positions.ts";
import type { BaselineSource } from "./schema.ts";

/** The files of a baseline, by their path relative to its directory. */
export interface BaselineFiles {
  /** The text of a file; undefined if there is none. */
  read(path: string): string | undefined;
  /** Names of the files in a folder; empty if there is none. Finds policies that nothing names. */
  list?(folder: string): readonly string[];
}

export interface Draft {
  readonly file: SourceFile;
  readonly source: BaselineSource;
}

/** A unit or account that policies are attached to, in the source's own words. */
export interface Target {
  /** `Root/Workloads`, or the account's name. */
  readonly name: string;
  /** Path of its list of policies in the source. */
  readonly path: readonly string[];
  readonly policies: readonly string[];
}

/** Everything that policies are attached to, as declared. */
export function targetsOf({ source }: Draft): Target[] {
  return (["units", "accounts"] as const).flatMap((section) =>
    Object.entries(source[section]).map(([name, { policies }]) => ({
      name,
      path: [section, name, "policies"],
      policies,
    })),
  );
}

/** Code-point order, so that the order in which something was written leaves no trace in the hash. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Positions at which a list repeats an earlier element. */
export function repeats(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
