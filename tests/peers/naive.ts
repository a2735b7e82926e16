/**
 * What this class of tools does: it inverts events. Kept only for `peers.test.ts`, which shows what
 * goes wrong; each flaw marked here is one that a published tool has.
 */
import {
  AttachPolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { LabRequestHandler } from "@holdfast/lab";
import type { SQSEvent } from "aws-lambda";
import type { MakeHandler } from "../support/lab.ts";
import { baseline } from "../support/securecart.ts";

const OWN_PREFIX = "holdfast-";

/** Taken to be complete: members that AWS may leave out are not optional here. */
interface TrailEvent {
  readonly detail: {
    readonly eventName: string;
    readonly userIdentity: { readonly arn: string };
    readonly requestParameters: { readonly policyId: string; readonly targetId: string };
  };
}

export const naive: MakeHandler = (runtime, handle) => {
  const { accessKeyId, secretAccessKey, sessionToken } = runtime.credentials();
  const client = new OrganizationsClient({
    region: "us-east-1",
    requestHandler: new LabRequestHandler(handle),
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 1,
  });

  async function invert({ detail }: TrailEvent): Promise<void> {
    // The last segment is the session's name, which the caller chooses.
    if (detail.userIdentity.arn.split("/").at(-1)?.startsWith(OWN_PREFIX)) return;
    const { policyId: PolicyId, targetId: TargetId } = detail.requestParameters;
    const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
    const { Name = "", Type } = Policy?.PolicySummary ?? {};
    if (Type !== "SERVICE_CONTROL_POLICY" || Name.startsWith("aws-guardrails-")) return;
    if (detail.eventName === "UpdatePolicy") {
      // By the name that it has now, and without a look at what it says.
      const own = baseline.policies.find(({ name }) => name === Name);
      const Content = JSON.stringify(own?.content);
      if (own) await client.send(new UpdatePolicyCommand({ PolicyId, Content }));
      return;
    }
    // What is no unit is taken for an account, the root too.
    const places = TargetId.startsWith("ou-") ? baseline.units : baseline.accounts;
    const managed = baseline.policies.some(({ name }) => name === Name);
    if (!managed && !places.some(({ id }) => id === TargetId)) return;
    // Neither errorCode nor the present state is looked at.
    const input = { PolicyId, TargetId };
    if (detail.eventName === "DetachPolicy") await client.send(new AttachPolicyCommand(input));
    if (detail.eventName === "AttachPolicy") await client.send(new DetachPolicyCommand(input));
  }

  return async (event) => {
    for (const { body } of (event as SQSEvent).Records)
      await invert(JSON.parse(body) as TrailEvent);
  };
};
