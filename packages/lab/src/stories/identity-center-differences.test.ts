import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupCommand,
} from "@aws-sdk/client-identitystore";
import { RemoveAccountFromOrganizationCommand } from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  ADMIN,
  AWS_ADMIN,
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
} from "../identity-center/center.fixture.ts";
import { organizationsOf, PLAYGROUND, PRODUCTION } from "../lab.fixture.ts";
import { differences, told } from "./differences.ts";

/** What differs after `act`, as sentences. */
async function after(act: (lab: CenterLab) => Promise<unknown>): Promise<readonly string[]> {
  const lab = centerLab();
  const before = lab.lab.organization();
  expect(differences(before, before)).toEqual([]);
  await act(lab);
  await lab.pass();
  return differences(before, lab.lab.organization()).map(told);
}

describe("what differs between two Identity Centers", () => {
  it("are assignments, with the roles that they bring and take along", async () => {
    const made = await after(({ sso }) =>
      sso().createAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR)),
    );
    expect(made).toEqual([
      `role of View in ${PLAYGROUND} is there instead of nothing`,
      `View USER ${OMAR} is assigned in ${PLAYGROUND}`,
    ]);
    const ended = await after(({ sso }) =>
      sso().deleteAccountAssignment(assignment(PRODUCTION, VIEW, OLIVIA)),
    );
    expect(ended).toEqual([
      `role of View in ${PRODUCTION} is missing instead of there`,
      `View USER ${OLIVIA} is not assigned in ${PRODUCTION}`,
    ]);
  });

  it("are edits, and apart from them what accounts were given of them", async () => {
    const attach = ({ sso }: CenterLab) =>
      sso().attachManagedPolicyToPermissionSet({ ...set(VIEW), ManagedPolicyArn: AWS_ADMIN });
    const edit = expect.stringMatching(/^managedPolicies of View is .*AdministratorAccess/);
    expect(await after(attach)).toEqual([edit]);
    const carried = await after(async (lab) => {
      await attach(lab);
      const TargetType = "ALL_PROVISIONED_ACCOUNTS" as const;
      await lab.sso().provisionPermissionSet({ ...set(VIEW), TargetType });
    });
    const given = expect.stringContaining(`given managedPolicies of View in ${PRODUCTION} is`);
    expect(carried).toEqual([edit, given]);
    const labelled = await after(async ({ sso }) => {
      await sso().updatePermissionSet({ ...set(ADMIN), Description: "x", SessionDuration: "PT8H" });
      await sso().tagResource({ ResourceArn: ADMIN, Tags: [{ Key: "team", Value: "blue" }] });
    });
    expect(labelled).toEqual([
      "description of Admin is x instead of Admin",
      'sessionDuration of Admin is "PT8H" instead of "PT1H"',
      'tags of Admin is {"team":"blue"} instead of {}',
    ]);
  });

  it("are permission sets, but not their ARNs", async () => {
    const made = await after(({ sso }) =>
      sso().createPermissionSet({ InstanceArn, Name: "Quiet" }),
    );
    expect(made).toEqual(["permission set of Quiet is there instead of nothing"]);
    const again = await after(async ({ sso, pass }) => {
      await sso().deleteAccountAssignment(assignment(PRODUCTION, VIEW, OLIVIA));
      await pass();
      await sso().deletePermissionSet(set(VIEW));
      const like = { Name: "View", Description: "View" };
      const { PermissionSet } = await sso().createPermissionSet({ InstanceArn, ...like });
      const arn = PermissionSet?.PermissionSetArn ?? "";
      const ManagedPolicyArn = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";
      await sso().attachManagedPolicyToPermissionSet({ ...set(arn), ManagedPolicyArn });
      await sso().createAccountAssignment(assignment(PRODUCTION, arn, OLIVIA));
    });
    expect(again).toEqual([]);
  });

  it("are members and declared groups, but not who has nothing", async () => {
    const found = await after(async ({ directory }) => {
      const store = { IdentityStoreId };
      const eve = { ...store, UserName: "eve", DisplayName: "Eve" };
      const { UserId } = await directory().send(new CreateUserCommand(eve));
      await directory().send(new CreateGroupCommand({ ...store, DisplayName: "Empty" }));
      const member = { GroupId: OPS, MemberId: { UserId: UserId ?? "" } };
      await directory().send(new CreateGroupMembershipCommand({ ...store, ...member }));
    });
    expect(found).toEqual([expect.stringMatching(/^[0-9a-f-]+ is a member of 11111111-/)]);
    const gone = await after(({ directory }) =>
      directory().send(new DeleteGroupCommand({ IdentityStoreId, GroupId: OPS })),
    );
    expect(gone).toEqual([
      `${OLIVIA} is not a member of ${OPS}`,
      `${OMAR} is not a member of ${OPS}`,
      `group of ${OPS} is missing instead of Ops`,
    ]);
  });

  it("is not what went with an account", async () => {
    const AccountId = PLAYGROUND;
    const found = await after(({ lab }) =>
      organizationsOf(lab).send(new RemoveAccountFromOrganizationCommand({ AccountId })),
    );
    expect(found).toEqual([`account of ${PLAYGROUND} is missing instead of there`]);
  });
});
