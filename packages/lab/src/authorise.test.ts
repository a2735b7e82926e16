import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  MoveAccountCommand,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import type { PolicyStatement } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import {
  FULL,
  MANAGEMENT,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
  WORKLOADS,
} from "./lab.fixture.ts";
import type { Lab } from "./lab.ts";

const Filter = "SERVICE_CONTROL_POLICY";
const attach = (TargetId = SANDBOX) => new AttachPolicyCommand({ PolicyId: NO_IAM, TargetId });

/** A client of a role in the management account that has just this statement. */
function withStatement(lab: Lab, statement: PolicyStatement, policy?: PolicyStatement) {
  const { arn } = lab.identity.addRole({
    account: MANAGEMENT,
    name: "Narrow",
    trust: [MANAGEMENT],
    statements: [statement],
  });
  const { accessKeyId } = lab.identity.assumeRole(MANAGEMENT, {
    roleArn: arn,
    sessionName: "test",
    ...(policy && { policy: { Statement: policy } }),
  });
  return organizationsOf(lab, accessKeyId);
}

describe("authorisation", () => {
  it("refuses organization calls of member accounts, root or not, but for one", async () => {
    const lab = testLab();
    for (const key of [PRODUCTION, lab.identity.rootKey(PRODUCTION)]) {
      const member = organizationsOf(lab, key);
      expect(await refusal(member.send(new ListRootsCommand({})))).toBe("AccessDeniedException");
      expect(await refusal(member.send(attach()))).toBe("AccessDeniedException");
      const { Organization } = await member.send(new DescribeOrganizationCommand({}));
      expect(Organization?.Id).toBe("o-holdfast01");
    }
    expect(lab.organization().attachments[SANDBOX]).not.toContain(NO_IAM);
  });

  it("lets a delegated administrator see to policies, and to nothing else", async () => {
    const lab = testLab({ delegatedAdministrators: [PRODUCTION] });
    const delegate = organizationsOf(lab, PRODUCTION);
    await delegate.send(attach());
    expect(lab.organization().attachments[SANDBOX]).toContain(NO_IAM);
    const move = new MoveAccountCommand({
      AccountId: PLAYGROUND,
      SourceParentId: SANDBOX,
      DestinationParentId: ROOT,
    });
    expect(await refusal(delegate.send(move))).toBe("AccessDeniedException");
  });

  it("asks for permission on the policy and on the target", async () => {
    const lab = testLab();
    const prefix = `arn:aws:organizations::${MANAGEMENT}`;
    const client = withStatement(lab, {
      Effect: "Allow",
      Action: "organizations:AttachPolicy",
      Resource: [
        `${prefix}:policy/o-holdfast01/service_control_policy/${NO_IAM}`,
        `${prefix}:ou/o-holdfast01/${SANDBOX}`,
      ],
    });
    await client.send(attach());
    expect(await refusal(client.send(attach(ROOT)))).toBe("AccessDeniedException");
    const other = new AttachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: SANDBOX });
    expect(await refusal(client.send(other))).toBe("AccessDeniedException");
  });

  it("says which permission is missing, as IAM does", async () => {
    const client = withStatement(testLab(), { Effect: "Allow", Action: "s3:*", Resource: "*" });
    await expect(client.send(attach())).rejects.toThrow(
      `User: arn:aws:sts::${MANAGEMENT}:assumed-role/Narrow/test is not authorized to perform: ` +
        `organizations:AttachPolicy on resource: arn:aws:organizations::${MANAGEMENT}:policy/` +
        `o-holdfast01/service_control_policy/${NO_IAM} because no identity-based policy allows ` +
        "the organizations:AttachPolicy action",
    );
  });

  it("honours conditions on the policy's type", async () => {
    const lab = testLab();
    const client = withStatement(lab, {
      Effect: "Allow",
      Action: "organizations:ListPoliciesForTarget",
      Resource: "*",
      Condition: { StringEquals: { "organizations:PolicyType": "SERVICE_CONTROL_POLICY" } },
    });
    const list = (type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY") =>
      client.send(new ListPoliciesForTargetCommand({ TargetId: ROOT, Filter: type }));
    expect((await list("SERVICE_CONTROL_POLICY")).Policies).toHaveLength(2);
    expect(await refusal(list("RESOURCE_CONTROL_POLICY"))).toBe("AccessDeniedException");
  });

  it("lets a session policy only take away", async () => {
    const everything = { Effect: "Allow", Action: "*", Resource: "*" } as const;
    const client = withStatement(testLab(), everything, {
      Effect: "Allow",
      Action: "organizations:List*",
      Resource: "*",
    });
    await client.send(new ListRootsCommand({}));
    expect(await refusal(client.send(attach()))).toBe("AccessDeniedException");
  });

  it("binds members, also root, to the SCPs in force; a detached one binds nobody", async () => {
    const lab = testLab({ delegatedAdministrators: [PRODUCTION] });
    const management = organizationsOf(lab);
    const { Policy } = await management.send(
      new CreatePolicyCommand({
        Name: "no-lists",
        Description: "",
        Type: Filter,
        Content:
          '{"Statement":[{"Effect":"Deny","Action":"organizations:ListRoots","Resource":"*"}]}',
      }),
    );
    const PolicyId = Policy?.PolicySummary?.Id ?? "";
    await management.send(new AttachPolicyCommand({ PolicyId, TargetId: WORKLOADS }));
    for (const key of [PRODUCTION, lab.identity.rootKey(PRODUCTION)]) {
      await expect(organizationsOf(lab, key).send(new ListRootsCommand({}))).rejects.toThrow(
        "with an explicit deny in a service control policy",
      );
    }
    await management.send(new ListRootsCommand({}));
    await management.send(new DetachPolicyCommand({ PolicyId, TargetId: WORKLOADS }));
    await organizationsOf(lab, PRODUCTION).send(new ListRootsCommand({}));
  });

  it("allows members nothing once a level has no Allow", async () => {
    const lab = testLab();
    const management = organizationsOf(lab);
    await management.send(new DetachPolicyCommand({ PolicyId: FULL, TargetId: ROOT }));
    const call = organizationsOf(lab, PRODUCTION).send(new DescribeOrganizationCommand({}));
    expect(await refusal(call)).toBe("AccessDeniedException");
    await organizationsOf(lab).send(new DescribeOrganizationCommand({}));
  });

  it("never takes a policy that it can't evaluate for an allow", async () => {
    const lab = testLab({ delegatedAdministrators: [PRODUCTION] });
    const Content =
      '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Made":{"up":"x"}}}]}';
    const update = new UpdatePolicyCommand({ PolicyId: NO_LEAVE, Content });
    await organizationsOf(lab).send(update);
    const call = organizationsOf(lab, PRODUCTION).send(new ListRootsCommand({}));
    expect(await refusal(call)).toBe("InternalFailure");
    expect(
      lab
        .logs()
        .map(({ text }) => text)
        .join(),
    ).toContain("organizations:ListRoots");
  });
});
