/** Somebody who changes the organization through the real API. */
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { IAM } from "@aws-sdk/client-iam";
import { Identitystore } from "@aws-sdk/client-identitystore";
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DetachPolicyCommand,
  OrganizationsClient,
  type OrganizationsClientConfig,
  type PolicyType,
} from "@aws-sdk/client-organizations";
import { SSOAdmin } from "@aws-sdk/client-sso-admin";

export interface Attacker {
  /** For everything that has no word of its own here. */
  readonly organizations: OrganizationsClient;
  readonly sso: SSOAdmin;
  readonly directory: Identitystore;
  readonly iam: IAM;
  readonly trails: CloudTrail;
  readonly guardDuty: GuardDuty;
  attach(policyId: string, targetId: string): Promise<void>;
  detach(policyId: string, targetId: string): Promise<void>;
  /** Creates a policy and returns its id. */
  create(name: string, statement: object, type?: PolicyType): Promise<string>;
}

/** Leads SDK clients to the lab: its address, or a handler in the same process. */
export type Connection = Pick<OrganizationsClientConfig, "endpoint" | "requestHandler">;

export function createAttacker(accessKeyId: string, connection: Connection): Attacker {
  const config = {
    // All SDK clients speak HTTP through the same kind of handler.
    ...(connection as Pick<Connection, "endpoint">),
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "any" },
    // Retries would wait on real time, and a refusal is part of the story.
    maxAttempts: 1,
  };
  const client = new OrganizationsClient(config);
  return {
    organizations: client,
    sso: new SSOAdmin(config),
    directory: new Identitystore(config),
    iam: new IAM(config),
    trails: new CloudTrail(config),
    guardDuty: new GuardDuty(config),
    async attach(PolicyId, TargetId) {
      await client.send(new AttachPolicyCommand({ PolicyId, TargetId }));
    },
    async detach(PolicyId, TargetId) {
      await client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
    },
    async create(name, statement, type = "SERVICE_CONTROL_POLICY") {
      const Content = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      const { Policy } = await client.send(
        new CreatePolicyCommand({ Name: name, Description: name, Content, Type: type }),
      );
      const id = Policy?.PolicySummary?.Id;
      if (id === undefined) throw new Error(`CreatePolicy gave no id for ${name}`);
      return id;
    },
  };
}

/** Expects a call to be refused; a success is a defect of the story. */
export async function refused(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch {
    return;
  }
  throw new Error("the call was to be refused, and was not");
}
