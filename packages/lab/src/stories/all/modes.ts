/** Where Holdfast is told to hold back: it says so and does not write. */
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const ROGUE_DENY = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

const silent = ({ writes }: Evidence) =>
  writes.length > 0 && `the enforcer wrote ${writes.length} times`;

async function attachRogue(stage: Stage, place: string): Promise<string> {
  const attacker = stage.attacker();
  const rogue = await attacker.create("vendor-trial", ROGUE_DENY);
  await attacker.attach(rogue, stage.place(place));
  return rogue;
}

/** Without what the enforcer attached again, `attacked` is how it ends. */
const restored = (policy: string, place: string) => (evidence: Evidence, stage: Stage) => {
  const { attacked } = evidence;
  const [id, target] = [stage.policy(policy), stage.place(place)];
  const others = (attacked.attachments[target] ?? []).filter((one) => one !== id);
  return {
    ...attacked,
    attachments: { ...attacked.attachments, [target]: [...others, id].sort() },
  };
};

export const modeStories: readonly Story[] = [
  {
    id: "exemption",
    title: "An exemption covers the drift: shown, not touched",
    expects: "alert",
    act: async (stage) => void (await attachRogue(stage, "devops")),
    also: (evidence) => [silent(evidence)],
  },
  {
    id: "exemption-expired",
    title: "The same on the day after the exemption has expired",
    expects: "revert",
    startsAt: "2027-02-01T09:00:00Z",
    act: async (stage) => void (await attachRogue(stage, "devops")),
  },
  {
    id: "mode-alert",
    title: "A unit in mode alert: told, not touched",
    expects: "alert",
    act: async (stage) =>
      stage.attacker().detach(stage.policy("no-production-access"), stage.place("Root/Sandbox")),
    also: (evidence) => [silent(evidence)],
  },
  {
    id: "mode-restrict",
    title: "A unit in mode restrict: protection comes back, nothing is given back",
    expects: "alert",
    async act(stage) {
      await attachRogue(stage, "Root/Infrastructure");
      await stage
        .attacker()
        .detach(stage.policy("deny-delete-role"), stage.place("Root/Infrastructure"));
    },
    ends: restored("deny-delete-role", "Root/Infrastructure"),
    also: ({ writes }) => [
      writes.some(({ action }) => action === "organizations:DetachPolicy") &&
        "access was given back",
    ],
  },
  {
    id: "hold",
    title: "A hold on an account forbids giving access back there while an incident is under way",
    expects: "alert",
    async act(stage) {
      await stage.hold(stage.place("dev"), "stolen laptop, case 42");
      await attachRogue(stage, "Root/Workloads");
      await stage
        .attacker()
        .detach(stage.policy("developers-no-iam"), stage.place("Root/Workloads"));
    },
    ends: restored("developers-no-iam", "Root/Workloads"),
  },
];
