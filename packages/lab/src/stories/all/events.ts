/** Events that fail, repeat, come late, never come, or come by the thousand. */
import { refused } from "../attacker.ts";
import { readsOf } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const POLICY = "developers-no-iam";
const UNIT = "Root/Workloads";
const detach = async (stage: Stage) =>
  stage.attacker().detach(stage.policy(POLICY), stage.place(UNIT));
const attach = async (stage: Stage) =>
  stage.attacker().attach(stage.policy(POLICY), stage.place(UNIT));

export const eventStories: readonly Story[] = [
  {
    id: "failed-attach",
    title: "Attaching a policy that is attached already fails: nothing has changed",
    expects: "nothing",
    act: async (stage) => refused(attach(stage)),
  },
  {
    id: "failed-detach",
    title: "Detaching a policy that is not attached fails: nothing has changed",
    expects: "nothing",
    act: async (stage) =>
      refused(stage.attacker().detach(stage.policy(POLICY), stage.place("Root/Security"))),
  },
  {
    id: "mistake-seen",
    title: "Somebody detaches a policy; it is back before they can re-attach it themselves",
    expects: "revert",
    async act(stage) {
      await detach(stage);
      await stage.pass(10_000);
      // Refused as a duplicate where Holdfast was first; without it this is the repair.
      await attach(stage).catch(() => {});
      if (
        !stage.lab.organization().attachments[stage.place(UNIT)]?.includes(stage.policy(POLICY))
      ) {
        throw new Error("the repair did not arrive");
      }
    },
  },
  {
    id: "mistake-repaired",
    title: "Somebody detaches a policy and re-attaches it before anybody looks",
    expects: "nothing",
    async act(stage) {
      await detach(stage);
      await attach(stage);
    },
  },
  {
    id: "same-event-ten-times",
    title: "The same event arrives ten times",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.events({ repeat: 10, late: 2_000 });
      await detach(stage);
    },
    also: ({ writes, alerts, findings }) => [
      writes.length !== 1 && `${writes.length} writes instead of one`,
      alerts.length !== 1 && `${alerts.length} alerts instead of one`,
      findings.length !== 1 && `${findings.length} findings instead of one`,
    ],
  },
  {
    id: "flood",
    title: "1,000 events on one target within a minute, a detached policy among the first",
    expects: "revert",
    async act(stage) {
      await detach(stage);
      const bare = stage.attacker();
      const unit = stage.place(UNIT);
      const noise = await bare.create("noise", { Effect: "Allow", Action: "*", Resource: "*" });
      // Declared nowhere, so each pair is drift for a moment and gone again.
      for (let pair = 0; pair < 500; pair++) {
        await bare.attach(noise, unit);
        await bare.detach(noise, unit).catch(() => {}); // Holdfast may have been first
        await stage.pass(120);
      }
    },
    also(evidence, stage) {
      const reads = readsOf(evidence, stage.place(UNIT), "SERVICE_CONTROL_POLICY");
      const from = evidence.calls[0]?.at ?? 0;
      const minute = reads.filter(({ at }) => at <= from + 60_000);
      return [minute.length > 5 && `${minute.length} reads of one key within the minute`];
    },
  },
  {
    id: "event-lost",
    title: "An event is lost; the drift is found when a neighbour drifts, a minute later",
    expects: "revert",
    async act(stage) {
      const attacker = stage.attacker();
      const restore = stage.lab.trouble.events({ lose: 1 });
      await detach(stage);
      await stage.pass(10_000);
      restore();
      await attacker.detach(
        stage.policy("protect-guardduty-securityhub"),
        stage.place("Root/Security"),
      );
    },
  },
];
