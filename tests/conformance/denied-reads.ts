/** Unknown is not absent: what can't be read is said to be unknown, and nothing is written on it. */
import { AwsError, type Guardrail, parseKey } from "@holdfast/core";
import { expect, it } from "vitest";
import { type Ground, type Inspections, onGround } from "./ground.ts";
import type { Attack, Scenarios } from "./scenarios.ts";
import { drifted, sorted } from "./state.ts";

/** Twenty minutes: the last re-check, and the retries of what failed. */
const PATIENCE = 20 * 60_000;

export function testDeniedReads(guardrail: Guardrail, { drifts }: Scenarios): void {
  it.each(guardrail.reads.map(({ action }) => action))(
    "says unknown, and nothing else than the truth, where %s is denied",
    async (action) => {
      let refusals = 0;
      for (const drift of drifts) {
        await onGround(guardrail, async (ground) => {
          await drift.perform(ground);
          const truth = await ground.survey();
          ground.lab.trouble.deny(action, ground.role);
          refusals += await inspectsTruly(ground, truth);
          refusals += await surveysTruly(ground, truth);
        });
      }
      expect(refusals, `${action} is never asked for`).toBeGreaterThan(0);
    },
  );

  it.each(guardrail.reads.map(({ action }) => action))(
    "writes nothing on a key that needs %s while that is denied",
    async (action) => {
      for (const drift of drifts) await onGround(guardrail, withheld(drift, action), ENFORCED);
    },
  );
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

/** A survey may stop at a refusal, but not pass over it. */
async function surveysTruly(ground: Ground, truth: Inspections): Promise<number> {
  const before = refused(ground);
  const surveyed = await ground.survey().catch((error: unknown) => error);
  if (surveyed instanceof Map) {
    const said: Inspections = surveyed;
    const known = sorted(said).filter(([, one]) => one.kind === "known");
    expect(known).toEqual(sorted(truth).filter(([id]) => said.get(id)?.kind === "known"));
    expect(known.length < said.size).toBe(refused(ground) > before);
  } else {
    expect(surveyed).toBeInstanceOf(AwsError);
    expect(refused(ground)).toBeGreaterThan(before);
  }
  return refused(ground) - before;
}

function withheld(drift: Attack, action: string): (ground: Ground) => Promise<void> {
  return async (ground) => {
    const { lab, role } = ground;
    await drift.perform(ground);
    const differing = drifted(await ground.survey()).map(([id]) => id);
    lab.trouble.deny(action, role);
    const unknown = drifted(await ground.inspectAll())
      .filter(([, { kind }]) => kind === "unknown")
      .map(([id]) => id);
    // Where some drift can still be read, it may be put right; that is another test's matter.
    if (!differing.every((id) => unknown.includes(id))) return;
    await lab.clock.drain(lab.clock.now() + PATIENCE);
    expect(ground.writes()).toEqual([]);
    expect(JSON.stringify(lab.findings())).toContain("UNKNOWN");
  };
}

function refused({ lab, role }: Ground): number {
  return lab
    .calls()
    .filter((call) => call.role?.endsWith(`/${role}`) && call.outcome === "AccessDeniedException")
    .length;
}
