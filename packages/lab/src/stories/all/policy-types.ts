/** A whole policy type is disabled: one call that takes every policy of it everywhere. */
import { DisablePolicyTypeCommand, type PolicyType } from "@aws-sdk/client-organizations";
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";

const disable = (PolicyType: PolicyType) => async (stage: Stage) => {
  const RootId = stage.place("Root");
  const { organizations } = stage.attacker();
  await organizations.send(new DisablePolicyTypeCommand({ RootId, PolicyType }));
};

/** People are told of the type; what went with it comes back without an alert of its own. */
const toldOnce = ({ alerts }: Evidence) => {
  const told = alerts.filter(({ subject }) => subject?.includes("Reverted"));
  return told.length !== 1 && `${told.length} alerts of a revert instead of one`;
};

export const policyTypeStories: readonly Story[] = [
  {
    id: "scps-disabled",
    title: "Service control policies are disabled: all are back but where the mode is alert",
    expects: "alert",
    act: disable("SERVICE_CONTROL_POLICY"),
    ends({ before }, stage) {
      const sandbox = stage.place("Root/Sandbox");
      const lost = stage.policy("no-production-access");
      const left = (before.attachments[sandbox] ?? []).filter((id) => id !== lost);
      return { ...before, attachments: { ...before.attachments, [sandbox]: left } };
    },
    also: (evidence) => [toldOnce(evidence)],
  },
  {
    id: "rcps-disabled",
    title: "Resource control policies are disabled: the type and what was attached come back",
    expects: "revert",
    act: disable("RESOURCE_CONTROL_POLICY"),
    also: (evidence) => [toldOnce(evidence)],
  },
];
