import { DeleteUserCommand } from "@aws-sdk/client-identitystore";
import {
  CloseAccountCommand,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import type { SSOAdmin } from "@aws-sdk/client-sso-admin";
import { describe, expect, it } from "vitest";
import { organizationsOf, PLAYGROUND, PRODUCTION, refusal } from "../lab.fixture.ts";
import {
  ADMIN,
  assignment,
  type CenterLab,
  centerLab,
  IdentityStoreId,
  InstanceArn,
  OLIVIA,
  OMAR,
  OPS,
  set,
  VIEW,
} from "./center.fixture.ts";

const NOBODY = "44444444-4444-4444-8444-444444444444";

/** Asks for one and waits for its end. */
async function create({ sso, pass }: CenterLab, input: ReturnType<typeof assignment>) {
  const begun = await sso().createAccountAssignment(input);
  await pass();
  const AccountAssignmentCreationRequestId = begun.AccountAssignmentCreationStatus?.RequestId ?? "";
  const named = { InstanceArn, AccountAssignmentCreationRequestId };
  const ended = await sso().describeAccountAssignmentCreationStatus(named);
  return ended.AccountAssignmentCreationStatus;
}

async function remove({ sso, pass }: CenterLab, input: ReturnType<typeof assignment>) {
  const begun = await sso().deleteAccountAssignment(input);
  await pass();
  const AccountAssignmentDeletionRequestId = begun.AccountAssignmentDeletionStatus?.RequestId ?? "";
  const named = { InstanceArn, AccountAssignmentDeletionRequestId };
  const ended = await sso().describeAccountAssignmentDeletionStatus(named);
  return ended.AccountAssignmentDeletionStatus;
}

const permissionSet = async (client: SSOAdmin, Name: string) => {
  const { PermissionSet } = await client.createPermissionSet({ InstanceArn, Name });
  return PermissionSet?.PermissionSetArn ?? "";
};

describe("an assignment", () => {
  it("takes a while, provisions the set and is put down to its call", async () => {
    const { lab, sso, pass, now } = centerLab();
    const input = assignment(PLAYGROUND, VIEW, OMAR);
    const begun = await sso().createAccountAssignment(input);
    const { InstanceArn: _, ...named } = input;
    const requestId = lab.writes().at(-1)?.requestId;
    expect(begun.AccountAssignmentCreationStatus).toEqual({
      ...named,
      Status: "IN_PROGRESS",
      RequestId: requestId,
    });
    await pass(900);
    expect(now().assignments[PLAYGROUND]).not.toContain(`View USER ${OMAR}`);
    await pass();
    expect(now().assignments[PLAYGROUND]).toContain(`View USER ${OMAR}`);
    expect(now().provisioned[PLAYGROUND]).toHaveProperty("View");
    const made = lab.changes().find(({ organization }) => {
      return organization.identityCenter?.assignments[PLAYGROUND]?.includes(`View USER ${OMAR}`);
    });
    expect(made?.requestId).toBe(requestId);
    const done = await sso().listAccountAssignmentCreationStatus({
      InstanceArn,
      Filter: { Status: "SUCCEEDED" },
    });
    expect(done.AccountAssignmentsCreationStatus).toMatchObject([{ RequestId: requestId }]);
  });

  it("takes the role away when it is the last one of its set in the account", async () => {
    const lab = centerLab();
    expect(await create(lab, assignment(PRODUCTION, VIEW, OMAR))).toMatchObject({
      Status: "SUCCEEDED",
    });
    await remove(lab, assignment(PRODUCTION, VIEW, OLIVIA));
    expect(lab.now().provisioned[PRODUCTION]).toHaveProperty("View");
    expect(await remove(lab, assignment(PRODUCTION, VIEW, OMAR))).toMatchObject({
      Status: "SUCCEEDED",
    });
    expect(Object.keys(lab.now().provisioned[PRODUCTION] ?? {})).toEqual(["Admin"]);
    expect(lab.now().assignments[PRODUCTION]).toEqual([`Admin GROUP ${OPS}`]);
  });

  it("finds the set as it was last provisioned", async () => {
    const lab = centerLab();
    await lab.sso().updatePermissionSet({ ...set(VIEW), SessionDuration: "PT8H" });
    await create(lab, assignment(PRODUCTION, VIEW, OMAR));
    await create(lab, assignment(PLAYGROUND, VIEW, OMAR));
    const { provisioned } = lab.now();
    expect(provisioned[PRODUCTION]?.View?.sessionDuration).toBe("PT1H");
    expect(provisioned[PLAYGROUND]?.View?.sessionDuration).toBe("PT8H");
  });
});

describe("a request for an assignment fails", () => {
  it("for nobody", async () => {
    const lab = centerLab();
    expect(await create(lab, assignment(PLAYGROUND, VIEW, NOBODY))).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining(`${NOBODY} was not found in directory`),
    });
    expect(lab.now().assignments[PLAYGROUND]).toEqual([`Admin GROUP ${OPS}`]);
    expect(lab.now().provisioned[PLAYGROUND]).not.toHaveProperty("View");
  });

  it("where there is none to end", async () => {
    const lab = centerLab();
    expect(await remove(lab, assignment(PLAYGROUND, VIEW, OMAR))).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining("Received a 404 status error"),
    });
  });

  it("where the role can't be made, and the next one does not", async () => {
    const lab = centerLab();
    lab.lab.trouble.failProvisioning(PLAYGROUND, 1);
    expect(await create(lab, assignment(PLAYGROUND, VIEW, OMAR))).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining("409"),
    });
    expect(lab.now().assignments[PLAYGROUND]).toEqual([`Admin GROUP ${OPS}`]);
    expect((await create(lab, assignment(PLAYGROUND, VIEW, OMAR)))?.Status).toBe("SUCCEEDED");
  });

  it("in an account that is closed", async () => {
    const lab = centerLab();
    await organizationsOf(lab.lab).send(new CloseAccountCommand({ AccountId: PLAYGROUND }));
    expect((await create(lab, assignment(PLAYGROUND, VIEW, OMAR)))?.Status).toBe("FAILED");
  });

  it("where a role has no room for the policies of the set", async () => {
    const lab = centerLab();
    for (let count = 0; count < 10; count++) {
      const ManagedPolicyArn = `arn:aws:iam::aws:policy/Policy${count}`;
      await lab.sso().attachManagedPolicyToPermissionSet({ ...set(VIEW), ManagedPolicyArn });
    }
    expect(await create(lab, assignment(PLAYGROUND, VIEW, OMAR))).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining("PoliciesPerRole: 10"),
    });
  });
});

