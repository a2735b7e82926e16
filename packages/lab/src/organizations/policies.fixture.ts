/** A lab and somebody who administers its policies; for tests. */
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DetachPolicyCommand,
  type PolicyType,
} from "@aws-sdk/client-organizations";
import { organizationsOf, testLab } from "../lab.fixture.ts";

export const SCP = "SERVICE_CONTROL_POLICY";
export const RCP = "RESOURCE_CONTROL_POLICY";
export const RCP_FULL = "p-RCPFullAWSAccess";

/** A document that AWS takes for this type. */
export function contentOf(type: PolicyType): string {
  if (type !== SCP && type !== RCP) return '{"tags":{}}';
  const principal = type === RCP ? '"Principal":"*",' : "";
  const statement = `{"Effect":"Deny",${principal}"Action":"s3:*","Resource":"*"}`;
  return `{"Version":"2012-10-17","Statement":[${statement}]}`;
}

export function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const attach = (PolicyId: string, TargetId: string) =>
    client.send(new AttachPolicyCommand({ PolicyId, TargetId }));
  const detach = (PolicyId: string, TargetId: string) =>
    client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
  const create = async (Name: string, Type: PolicyType = SCP, Content = contentOf(Type)) => {
    const input = { Name, Type, Description: "", Content };
    const { Policy } = await client.send(new CreatePolicyCommand(input));
    return Policy?.PolicySummary?.Id ?? "";
  };
  return { lab, client, attach, detach, create };
}
