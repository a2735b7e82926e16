/** What a key of this guardrail is about, as it is now. */
import type {
  Baseline,
  Caller,
  Observed,
  ResourceKey,
  SurveyContext,
  Surveyed,
} from "@holdfast/core";
import { orUnknown } from "../or-unknown.ts";
import * as guardDuty from "./guardduty/live.ts";
import { declaredKeys, declaredOf } from "./keys.ts";
import * as trail from "./trail/live.ts";

export type Live = trail.Live | guardDuty.Live;
type Reads = trail.Reads | guardDuty.Reads;

export async function observe(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const declared = declaredOf(key, baseline);
  switch (declared?.kind) {
    case "trail":
      return trail.observe(declared.trail, aws);
    case "guardduty":
      return guardDuty.observe(key, aws);
    case undefined:
      return { kind: "absent" };
  }
}

/** What is declared, and nothing else: another trail takes nothing away. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
  context: SurveyContext,
): AsyncGenerator<Surveyed<Live>> {
  for (const key of declaredKeys(baseline)) {
    if (!context.isAbout(key.account)) continue;
    yield { key, observed: await orUnknown(() => observe(key, aws, baseline)) };
  }
}
