import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION, refusal, START } from "../lab.fixture.ts";
import { seedOrganization } from "../seed.ts";
import {
  ADMIN,
  AWS_ADMIN,
  assignment,
  type CenterLab,
  centerLab,
  InstanceArn,
  OPS,
  set,
  VIEW,
  withCenter,
} from "./center.fixture.ts";
import { type Provisioned, provisionedKey } from "./state.ts";

const everywhere = (arn: string) => ({
  ...set(arn),
  TargetType: "ALL_PROVISIONED_ACCOUNTS" as const,
});
const inAccount = (arn: string, TargetId: string) => ({
  ...set(arn),
  TargetType: "AWS_ACCOUNT" as const,
  TargetId,
});

/** Asks for it and waits for its end. */
async function provision(
  { sso, pass }: CenterLab,
  input: ReturnType<typeof everywhere> | ReturnType<typeof inAccount>,
) {
  const begun = await sso().provisionPermissionSet(input);
  await pass();
  const ProvisionPermissionSetRequestId = begun.PermissionSetProvisioningStatus?.RequestId ?? "";
  const named = { InstanceArn, ProvisionPermissionSetRequestId };
  const ended = await sso().describePermissionSetProvisioningStatus(named);
  return ended.PermissionSetProvisioningStatus;
}

/** Hours of the set's sessions by account. */
const given = ({ now }: CenterLab, name: string) =>
  Object.fromEntries(
    Object.entries(now().provisioned).map(([account, sets]) => [
      account,
      sets[name]?.sessionDuration,
    ]),
  );

describe("an edit", () => {
  it("has no effect until it is provisioned", async () => {
    const lab = centerLab();
    const { sso, now } = lab;
    const before = now().provisioned;
    const ManagedPolicyArn = AWS_ADMIN;
    await sso().attachManagedPolicyToPermissionSet({ ...set(VIEW), ManagedPolicyArn });
    expect(now().provisioned).toEqual(before);
    const accounts = async (ProvisioningStatus: "NOT_" | "") => {
      const status = `LATEST_PERMISSION_SET_${ProvisioningStatus}PROVISIONED` as const;
      const input = { ...set(VIEW), ProvisioningStatus: status };
      return (await sso().listAccountsForProvisionedPermissionSet(input)).AccountIds;
    };
    expect(await accounts("NOT_")).toEqual([PRODUCTION]);
    expect(await accounts("")).toEqual([]);
    const sets = await sso().listPermissionSetsProvisionedToAccount({
      InstanceArn,
      AccountId: PRODUCTION,
      ProvisioningStatus: "LATEST_PERMISSION_SET_NOT_PROVISIONED",
    });
    expect(sets.PermissionSets).toEqual([VIEW]);

    expect((await provision(lab, everywhere(VIEW)))?.Status).toBe("SUCCEEDED");
    expect(now().provisioned[PRODUCTION]?.View?.managedPolicies).toContain(AWS_ADMIN);
    expect(await accounts("NOT_")).toEqual([]);
    expect(await accounts("")).toEqual([PRODUCTION]);
  });

  it("reaches one account, or one after the other", async () => {
    const lab = centerLab();
    await lab.sso().updatePermissionSet({ ...set(ADMIN), SessionDuration: "PT8H" });
    await provision(lab, inAccount(ADMIN, PLAYGROUND));
    expect(given(lab, "Admin")).toEqual({
      [MANAGEMENT]: "PT1H",
      [PRODUCTION]: "PT1H",
      [PLAYGROUND]: "PT8H",
    });
    await lab.sso().updatePermissionSet({ ...set(ADMIN), SessionDuration: "PT2H" });
    await lab.sso().provisionPermissionSet(everywhere(ADMIN));
    const steps = new Set<number>();
    for (let passed = 0; passed < 10_000; passed += 50) {
      await lab.pass(50);
      steps.add(Object.values(given(lab, "Admin")).filter((hours) => hours === "PT2H").length);
    }
    expect([...steps]).toEqual([0, 1, 2, 3]);
  });

  it("that some account could not be given is told, and the others have it", async () => {
    const lab = centerLab();
    lab.lab.trouble.failProvisioning(PLAYGROUND, 1);
    await lab.sso().updatePermissionSet({ ...set(ADMIN), SessionDuration: "PT8H" });
    expect(await provision(lab, everywhere(ADMIN))).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining("409"),
    });
    expect(given(lab, "Admin")).toMatchObject({ [PLAYGROUND]: "PT1H", [PRODUCTION]: "PT8H" });
    expect((await provision(lab, inAccount(ADMIN, PLAYGROUND)))?.Status).toBe("SUCCEEDED");
    expect(given(lab, "Admin")).toMatchObject({ [PLAYGROUND]: "PT8H" });
  });
});

