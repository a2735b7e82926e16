/** What puts GuardDuty right: it detects again, for everybody, and nothing is kept from people. */
import type { DeclaredGuardDuty, GuardDutyFeature, Step } from "@holdfast/core";
import { missing, undeclared } from "./diff.ts";
import type { Live } from "./live.ts";

export type Writes =
  | "guardduty:CreateDetector"
  | "guardduty:UpdateDetector"
  | "guardduty:UpdateFilter"
  | "guardduty:UpdateIPSet"
  | "guardduty:UpdateOrganizationConfiguration";

/** To detect gives and takes no access. */
const NEUTRAL = { effect: "neutral" } as const;

/** A detector that is made has an id of its own: what is about it has to wait for the next look. */
export function plan(
  want: DeclaredGuardDuty,
  region: string,
  live: Live | undefined,
): readonly Step<Writes>[] {
  const { administrator: account, features } = want;
  const place = { account, region };
  if (live === undefined) {
    return [
      {
        action: "guardduty:CreateDetector",
        input: { Enable: true, ...switchedOn(features) },
        reason: "make a detector again, with the declared features",
        at: { ...place, resources: ["*"] },
        ...NEUTRAL,
      },
    ];
  }
  const { detector: DetectorId } = live;
  const arn = `arn:aws:guardduty:${region}:${account}:detector/${DetectorId}`;
  const at = { ...place, resources: [arn] };
  const own = missing(features, live.features);
  const { archiving, trusted } = undeclared(want, live);
  const members =
    live.members === "ALL" && missing(features, live.memberFeatures).length === 0
      ? []
      : [
          {
            action: "guardduty:UpdateOrganizationConfiguration" as const,
            input: {
              DetectorId,
              AutoEnableOrganizationMembers: "ALL" as const,
              ...(features.length > 0 && {
                Features: features.map((Name) => ({ Name, AutoEnable: "ALL" as const })),
              }),
            },
            reason: "switch it on for every member, with the declared features",
            at,
            ...NEUTRAL,
          },
        ];
  return [
    ...(live.enabled && own.length === 0
      ? []
      : [
          {
            action: "guardduty:UpdateDetector" as const,
            input: { DetectorId, Enable: true, ...switchedOn(own) },
            reason: "have the detector detect, with the declared features",
            at,
            ...NEUTRAL,
          },
        ]),
    ...members,
    ...archiving.map(
      (FilterName): Step<Writes> => ({
        action: "guardduty:UpdateFilter",
        input: { DetectorId, FilterName, Action: "NOOP" },
        reason: `have the filter ${FilterName} archive nothing`,
        at: { ...place, resources: [`${arn}/filter/${FilterName}`] },
        ...NEUTRAL,
      }),
    ),
    ...trusted.map(
      ({ id, name }): Step<Writes> => ({
        action: "guardduty:UpdateIPSet",
        input: { DetectorId, IpSetId: id, Activate: false },
        reason: `have nobody in the list ${name} trusted`,
        at: { ...place, resources: [`${arn}/ipset/${id}`] },
        ...NEUTRAL,
      }),
    ),
  ];
}

function switchedOn(features: readonly GuardDutyFeature[]) {
  if (features.length === 0) return {};
  return { Features: features.map((Name) => ({ Name, Status: "ENABLED" as const })) };
}
