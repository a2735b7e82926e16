/** Whom the organization trusts: others are let in, and let out again. */
import {
  DeregisterDelegatedAdministratorCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  PutResourcePolicyCommand,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import type { Stage, Story } from "../story.ts";

const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";
const SECURITY_HUB = "securityhub.amazonaws.com";

/** Whoever is in the account may then attach and detach policies anywhere. */
function delegationTo(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ["organizations:AttachPolicy", "organizations:DetachPolicy", "organizations:List*"],
      Resource: "*",
    },
  });
}

const organizations = (stage: Stage) => stage.attacker().organizations;

export const trustStories: readonly Story[] = [
  {
    id: "administrator-registered",
    title:
      "The playground becomes delegated administrator for StackSets: it could deploy into every account",
    expects: "revert",
    async act(stage) {
      await organizations(stage).send(
        new RegisterDelegatedAdministratorCommand({
          AccountId: stage.place("playground"),
          ServicePrincipal: STACK_SETS,
        }),
      );
    },
  },
  {
    id: "delegation-used",
    title: "Policies are delegated to the playground, which detaches one at once",
    expects: "revert",
    async act(stage) {
      const playground = stage.place("playground");
      await organizations(stage).send(
        new PutResourcePolicyCommand({ Content: delegationTo(playground) }),
      );
      await stage
        .attacker(playground)
        .detach(stage.policy("developers-no-iam"), stage.place("Root/Workloads"));
    },
  },
  {
    id: "administrator-lost",
    title: "Security no longer administers Security Hub, and the service loses its access",
    expects: "revert",
    async act(stage) {
      const client = organizations(stage);
      const AccountId = stage.place("security");
      await client.send(
        new DeregisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal: SECURITY_HUB }),
      );
      await client.send(new DisableAWSServiceAccessCommand({ ServicePrincipal: SECURITY_HUB }));
    },
  },
  {
    id: "service-trusted",
    title:
      "A service that nobody declared gets trusted access: told, as ending it might destroy more",
    expects: "alert",
    async act(stage) {
      await organizations(stage).send(
        new EnableAWSServiceAccessCommand({ ServicePrincipal: "config.amazonaws.com" }),
      );
    },
  },
];
