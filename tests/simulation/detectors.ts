/** What an attacker may ask of GuardDuty, and how far it is from what was declared. */
import type { OrganizationSnapshot } from "@holdfast/lab";
import type { Gap } from "./distance.ts";
import type { Ground } from "./ground.ts";

const FEATURES = ["S3_DATA_EVENTS", "RUNTIME_MONITORING"];

/** Whoever is at it in the management account can get into any other. */
export function administratorOf({ detectors, management }: Ground): string {
  return [...detectors.values()][0]?.account ?? management;
}

/** Of the Region that everything is called in. */
const detector = ({ detectors }: Ground) =>
  [...detectors.values()].find(({ region }) => region === "us-east-1");
const id = (on: Ground) => ({ DetectorId: detector(on)?.id ?? "0".repeat(32) });
const filter = (on: Ground) =>
  on.draw.pick([...(detector(on)?.filters.keys() ?? []), "noise", "more"]);
const ipSet = (on: Ground) =>
  on.draw.pick([...(detector(on)?.ipSets.keys() ?? []), "1".repeat(32)]);

export const DETECTOR_INPUTS: Readonly<Record<string, (ground: Ground) => object>> = {
  CreateDetector: (on) => ({ Enable: on.draw.chance(0.5) }),
  UpdateDetector: (on) => ({
    ...id(on),
    ...(on.draw.chance(0.5) && { Enable: false }),
    Features: [{ Name: on.draw.pick(FEATURES), Status: "DISABLED" }],
  }),
  DeleteDetector: id,
  UpdateOrganizationConfiguration: (on) => ({
    ...id(on),
    AutoEnableOrganizationMembers: on.draw.pick(["ALL", "NEW", "NONE"]),
    ...(on.draw.chance(0.5) && {
      Features: [{ Name: on.draw.pick(FEATURES), AutoEnable: on.draw.pick(["NEW", "NONE"]) }],
    }),
  }),
  CreateFilter: (on) => ({
    ...id(on),
    Name: on.draw.pick(["noise", "more"]),
    Action: on.draw.pick(["ARCHIVE", "NOOP"]),
    FindingCriteria: { Criterion: {} },
  }),
  UpdateFilter: (on) => ({ ...id(on), FilterName: filter(on), Action: "ARCHIVE" }),
  DeleteFilter: (on) => ({ ...id(on), FilterName: filter(on) }),
  CreateIPSet: (on) => ({
    ...id(on),
    Name: "office",
    Format: "TXT",
    Location: "https://s3.amazonaws.com/lists/office.txt",
    Activate: on.draw.chance(0.7),
  }),
  UpdateIPSet: (on) => ({ ...id(on), IpSetId: ipSet(on), Activate: true }),
  DeleteIPSet: (on) => ({ ...id(on), IpSetId: ipSet(on) }),
};

/** What is off, and what keeps findings from people. Nobody can reach into an account that is gone. */
export function detectorGaps(declared: OrganizationSnapshot, actual: OrganizationSnapshot): Gap[] {
  return Object.entries(declared.detectors).flatMap(([key, wanted]) => {
    const account = key.slice(0, key.indexOf("/"));
    if (actual.accounts[account]?.state !== "ACTIVE") return [];
    // Without the delegation, which is another guardrail's, it has no say over members.
    const administers =
      actual.delegatedAdministrators[account]?.includes("guardduty.amazonaws.com");
    const now = actual.detectors[key];
    if (now === undefined) return [{ id: `${key} is gone`, lasting: null }];
    const off = Object.keys(wanted)
      .filter((part) => wanted[part] !== now[part])
      .filter((part) => administers || !part.startsWith("member"))
      .map((part) => `${part} of ${key} is ${now[part]}`);
    const blind = Object.keys(now).filter(
      (part) =>
        (part.startsWith("filters/") && now[part] === "ARCHIVE") ||
        (part.startsWith("ipSets/") && now[part] === "true"),
    );
    return [...off, ...blind.map((part) => `${part} of ${key} blinds`)].map((one) => ({
      id: one,
      lasting: null,
    }));
  });
}
