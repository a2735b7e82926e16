/**
 * Which events reach EventBridge: those of calls only where a trail with logging switched on records them
 * (EventBridge User Guide).
 */
import type { OrganizationState } from "../organizations/state.ts";
import type { RecordJson } from "../trail/record.ts";
import type { TrailState } from "./state.ts";

/** `record` is CloudTrail's. What is done to a trail is the last that it records. */
export function isRecorded(record: RecordJson, { trails, accounts }: OrganizationState): boolean {
  if (record.eventSource === "cloudtrail.amazonaws.com") return true;
  const account = String(record.recipientAccountId);
  return [...trails.values()].some(
    (trail) =>
      trail.logging &&
      (trail.multiRegion || trail.homeRegion === record.awsRegion) &&
      (trail.account === account || (trail.organization && accounts.has(account))) &&
      selects(trail, record.readOnly === true),
  );
}

function selects({ selectors }: TrailState, readOnly: boolean): boolean {
  if ("advanced" in selectors) {
    return selectors.advanced.some(({ FieldSelectors = [] }) => {
      const values = (field: string) =>
        FieldSelectors.find(({ Field }) => Field === field)?.Equals ?? [];
      const wanted = values("readOnly");
      return (
        values("eventCategory").includes("Management") &&
        (wanted.length === 0 || wanted.includes(String(readOnly)))
      );
    });
  }
  return selectors.basic.some(({ IncludeManagementEvents = true, ReadWriteType = "All" }) => {
    const kinds = ReadWriteType === "All" ? [true, false] : [ReadWriteType === "ReadOnly"];
    return IncludeManagementEvents && kinds.includes(readOnly);
  });
}
