/** GuardDuty in the account that administers it: switched off, or kept from telling. */
import { refused } from "../attacker.ts";
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const ADMINISTRATOR = "security";
const REGION = "us-east-1";

/** The policies that keep GuardDuty on are taken away first. */
async function unguarded(stage: Stage) {
  const { attacker, place, policy } = stage;
  await attacker().detach(policy("protect-security-services"), place("Root"));
  await attacker().detach(policy("protect-guardduty-securityhub"), place("Root/Security"));
  const { guardDuty } = attacker(place(ADMINISTRATOR));
  const [DetectorId = ""] = (await guardDuty.listDetectors({})).DetectorIds ?? [];
  return { guardDuty, DetectorId };
}

const key = (stage: Stage) => `${stage.place(ADMINISTRATOR)}/detector/${REGION}`;

/** As before, but for one part of the detector, which stays as evidence and has no effect. */
function but(part: string, value: string): NonNullable<Story["ends"]> {
  return ({ before }, stage) => {
    const detector = { ...before.detectors[key(stage)], [part]: value };
    return { ...before, detectors: { ...before.detectors, [key(stage)]: detector } };
  };
}

const told = (text: string) => (evidence: Evidence) => [
  !JSON.stringify(evidence.alerts).includes(text) && `nobody was told: ${text}`,
];

export const detectorStories: readonly Story[] = [
  {
    id: "detector-refused",
    title: "GuardDuty is to be suspended in the security account: the policies there refuse it",
    expects: "nothing",
    async act(stage) {
      const { guardDuty } = stage.attacker(stage.place(ADMINISTRATOR));
      const [DetectorId = ""] = (await guardDuty.listDetectors({})).DetectorIds ?? [];
      await refused(guardDuty.updateDetector({ DetectorId, Enable: false }));
    },
  },
  {
    id: "detector-deleted",
    title: "Policies are detached, GuardDuty lets go of its members, and its detector is deleted",
    expects: "revert",
    async act(stage) {
      const { guardDuty, DetectorId } = await unguarded(stage);
      await guardDuty.updateOrganizationConfiguration({
        DetectorId,
        AutoEnableOrganizationMembers: "NONE",
      });
      await guardDuty.deleteDetector({ DetectorId });
    },
    also: told("there is no detector"),
  },
  {
    id: "detector-suspended",
    title: "Policies are detached, and GuardDuty's detector is suspended and loses a feature",
    expects: "revert",
    async act(stage) {
      const { guardDuty, DetectorId } = await unguarded(stage);
      await guardDuty.updateOrganizationConfiguration({
        DetectorId,
        AutoEnableOrganizationMembers: "NEW",
        Features: [{ Name: "S3_DATA_EVENTS", AutoEnable: "NONE" }],
      });
      await guardDuty.updateDetector({ DetectorId, Enable: false });
    },
    also: told("the detector is suspended"),
  },
  {
    id: "detector-blinded",
    title: "Policies are detached, and a filter archives every finding before anybody sees it",
    expects: "revert",
    async act(stage) {
      const { guardDuty, DetectorId } = await unguarded(stage);
      await guardDuty.createFilter({
        DetectorId,
        Name: "noise",
        Action: "ARCHIVE",
        FindingCriteria: { Criterion: { severity: { GreaterThanOrEqual: 1 } } },
      });
    },
    ends: but("filters/noise", "NOOP"),
    also: told("the filter noise archives findings unseen"),
  },
];
