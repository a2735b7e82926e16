/** How the organization comes to trust others than the declared ones. */
import {
  DeleteResourcePolicyCommand,
  DeregisterDelegatedAdministratorCommand,
  DisableAWSServiceAccessCommand,
  EnableAWSServiceAccessCommand,
  OrganizationsClient,
  PutResourcePolicyCommand,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import * as fc from "fast-check";
import { baseline } from "../support/securecart.ts";
import type { Ground } from "./ground.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";
const SERVICES = [STACK_SETS, "guardduty.amazonaws.com", "config.amazonaws.com"] as const;
const ACCOUNTS = ["security", "playground"] as const;

type Send = (client: OrganizationsClient) => Promise<unknown>;

function attack(title: string, send: Send): Attack {
  return {
    title,
    async perform({ scene }: Ground) {
      const client = new OrganizationsClient({
        ...scene.connection,
        region: "us-east-1",
        credentials: { accessKeyId: scene.management, secretAccessKey: "any" },
        maxAttempts: 1,
      });
      await send(client);
    },
  };
}

function idOf(name: string): string {
  const account = baseline.accounts.find((one) => one.name === name);
  if (account === undefined) throw new Error(`SecureCart has no ${name}`);
  return account.id;
}

const registers = (account: string, ServicePrincipal: string) =>
  attack(`lets ${account} administer ${ServicePrincipal}`, (client) =>
    client.send(
      new RegisterDelegatedAdministratorCommand({ AccountId: idOf(account), ServicePrincipal }),
    ),
  );
const deregisters = (account: string, ServicePrincipal: string) =>
  attack(`no longer lets ${account} administer ${ServicePrincipal}`, (client) =>
    client.send(
      new DeregisterDelegatedAdministratorCommand({ AccountId: idOf(account), ServicePrincipal }),
    ),
  );
const trusts = (ServicePrincipal: string) =>
  attack(`trusts ${ServicePrincipal}`, (client) =>
    client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal })),
  );
const distrusts = (ServicePrincipal: string) =>
  attack(`no longer trusts ${ServicePrincipal}`, (client) =>
    client.send(new DisableAWSServiceAccessCommand({ ServicePrincipal })),
  );

const OPEN = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${idOf("playground")}:root` },
    Action: ["organizations:AttachPolicy", "organizations:DetachPolicy"],
    Resource: "*",
  },
});
const delegates = attack("delegates policies to playground", (client) =>
  client.send(new PutResourcePolicyCommand({ Content: OPEN })),
);
const ends = attack("deletes the delegation policy", (client) =>
  client.send(new DeleteResourcePolicyCommand({})),
);

function both(...attacks: readonly Attack[]): Attack {
  return {
    title: attacks.map(({ title }) => title).join(" and "),
    async perform(ground) {
      for (const one of attacks) await one.perform(ground);
    },
  };
}

const account = fc.constantFrom(...ACCOUNTS);
const service = fc.constantFrom(...SERVICES);

export const organizationTrust: Scenarios = {
  drifts: [
    registers("playground", STACK_SETS),
    deregisters("security", "guardduty.amazonaws.com"),
    both(
      deregisters("security", "securityhub.amazonaws.com"),
      distrusts("securityhub.amazonaws.com"),
    ),
    trusts("config.amazonaws.com"),
    delegates,
    ends,
  ],
  attacks: fc.oneof(
    fc
      .tuple(fc.constantFrom(registers, deregisters), account, service)
      .map(([act, ...on]) => act(...on)),
    fc.tuple(fc.constantFrom(trusts, distrusts), service).map(([act, on]) => act(on)),
    fc.constantFrom(delegates, ends),
  ),
};
