/** What an attacker may ask of CloudTrail, and how far its trails are from what was declared. */
import type { OrganizationSnapshot } from "@holdfast/lab";
import type { Gap } from "./distance.ts";
import type { Ground } from "./ground.ts";

const NAMES = ["organization-trail", "organization-trail", "mine"];
const BUCKETS = ["securecart-organization-trail", "somebody-elses-bucket"];

const name = ({ draw }: Ground) => draw.pick(NAMES);

export const TRAIL_INPUTS: Readonly<Record<string, (ground: Ground) => object>> = {
  CreateTrail: (on) => ({ Name: name(on), S3BucketName: on.draw.pick(BUCKETS) }),
  UpdateTrail: (on) => ({
    Name: name(on),
    ...(on.draw.chance(0.5) && { S3BucketName: on.draw.pick(BUCKETS) }),
    ...(on.draw.chance(0.5) && { IsMultiRegionTrail: on.draw.chance(0.5) }),
    ...(on.draw.chance(0.3) && { EnableLogFileValidation: false }),
    ...(on.draw.chance(0.3) && { S3KeyPrefix: "elsewhere" }),
  }),
  DeleteTrail: (on) => ({ Name: name(on) }),
  StartLogging: (on) => ({ Name: name(on) }),
  StopLogging: (on) => ({ Name: name(on) }),
  PutEventSelectors: (on) => ({
    TrailName: name(on),
    EventSelectors: [
      {
        ReadWriteType: on.draw.pick(["All", "ReadOnly", "WriteOnly"]),
        IncludeManagementEvents: on.draw.chance(0.5),
      },
    ],
  }),
};

/** Everything about a declared trail that is not as it was; others are nobody's business. */
export function trailGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  return Object.entries(declared.trails).flatMap(([id, trail]) => {
    const now = actual.trails[id];
    if (now === undefined) return [{ id: `${id} is gone`, lasting: null }];
    return [...new Set([...Object.keys(trail), ...Object.keys(now)])]
      .filter((part) => part !== "selectors" && trail[part] !== now[part])
      .concat(recordsAll(now.selectors) ? [] : ["selectors"])
      .map((part) => ({ id: `${part} of ${id} differs`, lasting: null }));
  });
}

function recordsAll(selectors = "{}"): boolean {
  const { basic = [] } = JSON.parse(selectors) as {
    readonly basic?: readonly {
      readonly ReadWriteType?: string;
      readonly IncludeManagementEvents?: boolean;
    }[];
  };
  return basic.some(
    ({ ReadWriteType, IncludeManagementEvents }) =>
      ReadWriteType === "All" && IncludeManagementEvents === true,
  );
}

/** Whether there was a time at which the declared trails did not tell of everything. */
export function wasDeaf(
  declared: OrganizationSnapshot,
  history: readonly { readonly organization: OrganizationSnapshot }[],
): boolean {
  return history.some(({ organization }) => trailGaps(declared, organization).length > 0);
}
