/** Whatever an attacker moves and renames, and however fast: it ends at the baseline. */
import type { Guardrail } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { baseline } from "../support/securecart.ts";
import { type Ground, onGround } from "./ground.ts";
import { attacks } from "./organization-structure.ts";
import type { Attack } from "./scenarios.ts";

const GUARDRAIL = "organization-structure";

/** Half an hour: the longest wait that the breaker comes to here, and the last re-check. */
const PATIENCE = 30 * 60_000;
const TIMEOUT = 180_000;

interface Act {
  readonly attack: Attack;
  /** Milliseconds until the next one. */
  readonly wait: number;
}

/** Faster than events travel, slower than a revert, and beyond the re-checks. */
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({ attack: attacks, wait: fc.constantFrom(0, 500, 5_000, 40_000, 400_000) }),
  { minLength: 1, maxLength: 8 },
);

it(
  "ends with every declared account in its unit, and every declared unit under its name",
  () =>
    fc.assert(
      fc.asyncProperty(acts, (plot) =>
        onGround(
          guardrail(),
          async (ground) => {
            const before = declared(ground);
            await play(plot, ground);
            expect(declared(ground)).toEqual(before);
          },
          { enforced: true },
        ),
      ),
      { numRuns: 25 },
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

function declared({ lab }: Ground) {
  const { accounts, units } = lab.organization();
  return {
    accounts: baseline.accounts.map(({ name, id }) => [name, accounts[id]?.parent]),
    units: baseline.units.map(({ path, id }) => [path, units[id]?.name]),
  };
}

function guardrail(): Guardrail {
  const found = guardrails.find(({ id }) => id === GUARDRAIL);
  if (found === undefined) throw new Error(`there is no guardrail ${GUARDRAIL}`);
  return found;
}
