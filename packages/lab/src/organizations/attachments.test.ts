import { describe, expect, it } from "vitest";
import {
  FULL,
  NO_IAM,
  NO_LEAVE,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  WORKLOADS,
} from "../lab.fixture.ts";
import { RCP, RCP_FULL, setup } from "./policies.fixture.ts";

describe("attachments", () => {
  it("are changed by AttachPolicy and DetachPolicy", async () => {
    const { lab, attach, detach } = setup();
    await attach(NO_IAM, PRODUCTION);
    await detach(NO_LEAVE, ROOT);
    const { attachments } = lab.organization();
    expect(attachments[PRODUCTION]).toEqual([FULL, RCP_FULL, NO_IAM]);
    expect(attachments[ROOT]).toEqual([FULL, RCP_FULL]);
  });

  it("never lose the last SCP of a target", async () => {
    const { lab, detach } = setup();
    expect(await refusal(detach(FULL, SANDBOX))).toBe(
      "ConstraintViolationException: MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    );
    expect(lab.organization().attachments[SANDBOX]).toContain(FULL);
  });

  it("are at most ten SCPs and five RCPs to a target", async () => {
    const { lab, attach, create } = setup();
    for (let count = 1; count < 10; count++) await attach(await create(`scp-${count}`), SANDBOX);
    for (let count = 1; count < 5; count++) await attach(await create(`r-${count}`, RCP), SANDBOX);
    const full = "ConstraintViolationException: MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED";
    expect(await refusal(attach(NO_IAM, SANDBOX))).toBe(full);
    expect(await refusal(attach(await create("r-5", RCP), SANDBOX))).toBe(full);
    expect(lab.organization().attachments[SANDBOX]).toHaveLength(15);
  });

  it("are refused when they are there already, and their removal when they are not", async () => {
    const { attach, detach } = setup();
    expect(await refusal(attach(NO_IAM, WORKLOADS))).toBe("DuplicatePolicyAttachmentException");
    expect(await refusal(detach(NO_IAM, SANDBOX))).toBe("PolicyNotAttachedException");
  });

  it("need a policy and a target that exist", async () => {
    const { attach } = setup();
    expect(await refusal(attach("p-nothere0", SANDBOX))).toBe("PolicyNotFoundException");
    expect(await refusal(attach(NO_IAM, "ou-hf01-nothere0"))).toBe("TargetNotFoundException");
  });

  it("keep RCPFullAWSAccess, which AWS never lets go", async () => {
    const { attach, detach, create } = setup();
    await attach(await create("another", RCP), SANDBOX);
    expect(await refusal(detach(RCP_FULL, SANDBOX))).toBe(
      "InvalidInputException: NON_DETACHABLE_POLICY",
    );
  });
});
