import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from "@aws-sdk/client-sso-admin";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION, refusal } from "../lab.fixture.ts";
import { ADMIN, centerLab, InstanceArn, OLIVIA, OMAR, OPS, VIEW } from "./center.fixture.ts";

const assignment = (TargetId: string, PermissionSetArn: string, PrincipalId: string) => ({
  InstanceArn,
  TargetId,
  TargetType: "AWS_ACCOUNT" as const,
  PermissionSetArn,
  PrincipalType: PrincipalId === OPS ? ("GROUP" as const) : ("USER" as const),
  PrincipalId,
});

describe("assignments", () => {
  it("take a while, provision the set and are listed both ways", async () => {
    const { lab, sso, pass } = centerLab();
    const { AccountAssignmentCreationStatus: begun } = await sso().send(
      new CreateAccountAssignmentCommand(assignment(PLAYGROUND, VIEW, OMAR)),
    );
    expect(begun?.Status).toBe("IN_PROGRESS");
    expect(lab.organization().identityCenter?.assignments[PLAYGROUND]).not.toContain(
      `View USER ${OMAR}`,
    );
    await pass(10_000);
    expect(lab.organization().identityCenter?.assignments[PLAYGROUND]).toContain(
      `View USER ${OMAR}`,
    );
    expect(lab.organization().identityCenter?.provisioned[PLAYGROUND]).toHaveProperty("View");
    const AccountAssignmentCreationRequestId = begun?.RequestId ?? "";
    const { AccountAssignmentCreationStatus: done } = await sso().send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn,
        AccountAssignmentCreationRequestId,
      }),
    );
    expect(done?.Status).toBe("SUCCEEDED");
    const pair = { InstanceArn, AccountId: PLAYGROUND, PermissionSetArn: VIEW };
    const { AccountAssignments } = await sso().send(new ListAccountAssignmentsCommand(pair));
    expect(AccountAssignments?.map(({ PrincipalId }) => PrincipalId)).toEqual([OMAR]);
    const { AccountAssignments: ofOmar = [] } = await sso().send(
      new ListAccountAssignmentsForPrincipalCommand({
        InstanceArn,
        PrincipalId: OMAR,
        PrincipalType: "USER",
      }),
    );
    // What the group gives a user is listed for the user, too.
    expect(ofOmar.map(({ PrincipalId }) => PrincipalId).toSorted()).toEqual([OPS, OPS, OMAR]);
  });

  it("take the role away with the last one", async () => {
    const { sso, pass } = centerLab();
    await sso().send(new DeleteAccountAssignmentCommand(assignment(PRODUCTION, VIEW, OLIVIA)));
    const provisioned = async () => {
      const { PermissionSets } = await sso().send(
        new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId: PRODUCTION }),
      );
      return PermissionSets;
    };
    expect(await provisioned()).toEqual([ADMIN, VIEW]);
    await pass(10_000);
    expect(await provisioned()).toEqual([ADMIN]);
  });

  it("fail where the role can't be made, and say so", async () => {
    const { lab, sso, pass } = centerLab();
    lab.trouble.failProvisioning(PLAYGROUND, 1);
    const { AccountAssignmentCreationStatus: begun } = await sso().send(
      new CreateAccountAssignmentCommand(assignment(PLAYGROUND, VIEW, OMAR)),
    );
    await pass(10_000);
    const { AccountAssignmentCreationStatus: ended } = await sso().send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn,
        AccountAssignmentCreationRequestId: begun?.RequestId ?? "",
      }),
    );
    expect(ended).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining("409"),
    });
    expect(lab.organization().identityCenter?.assignments[PLAYGROUND]).toEqual([
      `Admin GROUP ${OPS}`,
    ]);
  });

  it("are refused for nobody, twice at a time, and to members", async () => {
    const { sso } = centerLab();
    const create = (input: ReturnType<typeof assignment>, account?: string) =>
      sso(account).send(new CreateAccountAssignmentCommand(input));
    const nobody = assignment(PLAYGROUND, VIEW, "44444444-4444-4444-8444-444444444444");
    expect(await refusal(create(nobody))).toBe("ResourceNotFoundException");
    await create(assignment(PLAYGROUND, VIEW, OMAR));
    expect(await refusal(create(assignment(PLAYGROUND, VIEW, OMAR)))).toBe("ConflictException");
    expect(await refusal(create(assignment(PLAYGROUND, VIEW, OLIVIA), PRODUCTION))).toBe(
      "AccessDeniedException",
    );
  });

  it("are logged, and so are the roles, which are nobody's deed", async () => {
    const { lab, sso, pass } = centerLab();
    await sso().send(new CreateAccountAssignmentCommand(assignment(PLAYGROUND, VIEW, OMAR)));
    await sso().send(new CreateAccountAssignmentCommand(assignment(MANAGEMENT, VIEW, OMAR)));
    await pass(10_000);
    const created = lab.records().filter(({ eventName }) => eventName === "CreateRole");
    const [member, management] = [PLAYGROUND, MANAGEMENT].map((account) =>
      created.find(({ recipientAccountId }) => recipientAccountId === account),
    );
    expect(member?.userIdentity).toMatchObject({
      invokedBy: "sso.amazonaws.com",
      arn: expect.stringContaining("AWSServiceRoleForSSO"),
    });
    expect(management?.userIdentity).toMatchObject({
      invokedBy: "sso.amazonaws.com",
      arn: expect.stringContaining("admin@securecart.example"),
    });
    const call = lab.records().find(({ eventName }) => eventName === "CreateAccountAssignment");
    expect(call).toMatchObject({
      eventSource: "sso.amazonaws.com",
      requestParameters: { targetId: PLAYGROUND, principalId: OMAR, permissionSetArn: VIEW },
      responseElements: { accountAssignmentCreationStatus: { status: "IN_PROGRESS" } },
    });
  });
});
