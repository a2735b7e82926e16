/** The services that watch are on, and nothing blinds them. */
import {
  type Baseline,
  defineGuardrail,
  type EventPattern,
  type Impact,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { furtherFor } from "./further.ts";
import { declaredKeys, declaredTrails, GUARDRAIL, keysOf, trailOf } from "./keys.ts";
import type { Live } from "./live.ts";

/** The declared trails alone; each account's roles have them under its own number. */
const trails = (baseline: Baseline) =>
  declaredTrails(baseline).map(
    ({ region, name }) => `arn:aws:cloudtrail:${region}:*:trail/${name}`,
  );

const further = (baseline: Baseline) =>
  furtherFor({ organization: declaredTrails(baseline).some(({ organization }) => organization) });

export const securityServices = defineGuardrail({
  id: GUARDRAIL,
  domain: "accounts",
  severity: "CRITICAL",
  title: "The services that watch are on, and nothing blinds them",
  why: "Whoever stops a trail, or has it leave something out, does what comes next unseen; and without a trail no event reaches anybody, Holdfast included.",
  docs: "packages/guardrails/src/security-services/README.md",
  watches: [
    {
      pattern: called([
        "CreateTrail",
        "DeleteTrail",
        "PutEventSelectors",
        "StartLogging",
        "StopLogging",
        "UpdateTrail",
      ]),
      keys: keysOf,
    },
  ],
  reads: [
    { action: "cloudtrail:GetTrail", resources: trails },
    { action: "cloudtrail:GetTrailStatus", resources: trails },
    { action: "cloudtrail:GetEventSelectors", resources: trails },
  ],
  writes: [
    { action: "cloudtrail:StartLogging", resources: trails },
    { action: "cloudtrail:PutEventSelectors", resources: trails },
    { action: "cloudtrail:UpdateTrail", resources: trails, further },
    { action: "cloudtrail:CreateTrail", resources: trails, further },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => trailOf(key, baseline) }),
  subject,
  declaredAt: (key, baseline) => trailOf(key, baseline) && { path: ["securityServices", "trails"] },
  async *survey(aws, baseline, context) {
    yield* (await import("./live.ts")).survey(aws, baseline, context);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./diff.ts")).diff(want, live),
  plan: async (key, want, live) => (await import("./plan.ts")).plan(key, want, live),
  impact: async (_key, _want, live) => blindness(live),
});

function called(eventName: readonly string[]): EventPattern {
  return {
    source: ["aws.cloudtrail"],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: ["cloudtrail.amazonaws.com"], eventName },
  };
}

function subject({ account: id, region, resource }: ResourceKey, baseline: Baseline): Subject {
  const account = baseline.accounts.find((one) => one.id === id);
  return {
    name: `${account?.name ?? id}/${resource.slice(resource.indexOf("/") + 1)}`,
    ...(account && { unit: account.unit }),
    accounts: [id],
    resourceType: "AwsCloudTrailTrail",
    resourceId: `arn:aws:cloudtrail:${region}:${id}:${resource}`,
  };
}

function blindness(live: Live | undefined): Impact | undefined {
  if (live?.logging === true) return undefined;
  return {
    sentences: [
      "what was done meanwhile is in no log of this trail, and no event of it came by it: look at CloudTrail's event history",
    ],
    accounts: 1,
  };
}
