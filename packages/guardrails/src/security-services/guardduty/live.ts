/** GuardDuty in the administrator's account and one Region, as it is now. */
import { AwsError, type Caller, type Observed, type Place } from "@holdfast/core";

export type Live = {
  readonly kind: "guardduty";
  readonly detector: string;
  readonly enabled: boolean;
  /** Those that are on for the administrator itself. */
  readonly features: readonly string[];
  /** Which members GuardDuty is switched on for: `ALL`, `NEW` or `NONE`. */
  readonly members: string;
  /** Features that every member gets. */
  readonly memberFeatures: readonly string[];
  /** Filters that archive what they match. */
  readonly archiving: readonly string[];
  /** Lists of addresses that are trusted. */
  readonly trusted: readonly { readonly id: string; readonly name: string }[];
};

export type Reads =
  | "guardduty:DescribeOrganizationConfiguration"
  | "guardduty:GetDetector"
  | "guardduty:GetFilter"
  | "guardduty:GetIPSet"
  | "guardduty:ListDetectors"
  | "guardduty:ListFilters"
  | "guardduty:ListIPSets";

/** Five calls, and one for each filter and list. */
export async function observe(place: Place, aws: Caller<Reads>): Promise<Observed<Live>> {
  const there = aws.at(place);
  const { DetectorIds = [] } = await there.call("guardduty:ListDetectors", {});
  const [detector] = DetectorIds;
  if (detector === undefined) return { kind: "absent" };
  const of = { DetectorId: detector };
  const [own, organization, archiving, trusted] = await Promise.all([
    there.call("guardduty:GetDetector", of),
    there.call("guardduty:DescribeOrganizationConfiguration", of),
    archivingIn(detector, there),
    trustedIn(detector, there),
  ]);
  if (own.Status === undefined || organization.AutoEnableOrganizationMembers === undefined) {
    const message = "a detector without status, or an organization without settings";
    throw new AwsError("guardduty:GetDetector", "IncompleteDetector", "refused", message);
  }
  return {
    kind: "present",
    live: {
      kind: "guardduty",
      detector,
      enabled: own.Status === "ENABLED",
      features: namesOf(own.Features ?? [], ({ Status }) => Status === "ENABLED"),
      members: organization.AutoEnableOrganizationMembers,
      memberFeatures: namesOf(
        organization.Features ?? [],
        ({ AutoEnable }) => AutoEnable === "ALL",
      ),
      archiving,
      trusted,
    },
  };
}

function namesOf<F extends { readonly Name?: string | undefined }>(
  features: readonly F[],
  isOn: (feature: F) => boolean,
): readonly string[] {
  return features.filter(isOn).flatMap(({ Name }) => Name ?? []);
}

async function archivingIn(DetectorId: string, there: Caller<Reads>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { FilterNames = [] } of there.pages("guardduty:ListFilters", { DetectorId })) {
    names.push(...FilterNames);
  }
  const filters = await Promise.all(
    names.map(async (FilterName) => {
      const { Action } = await there.call("guardduty:GetFilter", { DetectorId, FilterName });
      return { FilterName, Action };
    }),
  );
  return filters.flatMap(({ FilterName, Action }) => (Action === "ARCHIVE" ? FilterName : []));
}

/** Whatever is not said to be inactive may be trusted. */
async function trustedIn(DetectorId: string, there: Caller<Reads>): Promise<Live["trusted"]> {
  const ids: string[] = [];
  for await (const { IpSetIds = [] } of there.pages("guardduty:ListIPSets", { DetectorId })) {
    ids.push(...IpSetIds);
  }
  const sets = await Promise.all(
    ids.map(async (id) => {
      const set = await there.call("guardduty:GetIPSet", { DetectorId, IpSetId: id });
      return { id, name: set.Name ?? "", status: set.Status ?? "" };
    }),
  );
  return sets
    .filter(({ status }) => !["INACTIVE", "DEACTIVATING", "DELETED"].includes(status))
    .map(({ id, name }) => ({ id, name }));
}
