import {
  EnableAWSServiceAccessCommand,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, organizationsOf, PLAYGROUND, PRODUCTION, refusal } from "../lab.fixture.ts";
import {
  ADMIN,
  assignment,
  type CenterLab,
  centerLab,
  InstanceArn,
  OMAR,
  OPS,
  set,
  VIEW,
} from "./center.fixture.ts";

const ROLES = `arn:aws:iam::${MANAGEMENT}:role/aws-reserved/sso.amazonaws.com/*`;

/** A key of a role in the management account that may do all of Identity Center, and so much of IAM. */
function keyOf({ lab }: CenterLab, rights: readonly { Action: string; Resource: string }[]) {
  const statements = [{ Action: "sso:*", Resource: "*" }, ...rights].map((one) => ({
    Effect: "Allow" as const,
    ...one,
  }));
  const trust = [MANAGEMENT];
  const { arn } = lab.identity.addRole({ account: MANAGEMENT, name: "Narrow", trust, statements });
  const session = { roleArn: arn, sessionName: "test" };
  return lab.identity.assumeRole(MANAGEMENT, session).accessKeyId;
}

/** How a request for an assignment ended. */
async function reasonOf({ sso, pass }: CenterLab, RequestId: string | undefined) {
  await pass();
  const { AccountAssignmentCreationStatus: status } =
    await sso().describeAccountAssignmentCreationStatus({
      InstanceArn,
      AccountAssignmentCreationRequestId: RequestId ?? "",
    });
  return status?.FailureReason ?? status?.Status;
}

describe("in the management account Identity Center acts with the rights of its caller", () => {
  const all = [
    { Action: "iam:*", Resource: ROLES },
    { Action: "iam:GetSAMLProvider", Resource: `arn:aws:iam::${MANAGEMENT}:saml-provider/*` },
  ];

  it("and makes a role with them", async () => {
    const lab = centerLab();
    const client = lab.sso(keyOf(lab, all));
    const input = assignment(MANAGEMENT, VIEW, OMAR);
    const { AccountAssignmentCreationStatus: begun } = await client.createAccountAssignment(input);
    expect(await reasonOf(lab, begun?.RequestId)).toBe("SUCCEEDED");
  });

  it("and fails without one of them, while other accounts are no matter", async () => {
    const lab = centerLab();
    const client = lab.sso(keyOf(lab, [{ Action: "iam:*", Resource: ROLES }]));
    for (const arn of [VIEW, ADMIN]) {
      const input = assignment(MANAGEMENT, arn, OMAR);
      const { AccountAssignmentCreationStatus: begun } =
        await client.createAccountAssignment(input);
      expect(await reasonOf(lab, begun?.RequestId)).toMatch(
        /^Received a 403 status error: Access denied by IAM.*is not authorized to perform: iam:GetSAMLProvider/,
      );
    }
    expect(lab.now().assignments[MANAGEMENT]).toEqual([`Admin GROUP ${OPS}`]);
    const elsewhere = assignment(PLAYGROUND, VIEW, OMAR);
    const { AccountAssignmentCreationStatus: begun } =
      await client.createAccountAssignment(elsewhere);
    expect(await reasonOf(lab, begun?.RequestId)).toBe("SUCCEEDED");
  });

  it("and leaves the role there as it was when it provisions everywhere", async () => {
    const lab = centerLab();
    const client = lab.sso(keyOf(lab, []));
    await client.updatePermissionSet({ ...set(ADMIN), SessionDuration: "PT8H" });
    await client.provisionPermissionSet({ ...set(ADMIN), TargetType: "ALL_PROVISIONED_ACCOUNTS" });
    await lab.pass();
    const { provisioned } = lab.now();
    expect(provisioned[MANAGEMENT]?.Admin?.sessionDuration).toBe("PT1H");
    expect(provisioned[PRODUCTION]?.Admin?.sessionDuration).toBe("PT8H");
  });

  it("and needs them to take a role away", async () => {
    const lab = centerLab();
    const input = assignment(MANAGEMENT, ADMIN, OPS);
    await lab.sso(keyOf(lab, [])).deleteAccountAssignment(input);
    await lab.pass();
    expect(lab.now().assignments[MANAGEMENT]).toEqual([`Admin GROUP ${OPS}`]);
    await lab.sso(keyOf(lab, all)).deleteAccountAssignment(input);
    await lab.pass();
    expect(lab.now().assignments[MANAGEMENT]).toBeUndefined();
  });
});

describe("a delegated administrator of Identity Center", () => {
  async function delegated(ServicePrincipal = "sso.amazonaws.com") {
    const lab = centerLab();
    const organizations = organizationsOf(lab.lab);
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    await organizations.send(
      new RegisterDelegatedAdministratorCommand({ AccountId: PRODUCTION, ServicePrincipal }),
    );
    return { lab, client: lab.sso(PRODUCTION) };
  }

  it("administers members, and sees everything", async () => {
    const { lab, client } = await delegated();
    await client.updatePermissionSet({ ...set(VIEW), SessionDuration: "PT8H" });
    await client.createAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR));
    await lab.pass();
    expect(lab.now().provisioned[PLAYGROUND]?.View?.sessionDuration).toBe("PT8H");
    const pair = { ...set(ADMIN), AccountId: MANAGEMENT };
    const { AccountAssignments } = await client.listAccountAssignments(pair);
    expect(AccountAssignments).toHaveLength(1);
  });

  it("may touch neither the management account nor what is provisioned there", async () => {
    const { lab, client } = await delegated();
    const denied = "AccessDeniedException";
    const edit = client.updatePermissionSet({ ...set(ADMIN), Description: "mine" });
    expect(await refusal(edit)).toBe(denied);
    const tag = client.tagResource({ ResourceArn: ADMIN, Tags: [{ Key: "team", Value: "mine" }] });
    expect(await refusal(tag)).toBe(denied);
    for (const [account, arn] of [
      [MANAGEMENT, VIEW],
      [PLAYGROUND, ADMIN],
    ] as const) {
      const create = client.createAccountAssignment(assignment(account, arn, OMAR));
      expect(await refusal(create)).toBe(denied);
    }
    const principal = { InstanceArn, PrincipalId: OPS, PrincipalType: "GROUP" as const };
    const list = client.listAccountAssignmentsForPrincipal(principal);
    expect(await refusal(list)).toBe(denied);
    await lab.pass();
    expect(lab.now()).toEqual(centerLab().now());
  });

  it("is none for Identity Center who administers another service", async () => {
    const { client } = await delegated("config.amazonaws.com");
    const list = client.listPermissionSets({ InstanceArn });
    expect(await refusal(list)).toBe("AccessDeniedException");
  });
});
