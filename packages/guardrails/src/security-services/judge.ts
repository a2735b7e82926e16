/** What differs of what a key is about, and what puts it right: as its service wants it. */
import type { Difference, Step } from "@holdfast/core";
import * as guardDutyDiff from "./guardduty/diff.ts";
import * as guardDutyPlan from "./guardduty/plan.ts";
import type { Declared } from "./keys.ts";
import type { Live } from "./live.ts";
import * as trailDiff from "./trail/diff.ts";
import * as trailPlan from "./trail/plan.ts";

type Writes = guardDutyPlan.Writes | trailPlan.Writes;

export function diff(want: Declared | undefined, live: Live | undefined): readonly Difference[] {
  switch (want?.kind) {
    case "trail":
      return trailDiff.diff(want.trail, live?.kind === "trail" ? live : undefined);
    case "guardduty":
      return guardDutyDiff.diff(want.guardDuty, live?.kind === "guardduty" ? live : undefined);
    case undefined:
      return [];
  }
}

export function plan(want: Declared | undefined, live: Live | undefined): readonly Step<Writes>[] {
  switch (want?.kind) {
    case "trail":
      return trailPlan.plan(want.trail, live?.kind === "trail" ? live : undefined);
    case "guardduty": {
      const known = live?.kind === "guardduty" ? live : undefined;
      return guardDutyPlan.plan(want.guardDuty, want.region, known);
    }
    case undefined:
      return [];
  }
}
