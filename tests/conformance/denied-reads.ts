/** Unknown is not absent: what can't be read is said to be unknown, and nothing is written on it. */
import { AwsError, type Guardrail, parseKey } from "@holdfast/core";
import { expect, it } from "vitest";
import { baseline } from "../support/securecart.ts";
import { type Ground, type Inspections, onGround, SPARING } from "./ground.ts";
import type { Attack, Scenarios } from "./scenarios.ts";
import { drifted, sorted } from "./state.ts";

/** Twenty minutes: the last re-check, and the retries of what failed. */
const PATIENCE = 20 * 60_000;

/** One test goes through every read with every drift: half a minute with the most of both, on an idle machine. */
const EVERY_PAIR = 300_000;

export function testDeniedReads(guardrail: Guardrail, scenarios: Scenarios): void {
  const { drifts, told = [] } = scenarios;
  const asked = guardrail.reads.filter(({ resources }) => resources(baseline).length > 0);
  it.each(asked.map(({ action }) => action))(
    "says unknown, and nothing else than the truth, where %s is denied",
    async (action) => {
      let refusals = 0;
      for (const drift of [...drifts, ...told]) {
        await onGround(guardrail, async (ground) => {
          await drift.perform(ground);
          const truth = await ground.survey();
          ground.deny(action);
          refusals += await inspectsTruly(ground, truth);
          refusals += await surveysTruly(ground, truth);
          refusals += await refusalsOfSparing(ground);
        });
      }
      expect(refusals, `${action} is never asked for`).toBeGreaterThan(0);
    },
  );

  it("writes nothing where it can't read any of the drift", { timeout: EVERY_PAIR }, async () => {
    let withheld = 0;
    for (const { action } of guardrail.reads) {
      for (const drift of drifts) {
        const judge = (ground: Ground) => withholds(ground, drift, action);
        if (await onGround(guardrail, judge, ENFORCED)) withheld++;
      }
    }
    // Reads that only a survey makes leave the drift in sight of events, but not all reads are such.
    expect(withheld).toBeGreaterThan(0);
  });
}

const ENFORCED = { enforced: true };

/** A refused read makes its key unknown, and any other key is as it is. Returns how many were. */
async function inspectsTruly(ground: Ground, truth: Inspections): Promise<number> {
  let refusals = 0;
  for (const [id, known] of truth) {
    const before = refused(ground);
    const inspection = await ground.inspect(parseKey(id));
    if (refused(ground) === before) {
      expect(inspection, id).toEqual(known);
    } else {
      refusals++;
      expect(inspection.kind, id).toBe("unknown");
    }
  }
  return refusals;
}

/** What a survey asks for only where it can't ask for everything; it must end all the same, or say why. */
async function refusalsOfSparing(ground: Ground): Promise<number> {
  const before = refused(ground);
  const surveyed = await ground.survey(undefined, SPARING).catch((error: unknown) => error);
  if (!(surveyed instanceof Map)) expect(surveyed).toBeInstanceOf(AwsError);
  return refused(ground) - before;
}

/** A survey may stop at a refusal, but not pass over it. */
async function surveysTruly(ground: Ground, truth: Inspections): Promise<number> {
  const before = refused(ground);
  const surveyed = await ground.survey().catch((error: unknown) => error);
  if (surveyed instanceof Map) {
    const said: Inspections = surveyed;
    const known = sorted(said).filter(([, one]) => one.kind === "known");
    expect(known).toEqual(sorted(truth).filter(([id]) => said.get(id)?.kind === "known"));
    const unknown = [...said.values()].filter(({ kind }) => kind === "unknown");
    expect(unknown.length > 0).toBe(refused(ground) > before);
  } else {
    expect(surveyed).toBeInstanceOf(AwsError);
    expect(refused(ground)).toBeGreaterThan(before);
  }
  return refused(ground) - before;
}

/** Returns whether the drift was out of sight; if it was, nothing may be written. */
async function withholds(ground: Ground, drift: Attack, action: string): Promise<boolean> {
  const { lab } = ground;
  // Before the drift, which may take so long that the enforcer has put it right by then.
  const allow = ground.deny(action);
  await drift.perform(ground);
  allow();
  const differing = drifted(await ground.survey());
  // What can't be read while AWS is at it may be readable once that is over.
  if (differing.some(([, { kind }]) => kind === "pending")) return false;
  ground.deny(action);
  const seen = await ground.inspectAll();
  if (differing.some(([id]) => seen.get(id)?.kind !== "unknown")) return false;
  // Where it could be read for a moment.
  if (ground.writes().length > 0) return false;
  await lab.clock.drain(lab.clock.now() + PATIENCE);
  expect(ground.writes()).toEqual([]);
  expect(JSON.stringify(lab.findings())).toContain("UNKNOWN");
  return true;
}

function refused(ground: Ground): number {
  return ground.calls().filter(({ outcome }) => outcome === "AccessDeniedException").length;
}
