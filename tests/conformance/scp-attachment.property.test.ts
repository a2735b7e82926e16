/** Whatever an attacker attaches and detaches, and however fast: it ends at the baseline. */
import { exemptionFor, type Guardrail, modeFor } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { START } from "../support/lab.ts";
import { baseline } from "../support/securecart.ts";
import { type Ground, onGround } from "./ground.ts";
import type { Attack } from "./scenarios.ts";
import { attacks, detaches, FULL_ACCESS, places } from "./scp-attachment.ts";

const GUARDRAIL = "scp-attachment";

/** Twenty minutes: the longest wait that the breaker comes to here, and the last re-check. */
const PATIENCE = 20 * 60_000;
const RUNS = { numRuns: 25 };
const TIMEOUT = 180_000;

interface Act {
  readonly attack: Attack;
  /** Milliseconds until the next one. */
  readonly wait: number;
}

/** Faster than events travel, slower than a revert, and beyond the re-checks. */
const waits = fc.constantFrom(0, 500, 5_000, 40_000, 400_000);

const acts = (attack: fc.Arbitrary<Attack>): fc.Arbitrary<readonly Act[]> =>
  fc.array(fc.record({ attack, wait: waits }), { minLength: 1, maxLength: 8 });

/** Places where everything that nobody declared is undone. */
const enforced = [...baseline.units, ...baseline.accounts].filter((place) => {
  const [unit, name] = "path" in place ? [place.path, place.path] : [place.unit, place.name];
  const mode = modeFor(baseline, GUARDRAIL, unit);
  return mode === "revert" && !exemptionFor(baseline, GUARDRAIL, name, START);
});

it(
  "ends exactly at the baseline wherever the mode is revert",
  () =>
    fc.assert(
      fc.asyncProperty(acts(attacks), (plot) =>
        onGround(
          guardrail(),
          async (ground) => {
            const before = attachments(ground);
            await play(plot, ground);
            expect(attachments(ground)).toEqual(before);
          },
          { enforced: true },
        ),
      ),
      RUNS,
    ),
  TIMEOUT,
);

it(
  "never leaves a target without a policy, and never takes AWS's own away",
  () =>
    fc.assert(
      fc.asyncProperty(
        acts(
          fc.oneof(
            attacks,
            fc.constantFrom(...places).map((place) => detaches(FULL_ACCESS, place)),
          ),
        ),
        (plot) =>
          onGround(
            guardrail(),
            async (ground) => {
              await play(plot, ground);
              const detached = ground
                .calls()
                .filter(({ action }) => action === "organizations:DetachPolicy");
              // AWS's minimum of one would have refused it.
              expect(detached.filter(({ outcome }) => outcome.startsWith("Constraint"))).toEqual(
                [],
              );
              expect(detached.filter(({ input }) => input.PolicyId === FULL_ACCESS)).toEqual([]);
            },
            { enforced: true },
          ),
      ),
      RUNS,
    ),
  TIMEOUT,
);

async function play(plot: readonly Act[], ground: Ground): Promise<void> {
  const { clock } = ground.lab;
  for (const { attack, wait } of plot) {
    await attack.perform(ground).catch(() => {});
    await clock.drain(clock.now() + wait);
  }
  await clock.drain(clock.now() + PATIENCE);
}

function attachments({ lab }: Ground): Readonly<Record<string, readonly string[]>> {
  const all = lab.organization().attachments;
  return Object.fromEntries(enforced.map(({ id }) => [id, all[id] ?? []]));
}

function guardrail(): Guardrail {
  const found = guardrails.find(({ id }) => id === GUARDRAIL);
  if (found === undefined) throw new Error(`there is no guardrail ${GUARDRAIL}`);
  return found;
}
