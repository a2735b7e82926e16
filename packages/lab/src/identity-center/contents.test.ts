import { describe, expect, it } from "vitest";
import { refusal } from "../lab.fixture.ts";
import { ADMIN, AWS_ADMIN, AWS_VIEW, centerLab, set, VIEW } from "./center.fixture.ts";

const policy = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
const reference = (Name: string) => ({
  ...set(VIEW),
  CustomerManagedPolicyReference: { Name, Path: "/teams/" },
});

describe("an inline policy", () => {
  it("is there as it was sent, or there is none", async () => {
    const { sso } = centerLab();
    const read = async () => {
      const { InlinePolicy } = await sso().getInlinePolicyForPermissionSet(set(VIEW));
      return InlinePolicy;
    };
    const remove = () => sso().deleteInlinePolicyFromPermissionSet(set(VIEW));
    expect(await read()).toBe("");
    expect(await refusal(remove())).toBe("ResourceNotFoundException");
    const InlinePolicy = ` ${policy("s3:*")}`;
    await sso().putInlinePolicyToPermissionSet({ ...set(VIEW), InlinePolicy });
    expect(await read()).toBe(InlinePolicy);
    await remove();
    expect(await read()).toBe("");
  });

  it("is one that IAM takes, of at most 10,240 characters without space", async () => {
    const { sso, now } = centerLab();
    const put = (InlinePolicy: string) =>
      refusal(sso().putInlinePolicyToPermissionSet({ ...set(VIEW), InlinePolicy }));
    expect(await put("{}")).toBe("ValidationException");
    expect(await put("not even JSON")).toBe("ValidationException");
    const long = (length: number) => policy(`s3:${"x".repeat(length - policy("s3:").length)}`);
    expect(await put(long(10_240))).toBe("nothing was refused");
    expect(await put(`${" ".repeat(20_000)}${long(10_240)}`)).toBe("nothing was refused");
    expect(await put(long(10_241))).toBe("ValidationException");
    expect(await put(`${" ".repeat(32_768)}${long(10_000)}`)).toBe("ValidationException");
    expect(now().permissionSets.View?.content.inlinePolicy?.trim()).toBe(long(10_240));
  });
});

describe("managed policies", () => {
  it("are attached and detached once each", async () => {
    const { sso, now } = centerLab();
    const admin = { ...set(VIEW), ManagedPolicyArn: AWS_ADMIN };
    const attach = () => sso().attachManagedPolicyToPermissionSet(admin);
    const detach = () => sso().detachManagedPolicyFromPermissionSet(admin);
    expect(await refusal(detach())).toBe("ResourceNotFoundException");
    await attach();
    expect(await refusal(attach())).toBe("ConflictException");
    const listed = await sso().listManagedPoliciesInPermissionSet(set(VIEW));
    expect(listed.AttachedManagedPolicies).toEqual([
      { Name: "ViewOnlyAccess", Arn: AWS_VIEW },
      { Name: "AdministratorAccess", Arn: AWS_ADMIN },
    ]);
    await detach();
    expect(now().permissionSets.View?.content.managedPolicies).toEqual([AWS_VIEW]);
  });

  it("are AWS's own", async () => {
    const { sso } = centerLab();
    const ManagedPolicyArn = "arn:aws:iam::100000000009:policy/own";
    const attach = sso().attachManagedPolicyToPermissionSet({ ...set(VIEW), ManagedPolicyArn });
    expect(await refusal(attach)).toBe("ValidationException");
  });

  it("of the accounts are referred to by path and name", async () => {
    const { sso, now } = centerLab();
    const attach = (name: string) =>
      sso().attachCustomerManagedPolicyReferenceToPermissionSet(reference(name));
    const detach = (name: string) =>
      sso().detachCustomerManagedPolicyReferenceFromPermissionSet(reference(name));
    await attach("deploy");
    expect(await refusal(attach("deploy"))).toBe("ConflictException");
    expect(await refusal(attach("has a space"))).toBe("ValidationException");
    const listed = await sso().listCustomerManagedPolicyReferencesInPermissionSet(set(VIEW));
    expect(listed.CustomerManagedPolicyReferences).toEqual([{ Name: "deploy", Path: "/teams/" }]);
    await detach("deploy");
    expect(await refusal(detach("deploy"))).toBe("ResourceNotFoundException");
    expect(now().permissionSets.View?.content.customerManagedPolicies).toEqual([]);
  });

  it("are at most twenty, of both kinds together", async () => {
    const { sso } = centerLab();
    const attach = (name: string) =>
      sso().attachCustomerManagedPolicyReferenceToPermissionSet(reference(name));
    for (let count = 1; count < 20; count++) await attach(`policy-${count}`);
    expect(await refusal(attach("one-more"))).toBe("ServiceQuotaExceededException");
    const admin = { ...set(VIEW), ManagedPolicyArn: AWS_ADMIN };
    const another = sso().attachManagedPolicyToPermissionSet(admin);
    expect(await refusal(another)).toBe("ServiceQuotaExceededException");
  });
});

describe("a permissions boundary", () => {
  it("is AWS's policy or one of the accounts, or there is none", async () => {
    const { sso } = centerLab();
    const read = () => sso().getPermissionsBoundaryForPermissionSet(set(ADMIN));
    const put = (PermissionsBoundary: object) =>
      sso().putPermissionsBoundaryToPermissionSet({ ...set(ADMIN), PermissionsBoundary });
    const remove = () => sso().deletePermissionsBoundaryFromPermissionSet(set(ADMIN));
    expect(await refusal(read())).toBe("ResourceNotFoundException");
    expect(await refusal(remove())).toBe("ResourceNotFoundException");
    expect(await refusal(put({}))).toBe("ValidationException");
    const aws = { ManagedPolicyArn: AWS_VIEW };
    await put(aws);
    expect((await read()).PermissionsBoundary).toEqual(aws);
    const own = { CustomerManagedPolicyReference: { Name: "limit", Path: "/" } };
    await put(own);
    expect((await read()).PermissionsBoundary).toEqual(own);
    await remove();
    expect(await refusal(read())).toBe("ResourceNotFoundException");
  });
});
