/** The two sides of a diff, read from disk: two baselines, or two policy files. */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { type Baseline, HoldfastError, messageOf } from "@holdfast/core";
import { BASELINE_FILE, formatProblem } from "@holdfast/core/baseline";
import { type ControlPolicyType, checkPolicy, type PolicyDocument } from "@holdfast/policy";
import { readBaseline } from "../baseline.ts";

export type Sides =
  | { readonly kind: "baselines"; readonly old: Baseline; readonly new: Baseline }
  | {
      readonly kind: "policies";
      readonly old: PolicyDocument;
      readonly new: PolicyDocument;
      /** File name of the new side. */
      readonly name: string;
    };

type Side = "OLD" | "NEW";

/** Throws a `HoldfastError` that begins with the side it is about. */
export function readSides(old: string, next: string, type: ControlPolicyType | undefined): Sides {
  const directories = [isDirectory("OLD", old), isDirectory("NEW", next)];
  if (directories[0] !== directories[1]) {
    throw wrong(
      `OLD is ${kindOf(directories[0])} and NEW is ${kindOf(directories[1])}`,
      "Pass two directories or two files.",
    );
  }
  if (directories[0]) {
    if (type !== undefined) {
      throw wrong(
        "--type is for policy files",
        "A baseline says itself which type each policy has.",
      );
    }
    return { kind: "baselines", old: baselineOf("OLD", old), new: baselineOf("NEW", next) };
  }
  const kind = type ?? "SERVICE_CONTROL_POLICY";
  return {
    kind: "policies",
    old: policyOf("OLD", old, kind),
    new: policyOf("NEW", next, kind),
    name: basename(next).replace(/\.json$/, ""),
  };
}

function isDirectory(side: Side, path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return found.isDirectory();
  throw wrong(`${side}: there is no ${path}`, "Pass a baseline directory or a policy file.");
}

function kindOf(isDirectory: boolean | undefined): string {
  return isDirectory === true ? "a directory" : "a file";
}

function baselineOf(side: Side, directory: string): Baseline {
  try {
    return readBaseline(directory);
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const hint =
      error.code === "BASELINE_NOT_FOUND"
        ? `Pass a directory that holds ${BASELINE_FILE}.`
        : "Both sides must be whole before they can be compared.";
    const message = `${side} can't be compared, ${directory}:\n${error.message}`;
    throw new HoldfastError(error.code, message, { source: "user", hint, cause: error });
  }
}

function policyOf(side: Side, file: string, type: ControlPolicyType): PolicyDocument {
  const { document, problems } = checkPolicy(textOf(side, file), type, file, { minified: true });
  if (document !== undefined && problems.length === 0) return document;
  const lines = problems.map(({ line, column, path, problem }) =>
    formatProblem({ file, line, column, path, message: problem }),
  );
  const kind = type === "SERVICE_CONTROL_POLICY" ? "service" : "resource";
  const hint = problems.some(({ code }) => code === "JSON_SYNTAX" || code === "TOO_DEEP")
    ? "A policy file holds one policy as JSON."
    : `It was read as a ${kind} control policy; --type scp or rcp says which it is.`;
  throw wrong(
    `${side} is no policy that AWS would take:\n${lines.join("\n")}`,
    hint,
    "POLICY_INVALID",
  );
}

function textOf(side: Side, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw wrong(
      `${side}: ${file} can't be read: ${messageOf(error)}`,
      "It must be a readable UTF-8 text file.",
    );
  }
}

function wrong(message: string, hint: string, code = "DIFF_USAGE"): HoldfastError {
  return new HoldfastError(code, message, { source: "user", hint });
}
