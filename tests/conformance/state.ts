/** Reading, comparing and planning, on an organization that nobody changes meanwhile. */
import type { Baseline, Difference, Guardrail, Inspection } from "@holdfast/core";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { baseline } from "../support/securecart.ts";
import { type Inspections, onGround } from "./ground.ts";
import type { Scenarios } from "./scenarios.ts";
import { shuffled } from "./shuffled.ts";

export function testState(guardrail: Guardrail, { drifts, told = [] }: Scenarios): void {
  const titled = drifts.map((drift) => [drift.title, drift] as const);
  const all = [...drifts, ...told].map((drift) => [drift.title, drift] as const);

  it("finds no difference in the desired state", () =>
    onGround(guardrail, async (ground) => {
      const surveyed = await ground.survey();
      expect(surveyed.size).toBeGreaterThan(0);
      expect(drifted(surveyed)).toEqual([]);
      expect(drifted(await ground.inspectAll())).toEqual([]);
    }));

  it.each(titled)("converges when somebody %s", (_title, drift) =>
    onGround(guardrail, async (ground) => {
      await drift.perform(ground);
      const surveyed = await ground.survey();
      expect(drifted(surveyed), "the drift is not seen").not.toEqual([]);

      expect(await ground.converge()).toBeGreaterThan(0);
      expect(drifted(await ground.survey())).toEqual([]);
      expect(drifted(await ground.inspectAll())).toEqual([]);
    }),
  );

  it.each(titled)("writes nothing in a second run after somebody %s", (_title, drift) =>
    onGround(guardrail, async (ground) => {
      await drift.perform(ground);
      await ground.converge();
      const written = ground.writes();
      expect(written).not.toEqual([]);

      expect(await ground.converge()).toBe(0);
      expect(ground.writes()).toEqual(written);
    }),
  );

  it.each(told.map((drift) => [drift.title, drift] as const))(
    "has nothing to write when somebody %s",
    (_title, drift) =>
      onGround(guardrail, async (ground) => {
        await drift.perform(ground);
        await ground.converge();
        const before = ground.writes();
        expect(drifted(await ground.survey()), "the drift is not seen").not.toEqual([]);
        expect(await ground.converge()).toBe(0);
        expect(ground.writes()).toEqual(before);
      }),
  );

  it.each(all)("surveys what it inspects, in short pages too, when somebody %s", (_t, drift) =>
    onGround(guardrail, async (ground) => {
      await drift.perform(ground);
      const surveyed = await ground.survey();
      const inspected = await ground.inspectAll();
      expect(sorted(surveyed)).toEqual(sorted(inspected));

      ground.lab.trouble.shortPages(true);
      expect(sorted(await ground.survey())).toEqual(sorted(inspected));
      expect(sorted(await ground.inspectAll())).toEqual(sorted(inspected));
    }),
  );

  it("does not mind the order in which a baseline and its documents list things", () =>
    onGround(guardrail, async (ground) => {
      const keys = [...(await ground.survey()).keys()].sort();
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const other = shuffled(baseline, seed);
          expect(drifted(await ground.inspectAll(other))).toEqual([]);
          const surveyed = await ground.survey(other);
          expect([...surveyed.keys()].sort()).toEqual(keys);
          expect(drifted(surveyed)).toEqual([]);
        }),
        { numRuns: 5 },
      );
    }));

  it("sees the same drift whatever the order", () =>
    onGround(guardrail, async (ground) => {
      for (const drift of drifts) await drift.perform(ground).catch(() => {});
      const differing = paths(await ground.survey());
      const see = async (other: Baseline) => paths(await ground.survey(other));
      for (const seed of [1, 2, 3]) expect(await see(shuffled(baseline, seed))).toEqual(differing);
    }));
}

/** Keys that are not in agreement, with what was found. */
export function drifted(found: Inspections): readonly (readonly [string, Inspection])[] {
  return [...found].filter(([, one]) => one.kind !== "known" || one.differences.length > 0);
}

function paths(found: Inspections): { readonly key: string; readonly paths: readonly string[] }[] {
  return drifted(found)
    .map(([key, one]) => ({
      key,
      paths: one.kind === "known" ? one.differences.map(withoutPosition).sort() : [],
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A path may lead into a document's lists, by their own order. */
function withoutPosition({ path }: Difference): string {
  return path.replace(/\.\d+(?=\.|$)/g, ".*");
}

export function sorted(found: Inspections): readonly (readonly [string, Inspection])[] {
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
