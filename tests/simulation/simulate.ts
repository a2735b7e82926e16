/**
 * A random history: several actors change the organization in every way that the lab knows, with trouble all
 * around, while Holdfast is at work; then quiet, and a scan. The same seed gives the same history.
 */
import type { Baseline } from "@holdfast/core";
import { describeDeployment } from "@holdfast/core/deployment";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { createRandomSource } from "@holdfast/lab";
import { enforcing, openTestLab, type TestLab } from "../support/lab.ts";
import { baseline as secureCart } from "../support/securecart.ts";
import { createDraw, type Draw } from "./draw.ts";
import { type History, type Violation, violationsOf } from "./invariants.ts";
import { actOf } from "./operations.ts";
import { askForScan } from "./scan.ts";
import { send } from "./send.ts";
import { makeTrouble } from "./troubles.ts";

/** SecureCart with every guardrail and aspect reverting everywhere, and nothing exempt. */
const baseline: Baseline = {
  ...secureCart,
  exemptions: [],
  modes: {
    default: "revert",
    units: {},
    guardrails: Object.fromEntries(
      guardrails.flatMap(({ id, aspects = {} }) =>
        Object.keys(aspects).map((aspect) => [`${id}/${aspect}`, "revert"] as const),
      ),
    ),
  },
};
const deployment = describeDeployment(baseline, { guardrails, tripwires }, "lab");

/** From the last act to the first scan, and from it to the end: the last re-check, what the breaker slows down. */
const REST = 40 * 60_000;

export interface Simulated {
  readonly seed: number;
  /** Acts that AWS took, and all. */
  readonly done: number;
  readonly acts: number;
  /** What was the matter, for people. */
  readonly troubles: readonly string[];
  readonly violations: readonly Violation[];
  /** The history in one line an act, for people. */
  readonly told: readonly string[];
}

/** @param seed decides everything: operations, input, times, trouble */
export async function simulate(seed: number): Promise<Simulated> {
  const draw = createDraw(createRandomSource(seed)("simulation"));
  const opened = openTestLab({ seed, deployment }, enforcing(baseline));
  const { lab } = opened;
  try {
    const declared = lab.organization();
    const role = deployment.functions.find(({ name }) => name.endsWith("-enforce-organization"));
    const { troubles, end } = makeTrouble(lab, role?.role.name ?? "", draw);
    const told = await attack(opened, draw);
    end();
    await lab.clock.drain(lab.clock.now() + REST);
    askForScan(lab, deployment);
    await lab.clock.drain(lab.clock.now() + REST);
    const deadLetterQueues = deployment.queues.flatMap(
      ({ deadLetterQueue }) => deadLetterQueue ?? [],
    );
    const history: History = { lab, declared, troubles, deadLetterQueues };
    return {
      seed,
      acts: told.length,
      done: told.filter(({ done }) => done).length,
      troubles: troubles.told,
      violations: violationsOf(history),
      told: told.map(({ line }) => line),
    };
  } finally {
    await lab.close();
  }
}

/** Three to fifteen acts, at once or minutes apart. */
async function attack({ lab, scene }: TestLab, draw: Draw) {
  const told: { readonly line: string; readonly done: boolean }[] = [];
  const operations = lab.writeOperations();
  const startedAt = lab.clock.now();
  for (let left = draw.between(3, 15); left > 0; left--) {
    const operation = draw.pick(operations);
    const now = lab.organization();
    const center = lab.identityCenter();
    if (center === undefined) throw new Error("the lab has no Identity Center");
    const { management } = scene;
    const detectors = lab.detectors();
    const act = actOf(operation, { draw, management, now, center, detectors });
    for (const input of act.detached) {
      const detach = { account: management, input, detached: [] };
      await send("organizations:DetachPolicy", detach, scene.connection).catch(() => {});
    }
    const { account, input } = act;
    const at = lab.clock.now() - startedAt;
    const outcome = await send(operation, act, scene.connection).then(
      () => "ok",
      (error: Error) => error.name,
    );
    const what = `${account} ${operation} ${JSON.stringify(input)}: ${outcome}`;
    told.push({ line: `${(at / 1000).toFixed(1).padStart(8)} s  ${what}`, done: outcome === "ok" });
    await lab.clock.drain(lab.clock.now() + draw.pick([0, 0, 1_000, 5_000, 40_000, 400_000]));
  }
  return told;
}
