import {
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  DeletePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  UpdatePermissionSetCommand,
} from "@aws-sdk/client-sso-admin";
import { describe, expect, it } from "vitest";
import { PLAYGROUND, PRODUCTION, refusal } from "../lab.fixture.ts";
import { ADMIN, AWS_ADMIN, centerLab, InstanceArn, VIEW } from "./center.fixture.ts";

const set = (PermissionSetArn: string) => ({ InstanceArn, PermissionSetArn });

describe("permission sets", () => {
  it("are edited without any effect until they are provisioned", async () => {
    const { lab, sso, pass } = centerLab();
    const given = () => lab.organization().identityCenter?.provisioned[PRODUCTION]?.View;
    const before = given();
    await sso().send(
      new AttachManagedPolicyToPermissionSetCommand({
        ...set(VIEW),
        ManagedPolicyArn: AWS_ADMIN,
      }),
    );
    expect(given()).toEqual(before);
    const behind = new ListAccountsForProvisionedPermissionSetCommand({
      ...set(VIEW),
      ProvisioningStatus: "LATEST_PERMISSION_SET_NOT_PROVISIONED",
    });
    expect((await sso().send(behind)).AccountIds).toEqual([PRODUCTION]);

    await sso().send(
      new ProvisionPermissionSetCommand({ ...set(VIEW), TargetType: "ALL_PROVISIONED_ACCOUNTS" }),
    );
    await pass(10_000);
    expect(given()?.managedPolicies).toContain(AWS_ADMIN);
    expect((await sso().send(behind)).AccountIds).toEqual([]);
  });

  it("tell which accounts could not be given it", async () => {
    const { lab, sso, pass } = centerLab();
    lab.trouble.failProvisioning(PLAYGROUND, 1);
    await sso().send(new UpdatePermissionSetCommand({ ...set(ADMIN), SessionDuration: "PT8H" }));
    const { PermissionSetProvisioningStatus: begun } = await sso().send(
      new ProvisionPermissionSetCommand({ ...set(ADMIN), TargetType: "ALL_PROVISIONED_ACCOUNTS" }),
    );
    await pass(10_000);
    const { PermissionSetProvisioningStatus: ended } = await sso().send(
      new DescribePermissionSetProvisioningStatusCommand({
        InstanceArn,
        ProvisionPermissionSetRequestId: begun?.RequestId ?? "",
      }),
    );
    expect(ended?.Status).toBe("FAILED");
    const hours = Object.entries(lab.organization().identityCenter?.provisioned ?? {}).map(
      ([account, sets]) => [account, sets.Admin?.sessionDuration],
    );
    expect(Object.fromEntries(hours)).toMatchObject({
      [PLAYGROUND]: "PT1H",
      [PRODUCTION]: "PT8H",
    });
  });

  it("are provisioned three at a time, and each once", async () => {
    const { sso } = centerLab();
    const provision = (arn: string, TargetId: string) =>
      sso().send(
        new ProvisionPermissionSetCommand({ ...set(arn), TargetType: "AWS_ACCOUNT", TargetId }),
      );
    await provision(ADMIN, PRODUCTION);
    expect(await refusal(provision(ADMIN, PLAYGROUND))).toBe("ConflictException");
    await provision(VIEW, PRODUCTION);
  });

  it("are made, and refused twice, in use, and unknown", async () => {
    const { sso, lab } = centerLab();
    const made = await sso().send(
      new CreatePermissionSetCommand({ InstanceArn, Name: "Quiet", SessionDuration: "PT12H" }),
    );
    const arn = made.PermissionSet?.PermissionSetArn ?? "";
    expect(lab.organization().identityCenter?.permissionSets.Quiet).toMatchObject({
      content: { sessionDuration: "PT12H", managedPolicies: [] },
    });
    const again = new CreatePermissionSetCommand({ InstanceArn, Name: "Quiet" });
    expect(await refusal(sso().send(again))).toBe("ConflictException");
    expect(await refusal(sso().send(new DeletePermissionSetCommand(set(ADMIN))))).toBe(
      "ConflictException",
    );
    await sso().send(new DeletePermissionSetCommand(set(arn)));
    expect(await refusal(sso().send(new DeletePermissionSetCommand(set(arn))))).toBe(
      "ResourceNotFoundException",
    );
  });

  it("show what they are made of, or that there is none of it", async () => {
    const { sso } = centerLab();
    const inline = new GetInlinePolicyForPermissionSetCommand(set(VIEW));
    expect((await sso().send(inline)).InlinePolicy).toBe("");
    const InlinePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    const put = (text: string) =>
      sso().send(new PutInlinePolicyToPermissionSetCommand({ ...set(VIEW), InlinePolicy: text }));
    await put(InlinePolicy);
    expect((await sso().send(inline)).InlinePolicy).toBe(InlinePolicy);
    expect(await refusal(put("{}"))).toBe("ValidationException");
    const boundary = new GetPermissionsBoundaryForPermissionSetCommand(set(VIEW));
    expect(await refusal(sso().send(boundary))).toBe("ResourceNotFoundException");
    const managed = new ListManagedPoliciesInPermissionSetCommand(set(ADMIN));
    expect((await sso().send(managed)).AttachedManagedPolicies).toEqual([
      { Name: "AdministratorAccess", Arn: AWS_ADMIN },
    ]);
  });
});
