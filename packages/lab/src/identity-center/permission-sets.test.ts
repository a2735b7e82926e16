import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION, refusal, START } from "../lab.fixture.ts";
import { seedOrganization } from "../seed.ts";
import {
  ADMIN,
  assignment,
  centerLab,
  InstanceArn,
  OLIVIA,
  OMAR,
  set,
  VIEW,
  withCenter,
} from "./center.fixture.ts";
import type { PermissionSet } from "./state.ts";

const RELAY = "https://console.aws.amazon.com/billing";

describe("a permission set", () => {
  it("is made, described and deleted", async () => {
    const { sso, now } = centerLab();
    const tagged = { Tags: [{ Key: "team", Value: "blue" }] };
    const wanted = { Name: "Quiet", SessionDuration: "PT12H", RelayState: RELAY };
    const made = await sso().createPermissionSet({ InstanceArn, ...wanted, ...tagged });
    const arn = made.PermissionSet?.PermissionSetArn ?? "";
    expect(arn).toMatch(/^arn:aws:sso:::permissionSet\/ssoins-0123456789abcdef\/ps-[0-9a-f]{16}$/);
    const described = { ...wanted, PermissionSetArn: arn, CreatedDate: new Date(START) };
    expect((await sso().describePermissionSet(set(arn))).PermissionSet).toEqual(described);
    expect(now().permissionSets.Quiet).toEqual({
      description: "",
      tags: { team: "blue" },
      content: {
        sessionDuration: "PT12H",
        relayState: RELAY,
        inlinePolicy: null,
        managedPolicies: [],
        customerManagedPolicies: [],
        boundary: null,
      },
    });
    await sso().deletePermissionSet(set(arn));
    expect(now().permissionSets).not.toHaveProperty("Quiet");
    expect(await refusal(sso().describePermissionSet(set(arn)))).toBe("ResourceNotFoundException");
  });

  it("is refused with a name that is taken, and with what AWS does not take", async () => {
    const { sso } = centerLab();
    const make = (input: object) =>
      refusal(sso().createPermissionSet({ InstanceArn, Name: "Quiet", ...input }));
    expect(await make({ Name: "View" })).toBe("ConflictException");
    expect(await make({ Name: "has a space" })).toBe("ValidationException");
    expect(await make({ Name: "x".repeat(33) })).toBe("ValidationException");
    expect(await make({ SessionDuration: "PT13H" })).toBe("ValidationException");
    expect(await make({ SessionDuration: "PT30M" })).toBe("ValidationException");
    expect(await make({ Description: "x".repeat(701) })).toBe("ValidationException");
    expect(await make({ Description: "" })).toBe("ValidationException");
    expect(await make({ RelayState: "x".repeat(241) })).toBe("ValidationException");
    expect(await make({ Tags: [{ Key: "aws:own", Value: "" }] })).toBe("ValidationException");
    expect(await make({ InstanceArn: `${InstanceArn}0` })).toBe("ResourceNotFoundException");
    expect(await make({ InstanceArn: "nothing" })).toBe("ValidationException");
  });

  it("is one of at most 3,500", async () => {
    const organization = seedOrganization(withCenter, START);
    const { identityCenter } = organization;
    if (identityCenter === undefined) throw new Error("the baseline has no Identity Center");
    const [one] = identityCenter.permissionSets.values();
    if (one === undefined) throw new Error("the baseline has no permission set");
    const many = Array.from({ length: 3_499 }, (_, index): [string, PermissionSet] => {
      return [`arn-${index}`, { ...one, arn: `arn-${index}`, name: `Set${index}` }];
    });
    const permissionSets = new Map(many);
    const { sso } = centerLab({
      organization: { ...organization, identityCenter: { ...identityCenter, permissionSets } },
    });
    await sso().createPermissionSet({ InstanceArn, Name: "Last" });
    const another = sso().createPermissionSet({ InstanceArn, Name: "TooMany" });
    expect(await refusal(another)).toBe("ServiceQuotaExceededException");
  });

  it("loses its relay state with an update that does not send it again", async () => {
    const { sso, now } = centerLab();
    await sso().updatePermissionSet({ ...set(VIEW), RelayState: RELAY });
    expect(now().permissionSets.View?.content.relayState).toBe(RELAY);
    await sso().updatePermissionSet({ ...set(VIEW), Description: "quiet" });
    expect(now().permissionSets.View).toMatchObject({
      description: "quiet",
      content: { sessionDuration: "PT1H", relayState: null },
    });
  });

  it("can't be deleted while it is assigned, or being assigned", async () => {
    const { sso, pass } = centerLab();
    const remove = (arn: string) => refusal(sso().deletePermissionSet(set(arn)));
    expect(await remove(ADMIN)).toBe("ConflictException");
    await sso().deleteAccountAssignment(assignment(PRODUCTION, VIEW, OLIVIA));
    expect(await remove(VIEW)).toBe("ConflictException");
    await pass();
    await sso().createAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR));
    expect(await remove(VIEW)).toBe("ConflictException");
    await pass();
    await sso().deleteAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR));
    await pass();
    expect(await remove(VIEW)).toBe("nothing was refused");
  });

  it("is tagged at once: there is nothing to provision", async () => {
    const { sso, now } = centerLab();
    const resource = { InstanceArn, ResourceArn: VIEW };
    const Tags = [{ Key: "team", Value: "blue" }];
    await sso().tagResource({ ...resource, Tags });
    expect(now().permissionSets.View?.tags).toEqual({ team: "blue" });
    expect((await sso().listTagsForResource({ ResourceArn: VIEW })).Tags).toEqual(Tags);
    const behind = "LATEST_PERMISSION_SET_NOT_PROVISIONED";
    const { AccountIds } = await sso().listAccountsForProvisionedPermissionSet({
      ...set(VIEW),
      ProvisioningStatus: behind,
    });
    expect(AccountIds).toEqual([]);
    await sso().untagResource({ ...resource, TagKeys: ["team"] });
    expect(now().permissionSets.View?.tags).toEqual({});
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
    const tooMany = sso().tagResource({ ...resource, Tags: many });
    expect(await refusal(tooMany)).toBe("ServiceQuotaExceededException");
  });
});

describe("the instance", () => {
  it("is listed with its identity store", async () => {
    const { sso } = centerLab();
    const { Instances } = await sso().listInstances({});
    expect(Instances).toEqual([
      {
        InstanceArn,
        IdentityStoreId: "d-0123456789",
        OwnerAccountId: MANAGEMENT,
        Status: "ACTIVE",
      },
    ]);
  });
});
