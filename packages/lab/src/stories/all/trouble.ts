/** AWS refuses, throttles, answers with old state or not at all; the function dies half way. */
import { byEnforcer } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const detach = async (stage: Stage) =>
  stage.attacker().detach(stage.policy("developers-no-iam"), stage.place("Root/Workloads"));

const MINUTE = 60_000;

export const troubleStories: readonly Story[] = [
  {
    id: "read-denied",
    title: "The enforcer may not read attachments: unknown is shown, and nothing is written",
    expects: "alert",
    async act(stage) {
      stage.lab.trouble.deny("organizations:ListPoliciesForTarget", stage.enforcerRole);
      await detach(stage);
    },
    also: ({ attempts, findings }) => [
      attempts.length > 0 && "something was written on unknown state",
      !JSON.stringify(findings).includes("UNKNOWN") &&
        "the finding does not say that it is unknown",
    ],
  },
  {
    id: "throttled",
    title: "Organizations throttles the read and the write, then lets them through",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.throttle("organizations:ListPoliciesForTarget", 2);
      stage.lab.trouble.throttle("organizations:AttachPolicy", 2);
      await detach(stage);
    },
  },
  {
    id: "stale-read",
    title: "The first read is stale and shows nothing wrong: the re-check finds it",
    expects: "revert",
    async act(stage) {
      await detach(stage);
      stage.lab.trouble.staleReads(10_000);
      await stage.pass(10_000);
      stage.lab.trouble.staleReads(0);
    },
  },
  {
    id: "security-hub-down",
    title: "Security Hub is down for five minutes: reverted at once, the finding comes later",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.fail("securityhub", 5 * MINUTE);
      await detach(stage);
    },
    also: (evidence) => [revertedLate(evidence)],
  },
  {
    id: "sns-down",
    title: "SNS is down for five minutes: reverted at once, the alert comes later, once",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.fail("sns", 5 * MINUTE);
      await detach(stage);
    },
    also: (evidence) => [
      revertedLate(evidence),
      evidence.alerts.length !== 1 && `${evidence.alerts.length} alerts instead of one`,
    ],
  },
  {
    id: "slack-down",
    title: "Slack is down for five minutes: reverted at once, the channel hears of it later, once",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.fail("slack", 5 * MINUTE);
      await detach(stage);
    },
    also: (evidence) => [
      revertedLate(evidence),
      evidence.slack?.length !== 1 && `${evidence.slack?.length} messages in Slack instead of one`,
    ],
  },
  {
    id: "table-down",
    title: "The incident table is down: reverted all the same, and it is said",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.fail("dynamodb", 5 * MINUTE);
      await detach(stage);
    },
    also: (evidence) => [
      revertedLate(evidence),
      !evidence.alerts.some(({ message }) => message.includes("incident table")) &&
        "no alert says that the table failed",
    ],
  },
  {
    id: "killed",
    title: "The function is killed between the write and the re-read",
    expects: "revert",
    async act(stage) {
      stage.lab.trouble.freeze(stage.enforcerRole, "organizations:AttachPolicy");
      await detach(stage);
    },
    also: ({ calls }) => [
      calls.filter((call) => byEnforcer(call) && call.action === "sns:Publish").length !== 1 &&
        "people were not told exactly once",
    ],
  },
];

/**
 * The outages last five minutes: a revert within a quarter of one was not held up by a sink. A table
 * that fails is asked several times, each with retries, before it goes on without.
 */
function revertedLate({ writes, attackedAt }: Parameters<NonNullable<Story["also"]>>[0]) {
  const first = writes[0];
  return first !== undefined && first.at - attackedAt > 15_000 && "the revert had to wait";
}
