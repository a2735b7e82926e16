import { describe, expect, it } from "vitest";
import { testLab } from "../lab.fixture.ts";

describe("the writes of AWS Organizations", () => {
  it("are listed by their actions", () => {
    const writes = testLab()
      .writeOperations()
      .filter((operation) => operation.startsWith("organizations:"));
    expect(new Set(writes).size).toBe(writes.length);
    expect(writes.toSorted()).toEqual([
      "organizations:AcceptHandshake",
      "organizations:AttachPolicy",
      "organizations:CloseAccount",
      "organizations:CreateAccount",
      "organizations:CreateOrganizationalUnit",
      "organizations:CreatePolicy",
      "organizations:DeleteOrganizationalUnit",
      "organizations:DeletePolicy",
      "organizations:DeleteResourcePolicy",
      "organizations:DeregisterDelegatedAdministrator",
      "organizations:DetachPolicy",
      "organizations:DisableAWSServiceAccess",
      "organizations:DisablePolicyType",
      "organizations:EnableAWSServiceAccess",
      "organizations:EnablePolicyType",
      "organizations:InviteAccountToOrganization",
      "organizations:LeaveOrganization",
      "organizations:MoveAccount",
      "organizations:PutResourcePolicy",
      "organizations:RegisterDelegatedAdministrator",
      "organizations:RemoveAccountFromOrganization",
      "organizations:TagResource",
      "organizations:UntagResource",
      "organizations:UpdateOrganizationalUnit",
      "organizations:UpdatePolicy",
    ]);
  });
});
