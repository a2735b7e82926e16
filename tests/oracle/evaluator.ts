/** The other evaluator, asked over a pipe: installed where it is first needed, never with the workspace. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Answer, Case, Opinion, Question } from "./question.ts";
import { simulationOf } from "./simulation.ts";

const FOLDER = join(import.meta.dirname, "evaluator");
const PACKAGE = "@cloud-copilot/iam-simulate";

export interface Evaluator {
  /** Package and version. */
  readonly name: string;
  readonly decide: (one: Case) => Promise<Opinion>;
  readonly stop: () => void;
}

/** Starts the process. Throws if the package can't be installed. */
export function startEvaluator(): Evaluator {
  const version = installed() ?? install();
  const child = spawn(process.execPath, [join(FOLDER, "worker.ts")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = new Map<number, PromiseWithResolvers<Opinion>>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { id, opinion }: Answer = JSON.parse(line);
    waiting.get(id)?.resolve(opinion);
    waiting.delete(id);
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the other evaluator has ended"));
  });
  let asked = 0;
  return {
    name: `${PACKAGE} ${version}`,
    decide(one) {
      asked += 1;
      const question: Question = { id: asked, simulation: simulationOf(one) };
      const answer = Promise.withResolvers<Opinion>();
      waiting.set(asked, answer);
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return answer.promise;
    },
    stop: () => child.kill(),
  };
}

/** The version that is there, if it is the pinned one. */
function installed(): string | undefined {
  const file = join(FOLDER, "node_modules", PACKAGE, "package.json");
  if (!existsSync(file)) return undefined;
  const { version } = JSON.parse(readFileSync(file, "utf8"));
  const { dependencies } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));
  return version === dependencies[PACKAGE] ? version : undefined;
}

function install(): string {
  process.stderr.write(`Installing ${PACKAGE} into tests/oracle/evaluator/node_modules.\n`);
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, error } = spawnSync("npm", args, { cwd: FOLDER, stdio: ["ignore", 2, 2] });
  const version = status === 0 ? installed() : undefined;
  if (version === undefined) throw new Error(`${PACKAGE} can't be installed`, { cause: error });
  return version;
}
