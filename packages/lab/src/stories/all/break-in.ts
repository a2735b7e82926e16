/** Everything at once: what somebody does who has got hold of an administrator's session. */
import type { Evidence } from "../evidence.ts";
import type { Stage, Story } from "../story.ts";
import { NOBODY } from "./roles.ts";
import { contained, UserName } from "./users.ts";

const OUTSIDE = "arn:aws:iam::999999999999:root";
const SECOND = 1000;

const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { AWS: OUTSIDE }, Action: "sts:AssumeRole" },
});

/** Who is named as the one who did it, in every alert. */
function actors({ alerts }: Evidence): readonly string[] {
  const causes = alerts.flatMap(({ byProtocol }) => {
    const { causes = [] } = JSON.parse(byProtocol.sqs ?? "{}");
    return causes as readonly { readonly actor: { readonly name: string } }[];
  });
  return [...new Set(causes.map(({ actor }) => actor.name))];
}

export const breakInStories: readonly Story[] = [
  {
    id: "break-in",
    title:
      "A whole break-in: in ten seconds policies are detached, a user is made and roles are opened",
    expects: "revert",
    async act(stage: Stage) {
      const { attacker, place, policy, pass } = stage;
      const management = attacker();
      await management.detach(policy("protect-security-services"), place("Root"));
      await management.detach(policy("no-iam-users"), place("Root"));
      await management.detach(policy("developers-no-iam"), place("Root/Workloads"));
      const { iam } = attacker(place("production"));
      await iam.updateAssumeRolePolicy({
        RoleName: "DeployRole",
        PolicyDocument: OPEN,
      });
      await pass(4 * SECOND);
      const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      await management.iam.createUser({ UserName });
      await management.iam.attachUserPolicy({ UserName, PolicyArn });
      await management.iam.createAccessKey({ UserName });
      await pass(4 * SECOND);
      await management.iam.createRole({
        RoleName: "Backup",
        AssumeRolePolicyDocument: OPEN,
      });
      await management.iam.attachRolePolicy({ RoleName: "Backup", PolicyArn });
    },
    ends(evidence, stage) {
      const ends = contained("management")(evidence, stage);
      const role = `${stage.place("management")}/role/Backup`;
      const made = evidence.attacked.iam.roles[role];
      if (made === undefined) throw new Error("the role is gone");
      const roles = {
        ...evidence.before.iam.roles,
        [role]: { ...made, trust: NOBODY },
      };
      return { ...ends, iam: { ...ends.iam, roles } };
    },
    also: (evidence) => [
      actors(evidence).join() !== "admin@securecart.example" &&
        `the alerts name ${actors(evidence).join(", ")}`,
      evidence.findings.length !== 5 && `there are ${evidence.findings.length} findings`,
    ],
  },
];
