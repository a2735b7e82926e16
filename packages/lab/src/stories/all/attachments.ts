/** Policies detached, attached and swapped: what must come back by itself. */
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

/** A deny that nobody declared: looks like protection, and can lock people out. */
const ROGUE_DENY = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

const once = ({ alerts }: Evidence) =>
  alerts.length !== 1 && `${alerts.length} alerts instead of one`;

/** An attacker takes `policy` off `place`. */
const detach = (policy: string, place: string) => async (stage: Stage) =>
  stage.attacker().detach(stage.policy(policy), stage.place(place));

const attachRogue = (place: string) => async (stage: Stage) => {
  const attacker = stage.attacker();
  const rogue = await attacker.create("quiet-maintenance", ROGUE_DENY);
  await attacker.attach(rogue, stage.place(place));
};

export const attachmentStories: readonly Story[] = [
  {
    id: "detach-from-unit",
    title: "A policy is detached from an organizational unit",
    expects: "revert",
    act: detach("developers-no-iam", "Root/Workloads"),
    also: (evidence) => [once(evidence)],
  },
  {
    id: "detach-from-root",
    title: "A policy is detached from the root: every account loses it",
    expects: "revert",
    act: detach("deny-leave-organization", "Root"),
    also: (evidence) => [once(evidence)],
  },
  {
    id: "detach-from-account",
    title: "A policy is detached from an account that declares one of its own",
    expects: "revert",
    act: detach("protect-production-data", "production"),
    also: (evidence) => [once(evidence)],
  },
  {
    id: "rogue-on-root",
    title: "An undeclared deny policy is attached to the root",
    expects: "revert",
    act: attachRogue("Root"),
  },
  {
    id: "rogue-on-unit",
    title: "An undeclared deny policy is attached to a unit",
    expects: "revert",
    act: attachRogue("Root/Security"),
  },
  {
    id: "rogue-on-account",
    title: "An undeclared deny policy is attached to an account",
    expects: "revert",
    act: attachRogue("security"),
  },
  {
    id: "swap-all",
    title: "All policies of a unit are swapped for one that allows everything",
    expects: "revert",
    async act(stage) {
      const attacker = stage.attacker();
      const unit = stage.place("Root/Workloads");
      const open = await attacker.create("baseline-v2", {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
      });
      await attacker.attach(open, unit);
      for (const name of ["developers-no-iam", "deny-delete-role"]) {
        await attacker.detach(stage.policy(name), unit);
      }
    },
    also: ({ writes }) => {
      const attached = writes.findLastIndex(
        ({ action }) => action === "organizations:AttachPolicy",
      );
      const detached = writes.findIndex(({ action }) => action === "organizations:DetachPolicy");
      return [detached < attached && "something was detached before everything was attached"];
    },
  },
  {
    id: "full-slots",
    title: "A declared policy is detached, and its slot filled up to the limit of ten",
    expects: "revert",
    async act(stage) {
      const attacker = stage.attacker();
      const root = stage.place("Root");
      await attacker.detach(stage.policy("deny-root-user"), root);
      const attached = stage.lab.organization().attachments[root]?.length ?? 0;
      for (let slot = attached; slot < 10; slot++) {
        await attacker.attach(await attacker.create(`filler-${slot}`, ROGUE_DENY), root);
      }
    },
    also: ({ attempts }) => [
      attempts.some(({ outcome }) => outcome.includes("Constraint")) && "a quota stood in the way",
    ],
  },
  {
    id: "rcp-detached",
    title: "A resource control policy is detached from a unit",
    expects: "revert",
    act: detach("resource-perimeter", "Root/Workloads"),
  },
];
