/** Who did it makes no difference: a decision is never taken from an identity. */
import type { Story } from "../story.ts";

export const callerStories: readonly Story[] = [
  {
    id: "impersonator",
    title: "The caller's role and session are named like the enforcer's",
    expects: "revert",
    async act(stage) {
      const { lab, enforcerRole } = stage;
      const management = stage.place("management");
      // IAM allows a name once per account, so a look-alike is as near as an attacker gets.
      const role = lab.identity.addRole({
        account: management,
        name: `${enforcerRole}s`,
        trust: [management],
      });
      const { accessKeyId } = lab.identity.assumeRole(management, {
        roleArn: role.arn,
        sessionName: enforcerRole,
      });
      await stage
        .attacker(accessKeyId)
        .detach(stage.policy("developers-no-iam"), stage.place("Root/Workloads"));
    },
  },
  {
    id: "root-user",
    title: "The management account's root user detaches a policy",
    expects: "revert",
    async act(stage) {
      const key = stage.lab.identity.rootKey(stage.place("management"));
      await stage.attacker(key).detach(stage.policy("deny-root-user"), stage.place("Root"));
    },
  },
];
