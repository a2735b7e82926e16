import {
  AttachPolicyCommand,
  DescribePolicyCommand,
  ListPoliciesForTargetCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  ENFORCER,
  MANAGEMENT,
  NO_IAM,
  organizationsOf,
  refusal,
  SANDBOX,
  testLab,
} from "./lab.fixture.ts";
import type { Lab } from "./model.ts";

const describePolicy = (lab: Lab) =>
  organizationsOf(lab).send(new DescribePolicyCommand({ PolicyId: NO_IAM }));
const list = (lab: Lab, key?: string) =>
  organizationsOf(lab, key).send(
    new ListPoliciesForTargetCommand({ TargetId: SANDBOX, Filter: "SERVICE_CONTROL_POLICY" }),
  );

describe("trouble", () => {
  it("throttles so many calls and then lets them through, without effect before", async () => {
    const lab = testLab();
    lab.trouble.throttle("organizations:AttachPolicy", 2);
    const attach = () =>
      organizationsOf(lab).send(new AttachPolicyCommand({ PolicyId: NO_IAM, TargetId: SANDBOX }));
    expect(await refusal(attach())).toBe("TooManyRequestsException");
    expect(await refusal(attach())).toBe("TooManyRequestsException");
    expect(lab.organization().attachments[SANDBOX]).not.toContain(NO_IAM);
    await attach();
    expect(lab.organization().attachments[SANDBOX]).toContain(NO_IAM);
  });

  it("enforces AWS's rates: two DescribePolicy a second", async () => {
    const lab = testLab();
    lab.trouble.awsRates(true);
    const outcomes = [];
    for (let count = 0; count < 3; count++) outcomes.push(await refusal(describePolicy(lab)));
    expect(outcomes[1]).toBe("nothing was refused");
    expect(outcomes[2]).toBe("TooManyRequestsException");
    await lab.clock.drain(lab.clock.now() + 500);
    expect(await refusal(describePolicy(lab))).toBe("nothing was refused");
    expect(await refusal(describePolicy(lab))).toBe("TooManyRequestsException");
  });

  it("denies an action to one role until that is cancelled", async () => {
    const lab = testLab();
    const roleArn = `arn:aws:iam::${MANAGEMENT}:role/holdfast/${ENFORCER}`;
    const session = { roleArn, sessionName: ENFORCER };
    const { accessKeyId } = lab.identity.assumeRole("lambda.amazonaws.com", session);
    const cancel = lab.trouble.deny("organizations:ListPoliciesForTarget", ENFORCER);
    expect(await refusal(list(lab, accessKeyId))).toBe("AccessDeniedException");
    expect(await refusal(list(lab))).toBe("nothing was refused");
    cancel();
    expect(await refusal(list(lab, accessKeyId))).toBe("nothing was refused");
  });

  it("takes a service down for a while", async () => {
    const lab = testLab();
    lab.trouble.fail("organizations", 60_000);
    expect(await refusal(list(lab))).toBe("ServiceUnavailable");
    await lab.clock.drain(lab.clock.now() + 60_000);
    expect(await refusal(list(lab))).toBe("nothing was refused");
  });
});