describe("provisioning", () => {
  it("is refused for more than three sets at a time, and each is edited only afterwards", async () => {
    const { sso, pass } = centerLab();
    const arns: string[] = [];
    for (const Name of ["One", "Two"]) {
      const { PermissionSet } = await sso().createPermissionSet({ InstanceArn, Name });
      const arn = PermissionSet?.PermissionSetArn ?? "";
      arns.push(arn);
      await sso().createAccountAssignment(assignment(PLAYGROUND, arn, OPS));
    }
    await pass();
    const [one = "", two = ""] = arns;
    const start = (arn: string) => refusal(sso().provisionPermissionSet(everywhere(arn)));
    const edit = () =>
      refusal(
        sso().attachManagedPolicyToPermissionSet({ ...set(VIEW), ManagedPolicyArn: AWS_ADMIN }),
      );
    for (const arn of [ADMIN, VIEW, one]) expect(await start(arn)).toBe("nothing was refused");
    expect(await start(VIEW)).toBe("ConflictException");
    expect(await start(two)).toBe("ConflictException");
    expect(await edit()).toBe("ConflictException");
    const update = sso().updatePermissionSet({ ...set(VIEW), Description: "other" });
    expect(await refusal(update)).toBe("ConflictException");
    const underWay = await sso().listPermissionSetProvisioningStatus({
      InstanceArn,
      Filter: { Status: "IN_PROGRESS" },
    });
    expect(underWay.PermissionSetsProvisioningStatus).toHaveLength(3);
    await pass();
    expect(await edit()).toBe("nothing was refused");
    expect(await start(two)).toBe("nothing was refused");
  });

  it("fails where an assignment has not brought the set, and is idle where none has", async () => {
    const lab = centerLab();
    expect(await provision(lab, inAccount(VIEW, PLAYGROUND))).toMatchObject({
      Status: "FAILED",
      FailureReason: expect.stringContaining("provision not found"),
    });
    expect(lab.now().provisioned[PLAYGROUND]).not.toHaveProperty("View");
    const { PermissionSet } = await lab.sso().createPermissionSet({ InstanceArn, Name: "Quiet" });
    const nowhere = everywhere(PermissionSet?.PermissionSetArn ?? "");
    expect((await provision(lab, nowhere))?.Status).toBe("SUCCEEDED");
  });

  it("covers at most 3,500 accounts with a call", async () => {
    const organization = seedOrganization(withCenter, START);
    const { identityCenter } = organization;
    if (identityCenter === undefined) throw new Error("the baseline has no Identity Center");
    const [one] = identityCenter.provisioned.values();
    if (one === undefined) throw new Error("nothing is provisioned");
    const places = Array.from({ length: 3_501 }, (_, index): [string, Provisioned] => {
      const place = { ...one, account: String(300_000_000_000 + index) };
      return [provisionedKey(place), place];
    });
    const { sso } = centerLab({
      organization: {
        ...organization,
        identityCenter: { ...identityCenter, provisioned: new Map(places) },
      },
    });
    const all = sso().provisionPermissionSet(everywhere(one.permissionSet));
    expect(await refusal(all)).toBe("ValidationException");
  });
});
