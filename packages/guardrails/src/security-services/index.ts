/** The services that watch are on, and nothing blinds them. */
import {
  type Baseline,
  defineGuardrail,
  type Impact,
  type ResourceKey,
  type Subject,
} from "@holdfast/core";
import { subjectIn } from "../accounts/subject.ts";
import { called } from "../called.ts";
import {
  declaredKeys,
  declaredOf,
  declaredTrails,
  GUARDRAIL,
  guardDutyKeys,
  guardDutyKeysOf,
  trailKeysOf,
} from "./keys.ts";
import type { Live } from "./live.ts";
import { furtherFor } from "./trail/further.ts";

/** The declared trails alone; each account's roles have them under its own number. */
const trails = (baseline: Baseline) =>
  declaredTrails(baseline).map(
    ({ region, name }) => `arn:aws:cloudtrail:${region}:*:trail/${name}`,
  );

const further = (baseline: Baseline) =>
  furtherFor({ organization: declaredTrails(baseline).some(({ organization }) => organization) });

/** Detectors in the declared Regions, or what is in them. */
const detectors = (within: string) => (baseline: Baseline) =>
  guardDutyKeys(baseline).map(({ region }) => `arn:aws:guardduty:${region}:*:detector/*${within}`);

/** Where IAM knows no resource. */
const anyDetector = (baseline: Baseline) => (guardDutyKeys(baseline).length > 0 ? ["*"] : []);

export const securityServices = defineGuardrail({
  id: GUARDRAIL,
  domain: "accounts",
  severity: "CRITICAL",
  title: "The services that watch are on, and nothing blinds them",
  why: "Whoever stops a trail or a detector, or has it leave something out, does what comes next unseen; and without a trail no event reaches anybody, Holdfast included.",
  docs: "packages/guardrails/src/security-services/README.md",
  watches: [
    {
      pattern: called("cloudtrail", [
        "CreateTrail",
        "DeleteTrail",
        "PutEventSelectors",
        "StartLogging",
        "StopLogging",
        "UpdateTrail",
      ]),
      keys: trailKeysOf,
    },
    {
      pattern: called("guardduty", [
        "CreateDetector",
        "CreateFilter",
        "CreateIPSet",
        "DeleteDetector",
        "DeleteFilter",
        "DeleteIPSet",
        "UpdateDetector",
        "UpdateFilter",
        "UpdateIPSet",
        "UpdateOrganizationConfiguration",
      ]),
      keys: guardDutyKeysOf,
    },
  ],
  reads: [
    { action: "cloudtrail:GetTrail", resources: trails },
    { action: "cloudtrail:GetTrailStatus", resources: trails },
    { action: "cloudtrail:GetEventSelectors", resources: trails },
    { action: "guardduty:ListDetectors", resources: anyDetector },
    { action: "guardduty:GetDetector", resources: detectors("") },
    { action: "guardduty:DescribeOrganizationConfiguration", resources: detectors("") },
    { action: "guardduty:ListFilters", resources: detectors("") },
    { action: "guardduty:GetFilter", resources: detectors("/filter/*") },
    { action: "guardduty:ListIPSets", resources: detectors("") },
    { action: "guardduty:GetIPSet", resources: detectors("/ipset/*") },
  ],
  writes: [
    { action: "cloudtrail:StartLogging", resources: trails },
    { action: "cloudtrail:PutEventSelectors", resources: trails },
    { action: "cloudtrail:UpdateTrail", resources: trails, further },
    { action: "cloudtrail:CreateTrail", resources: trails, further },
    { action: "guardduty:CreateDetector", resources: anyDetector },
    { action: "guardduty:UpdateDetector", resources: detectors("") },
    { action: "guardduty:UpdateOrganizationConfiguration", resources: detectors("") },
    { action: "guardduty:UpdateFilter", resources: detectors("/filter/*") },
    { action: "guardduty:UpdateIPSet", resources: detectors("/ipset/*") },
  ],
  desired: (baseline) => ({ keys: declaredKeys(baseline), of: (key) => declaredOf(key, baseline) }),
  subject,
  declaredAt(key, baseline) {
    const declared = declaredOf(key, baseline);
    if (declared === undefined) return undefined;
    return { path: ["securityServices", declared.kind === "trail" ? "trails" : "guardDuty"] };
  },
  async *survey(aws, baseline, context) {
    yield* (await import("./live.ts")).survey(aws, baseline, context);
  },
  observe: async (key, aws, baseline) => (await import("./live.ts")).observe(key, aws, baseline),
  diff: async (want, live) => (await import("./judge.ts")).diff(want, live),
  plan: async (_key, want, live) => (await import("./judge.ts")).plan(want, live),
  impact: async (_key, want, live) => (want?.kind === "trail" ? blindness(live) : undefined),
});

function subject({ account, region, resource }: ResourceKey, baseline: Baseline): Subject {
  if (resource.startsWith("trail/")) {
    return subjectIn(account, baseline, {
      name: resource.slice(resource.indexOf("/") + 1),
      resourceType: "AwsCloudTrailTrail",
      resourceId: `arn:aws:cloudtrail:${region}:${account}:${resource}`,
    });
  }
  return subjectIn(account, baseline, {
    name: `guardduty/${region}`,
    resourceType: "Other",
    resourceId: `arn:aws:guardduty:${region}:${account}:detector`,
  });
}

function blindness(live: Live | undefined): Impact | undefined {
  if (live?.kind === "trail" && live.logging) return undefined;
  return {
    sentences: [
      "what was done meanwhile is in no log of this trail, and no event of it came by it: look at CloudTrail's event history",
    ],
    accounts: 1,
  };
}
