/** How many Organizations calls a detached policy costs until its return is verified, and after. */

import type { Artifact } from "@holdfast/cli/build";
import type { Baseline } from "@holdfast/core";
import type { LoggedCall } from "@holdfast/lab";
import { createAttacker } from "@holdfast/lab/stories";
import { openEnforced } from "./enforced-lab.ts";
import type { Figure } from "./figure.ts";

/** Twenty minutes hold the last re-check. */
const PATIENCE = 20 * 60_000;

/** A unit, the root and an account, each with a policy that is declared on it. */
const DETACHED = [
  ["Root/Workloads", "developers-no-iam"],
  ["Root", "deny-leave-organization"],
  ["production", "protect-production-data"],
] as const;

export interface Spent {
  /** Up to and with the re-read that confirmed the write. */
  readonly untilVerified: readonly LoggedCall[];
  /** Later reads of the same target: for the write's own event, and re-checks. */
  readonly again: readonly LoggedCall[];
  /** Reads of other targets that might have been changed with it. */
  readonly neighbours: readonly LoggedCall[];
}

export async function organizationCalls(baseline: Baseline, artifact: Artifact): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [place, policy] of DETACHED) {
    const detachedAt = Date.parse("2026-11-23T09:00:00Z");
    const calls = await callsAfterDetach(baseline, artifact, detachedAt, place, policy);
    const { untilVerified, again, neighbours } = split(calls);
    const id = `organization-calls.${place.toLowerCase().replace("/", "-")}`;
    const after = (some: readonly LoggedCall[]) =>
      some.map(({ at }) => `+${Math.round((at - detachedAt) / 1000)} s`).join(", ");
    figures.push(
      {
        id: `${id}.until-verified`,
        title: `Organizations calls until a detach from ${place} is verifiably undone`,
        value: untilVerified.length,
        unit: "calls",
        goal: { atMost: 3, because: "read, write, verify" },
        note: untilVerified.map(({ action }) => action.replace("organizations:", "")).join(", "),
      },
      {
        id: `${id}.again`,
        title: "  later reads of the same target",
        value: again.length,
        unit: "calls",
        note: after(again),
      },
      {
        id: `${id}.neighbours`,
        title: "  reads of neighbours",
        value: neighbours.length,
        unit: "calls",
        note: after(neighbours),
      },
    );
  }
  return figures;
}

/** Splits the enforcer's calls after one detach. Throws if its write was never read again. */
export function split(calls: readonly LoggedCall[]): Spent {
  const written = calls.findIndex(({ readOnly }) => !readOnly);
  const target = calls[written]?.input.TargetId;
  const isSame = (call: LoggedCall) => call.input.TargetId === target;
  const verified = calls.findIndex((call, index) => index > written && isSame(call));
  if (written < 0 || verified < 0) throw new Error("the detached policy did not come back");
  const later = calls.slice(verified + 1);
  return {
    untilVerified: calls.slice(0, verified + 1),
    again: later.filter(isSame),
    neighbours: later.filter((call) => !isSame(call)),
  };
}

async function callsAfterDetach(
  baseline: Baseline,
  artifact: Artifact,
  detachedAt: number,
  place: string,
  policy: string,
): Promise<readonly LoggedCall[]> {
  const { lab, scene, close } = await openEnforced({ baseline, artifact }, detachedAt);
  try {
    const attacker = createAttacker(scene.management, scene.connection);
    await attacker.detach(scene.policies[policy] ?? policy, scene.places[place] ?? place);
    await lab.clock.drain(detachedAt + PATIENCE);
    return lab
      .calls()
      .filter(({ role }) => role?.endsWith(`/${scene.enforcerRole}`))
      .filter(({ action }) => action.startsWith("organizations:"));
  } finally {
    await close();
  }
}
