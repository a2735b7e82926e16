import {
  AttachPolicyCommand,
  ConcurrentModificationException,
  ConstraintViolationException,
  DetachPolicyCommand,
  DuplicatePolicyAttachmentException,
  OrganizationsClient,
  PolicyNotAttachedException,
} from "@aws-sdk/client-organizations";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { createExecutor } from "./executor.ts";
import { callOptions } from "./testing.ts";

const organizations = mockClient(OrganizationsClient);
const input = { PolicyId: "p-12345678", TargetId: "ou-1" };
const attach = { action: "organizations:AttachPolicy", input } as const;
const detach = { action: "organizations:DetachPolicy", input } as const;
const wrong = { message: "no", $metadata: {} };

function executor() {
  return createExecutor({ ...callOptions(), declared: [attach.action, detach.action] });
}

beforeEach(() => {
  organizations.reset();
});

describe("createExecutor", () => {
  it("sends the step's input and gives back the request id that CloudTrail will show", async () => {
    organizations
      .on(AttachPolicyCommand, input, true)
      .resolves({ $metadata: { requestId: "8f2c" } });
    expect(await executor().execute(attach)).toMatchObject({ kind: "done", requestId: "8f2c" });
  });

  it.each([
    [attach, AttachPolicyCommand, new DuplicatePolicyAttachmentException(wrong)],
    [detach, DetachPolicyCommand, new PolicyNotAttachedException(wrong)],
  ])("takes for a success what is so already: %o", async (step, command, error) => {
    organizations.on(command).rejects(error);
    expect(await executor().execute(step)).toEqual({ kind: "already" });
  });

  it("succeeds when another change was under way at first", async () => {
    organizations
      .on(AttachPolicyCommand)
      .rejectsOnce(new ConcurrentModificationException(wrong))
      .resolves({});
    expect(await executor().execute(attach)).toEqual({ kind: "done", output: {} });
  });

  it("gives back AWS's refusal instead of throwing it", async () => {
    const Reason = "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED";
    organizations
      .on(DetachPolicyCommand)
      .rejects(new ConstraintViolationException({ ...wrong, Reason }));
    expect(await executor().execute(detach)).toMatchObject({
      kind: "failed",
      error: { class: "limit", action: "organizations:DetachPolicy" },
    });
  });

  it("refuses an undeclared write before anything is sent", async () => {
    const step = { action: "organizations:DeletePolicy", input: { PolicyId: "p-1" } } as const;
    await expect(executor().execute(step)).rejects.toMatchObject({ code: "ACTION_UNDECLARED" });
    expect(organizations.calls()).toHaveLength(0);
  });
});
