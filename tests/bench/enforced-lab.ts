/** A lab as `npm start` opens it: over HTTP, with the built functions in workers, on virtual time. */
import type { Artifact } from "@holdfast/cli/build";
import { openLab } from "@holdfast/cli/open-lab";
import type { Baseline } from "@holdfast/core";
import { createVirtualClock } from "@holdfast/lab";

/** @param startsAt epoch milliseconds */
export function openEnforced(
  { baseline, artifact }: { readonly baseline: Baseline; readonly artifact: Artifact },
  startsAt: number,
  seed = 1,
) {
  const clock = createVirtualClock(startsAt);
  const options = { port: 0, seed, eventDelay: 1000, enforce: true };
  return openLab({ baseline, artifact, clock, ...options });
}
