/** How much is loaded, and how long it takes, until a cold function makes its first Organizations call. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Artifact } from "@holdfast/cli/build";
import { bundleFunction } from "@holdfast/cli/bundle";
import type { Baseline } from "@holdfast/core";
import type { Start, Started } from "./cold-start-process.ts";
import { type Figure, sampled } from "./figure.ts";
import { withFirstInvocation } from "./first-invocation.ts";

const ROUNDS = 15;
/** Of the reference, in bytes and in time. */
const FACTOR = 1.2;
/** A start that takes this long is broken. Milliseconds. */
const PATIENCE = 30_000;

const CHILD = fileURLToPath(new URL("cold-start-process.ts", import.meta.url));

interface Measured {
  readonly counted: Started;
  readonly timed: readonly Started[];
}

export async function coldStart(baseline: Baseline, artifact: Artifact): Promise<Figure[]> {
  const enforcer = artifact.deployment.functions.find(({ name }) => name.endsWith("-organization"));
  if (enforcer === undefined) throw new Error("the artifact holds no such function");
  const ours = join(artifact.directory, enforcer.bundle);
  const reference = join(artifact.directory, "reference");
  await bundleFunction("tests/bench/reference/handler.ts", reference);

  const start = (bundle: string, count: boolean) =>
    withFirstInvocation(baseline, artifact.deployment, ({ environment, ...invocation }) => {
      const module = pathToFileURL(join(bundle, "index.mjs")).href;
      return inProcessOfItsOwn({ module, invocation, count }, environment);
    });
  const timed: { ours: Started[]; reference: Started[] } = { ours: [], reference: [] };
  // Interleaved, so that a busy machine slows both down alike.
  for (let round = 0; round < ROUNDS; round++) {
    timed.ours.push(await start(ours, false));
    timed.reference.push(await start(reference, false));
  }
  return compare(
    { counted: await start(ours, true), timed: timed.ours },
    { counted: await start(reference, true), timed: timed.reference },
  );
}

function compare(ours: Measured, reference: Measured): Figure[] {
  return (["init", "firstCall"] as const).flatMap((moment) => {
    const id = moment === "init" ? "cold-start.init" : "cold-start.first-call";
    const name = moment === "init" ? "the end of init" : "the first Organizations call";
    const bytes = ({ counted }: Measured) => ({
      value: counted[moment].bytes,
      unit: "bytes",
      note: `${counted[moment].files} files`,
    });
    const time = ({ timed }: Measured) => ({
      ...sampled(timed.map((one) => one[moment].ms)),
      unit: "ms",
      note: `median of ${timed.length}`,
    });
    return [
      ...beside(`${id}.bytes`, `Bytes loaded up to ${name}`, bytes(ours), bytes(reference)),
      ...beside(`${id}.time`, `Time up to ${name}`, time(ours), time(reference)),
    ];
  });
}

function beside(
  id: string,
  title: string,
  ours: Omit<Figure, "id" | "title">,
  reference: Omit<Figure, "id" | "title">,
): Figure[] {
  const goal = { atMost: FACTOR * reference.value, because: `${FACTOR} × reference` };
  return [
    { id, title, ...ours, goal },
    { id: `${id}.reference`, title: "  reference handler", ...reference },
  ];
}

/** Its environment is the function's alone. Rejects if it ends without an answer. */
async function inProcessOfItsOwn(
  start: Start,
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  const child = fork(CHILD, { env, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const timer = setTimeout(() => child.kill(), PATIENCE);
  try {
    child.send(start);
    const died = once(child, "exit").then(([code, signal]) => {
      throw new Error(`a cold start ended early: exit ${code ?? signal}`);
    });
    const [started] = await Promise.race([once(child, "message"), died]);
    return started as Started;
  } finally {
    clearTimeout(timer);
    child.kill();
  }
}