describe("a call for an assignment is refused", () => {
  it("while the same one is being changed", async () => {
    const { sso, pass } = centerLab();
    const input = assignment(PLAYGROUND, VIEW, OMAR);
    await sso().createAccountAssignment(input);
    expect(await refusal(sso().createAccountAssignment(input))).toBe("ConflictException");
    expect(await refusal(sso().deleteAccountAssignment(input))).toBe("ConflictException");
    await sso().createAccountAssignment(assignment(PLAYGROUND, VIEW, OLIVIA));
    await pass();
    await sso().deleteAccountAssignment(input);
    expect(await refusal(sso().createAccountAssignment(input))).toBe("ConflictException");
  });

  it("while fifteen are being made", async () => {
    const { sso, pass } = centerLab();
    const arns: string[] = [];
    for (let count = 0; count < 16; count++) arns.push(await permissionSet(sso(), `Set${count}`));
    const [last = "", ...others] = arns;
    for (const arn of others) await sso().createAccountAssignment(assignment(PLAYGROUND, arn, OPS));
    const another = () => sso().createAccountAssignment(assignment(PLAYGROUND, last, OPS));
    expect(await refusal(another())).toBe("ConflictException");
    await pass();
    expect(await refusal(another())).toBe("nothing was refused");
  });

  it("in an account and of a set that are not there, and to members", async () => {
    const { sso } = centerLab();
    const outside = sso().createAccountAssignment(assignment("999999999999", VIEW, OMAR));
    expect(await refusal(outside)).toBe("ResourceNotFoundException");
    const unknown = sso().createAccountAssignment(assignment(PLAYGROUND, `${VIEW}0`, OMAR));
    expect(await refusal(unknown)).toBe("ResourceNotFoundException");
    const member = sso(PRODUCTION).createAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR));
    expect(await refusal(member)).toBe("AccessDeniedException");
  });
});

describe("assignments", () => {
  it("are listed of a set in an account, and of a user with what groups give", async () => {
    const { sso } = centerLab();
    const pair = { ...set(ADMIN), AccountId: PLAYGROUND };
    const { AccountAssignments } = await sso().listAccountAssignments(pair);
    expect(AccountAssignments).toEqual([
      { AccountId: PLAYGROUND, PermissionSetArn: ADMIN, PrincipalType: "GROUP", PrincipalId: OPS },
    ]);
    const olivia = { InstanceArn, PrincipalId: OLIVIA, PrincipalType: "USER" as const };
    const { AccountAssignments: all = [] } = await sso().listAccountAssignmentsForPrincipal({
      ...olivia,
      Filter: { AccountId: PRODUCTION },
    });
    const given = all.map(({ PermissionSetArn, PrincipalType }) => [
      PermissionSetArn,
      PrincipalType,
    ]);
    expect(given).toEqual([
      [ADMIN, "GROUP"],
      [VIEW, "USER"],
    ]);
    const ops = { InstanceArn, PrincipalId: OPS, PrincipalType: "GROUP" as const };
    const { AccountAssignments: ofOps } = await sso().listAccountAssignmentsForPrincipal(ops);
    expect(ofOps).toHaveLength(3);
  });

  it("outlive their principal, until somebody ends them", async () => {
    const lab = centerLab();
    await lab.directory().send(new DeleteUserCommand({ IdentityStoreId, UserId: OLIVIA }));
    expect(lab.now().assignments[PRODUCTION]).toContain(`View USER ${OLIVIA}`);
    await remove(lab, assignment(PRODUCTION, VIEW, OLIVIA));
    expect(lab.now().assignments[PRODUCTION]).not.toContain(`View USER ${OLIVIA}`);
  });

  it("go with an account that leaves the organization", async () => {
    const { lab, now } = centerLab();
    const gone = { AccountId: PLAYGROUND };
    await organizationsOf(lab).send(new RemoveAccountFromOrganizationCommand(gone));
    expect(Object.keys(now().assignments)).not.toContain(PLAYGROUND);
    expect(Object.keys(now().provisioned)).not.toContain(PLAYGROUND);
    expect(Object.keys(now().provisioned)).toContain(PRODUCTION);
  });
});
