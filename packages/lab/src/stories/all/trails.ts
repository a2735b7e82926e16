/** The organization's trail: stopped, deleted, made to leave things out, or turned elsewhere. */
import type { Evidence } from "../evidence.ts";
import type { Story } from "../story.ts";

const Name = "organization-trail";
const SECOND = 1000;

const told = (text: string) => (evidence: Evidence) => [
  !JSON.stringify(evidence.alerts).includes(text) && `nobody was told: ${text}`,
];

export const trailStories: readonly Story[] = [
  {
    id: "trail-stopped",
    title: "The organization's trail is stopped: the last event that it records has it log again",
    expects: "revert",
    act: async (stage) => {
      await stage.attacker().trails.stopLogging({ Name });
    },
    also: told("the trail does not log"),
  },
  {
    id: "trail-deleted",
    title: "The trail is deleted, and before it is made again a policy is detached unheard",
    expects: "revert",
    patience: 60 * 60 * SECOND,
    async act(stage) {
      const { attacker, place, policy, pass, scan } = stage;
      await attacker().trails.deleteTrail({ Name });
      await attacker().detach(policy("deny-delete-role"), place("Root/Workloads"));
      await pass(10 * SECOND);
      scan();
    },
    also: told("the trail is not there"),
  },
  {
    id: "trail-blinded",
    title: "The trail is made to record reads alone, of one Region, and to somebody else's bucket",
    expects: "revert",
    async act(stage) {
      const { trails } = stage.attacker();
      const EventSelectors = [
        { ReadWriteType: "ReadOnly" as const, IncludeManagementEvents: true },
      ];
      await trails.putEventSelectors({ TrailName: Name, EventSelectors });
      const S3BucketName = "somebody-elses-bucket";
      await trails.updateTrail({ Name, IsMultiRegionTrail: false, S3BucketName });
    },
    also: told("it does not record all management events"),
  },
];
