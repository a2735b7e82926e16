import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeleteResourcePolicyCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnableAWSServiceAccessCommand,
  LeaveOrganizationCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  MoveAccountCommand,
  type PolicyType,
  PutResourcePolicyCommand,
  RegisterDelegatedAdministratorCommand,
  type Tag,
  TagResourceCommand,
} from "@aws-sdk/client-organizations";
import type { PolicyStatement } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import {
  delegate,
  deployment,
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
import type { Lab } from "./model.ts";
import { LabRequestHandler } from "./request-handler.ts";

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

  it("lets members do what is delegated to them, and nothing else", async () => {
    const lab = testLab();
    const member = organizationsOf(lab, PRODUCTION);
    expect(await refusal(member.send(attach()))).toBe("AccessDeniedException");
    await delegate(lab, PRODUCTION, ["AttachPolicy"]);
    await member.send(attach());
    expect(lab.organization().attachments[SANDBOX]).toContain(NO_IAM);
    const detach = new DetachPolicyCommand({ PolicyId: NO_IAM, TargetId: SANDBOX });
    await expect(member.send(detach)).rejects.toThrow(
      "because no resource-based policy allows the organizations:DetachPolicy action",
    );
    const other = organizationsOf(lab, PLAYGROUND);
    expect(await refusal(other.send(attach(ROOT)))).toBe("AccessDeniedException");
    await organizationsOf(lab).send(new DeleteResourcePolicyCommand({}));
    expect(await refusal(member.send(attach(WORKLOADS)))).toBe("AccessDeniedException");
    expect(lab.records().at(-1)).toMatchObject({ recipientAccountId: PRODUCTION });
  });

  it("never delegates the structure, whatever the policy says", async () => {
    const lab = testLab();
    await delegate(lab, PRODUCTION, ["*"]);
    const move = { AccountId: PLAYGROUND, SourceParentId: SANDBOX, DestinationParentId: ROOT };
    const call = organizationsOf(lab, PRODUCTION).send(new MoveAccountCommand(move));
    expect(await refusal(call)).toBe("AccessDeniedException");
    expect(lab.organization().accounts[PLAYGROUND]?.parent).toBe(SANDBOX);
  });

  it("delegates under conditions, to a role, on resources", async () => {
    const lab = testLab();
    const trust = [PRODUCTION];
    const { arn } = lab.identity.addRole({ account: PRODUCTION, name: "Policies", trust });
    const session = { roleArn: arn, sessionName: "test" };
    const { accessKeyId } = lab.identity.assumeRole(PRODUCTION, session);
    const prefix = `arn:aws:organizations::${MANAGEMENT}`;
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: arn },
      Action: "organizations:AttachPolicy",
      Resource: [`${prefix}:ou/o-holdfast01/${SANDBOX}`, `${prefix}:policy/*/*/*`],
      Condition: { StringEquals: { "organizations:PolicyType": Filter } },
    };
    const Content = JSON.stringify({ Version: "2012-10-17", Statement });
    await organizationsOf(lab).send(new PutResourcePolicyCommand({ Content }));
    const role = organizationsOf(lab, accessKeyId);
    await role.send(attach());
    expect(await refusal(role.send(attach(ROOT)))).toBe("AccessDeniedException");
    const somebody = organizationsOf(lab, PRODUCTION);
    expect(await refusal(somebody.send(attach()))).toBe("AccessDeniedException");
  });

  it("lets the administrator of a service read, and no more", async () => {
    const lab = testLab();
    const member = organizationsOf(lab, PRODUCTION);
    expect(await refusal(member.send(new ListRootsCommand({})))).toBe("AccessDeniedException");
    const ServicePrincipal = "guardduty.amazonaws.com";
    const management = organizationsOf(lab);
    await management.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    await management.send(
      new RegisterDelegatedAdministratorCommand({ AccountId: PRODUCTION, ServicePrincipal }),
    );
    expect((await member.send(new ListRootsCommand({}))).Roots).toHaveLength(1);
    expect(await refusal(member.send(attach()))).toBe("AccessDeniedException");
  });

  it("takes the first of two tags that differ in case alone: condition keys don't", async () => {
    const lab = testLab();
    const Tags = [
      { Key: "team", Value: "blue" },
      { Key: "Team", Value: "red" },
    ];
    await organizationsOf(lab).send(new TagResourceCommand({ ResourceId: SANDBOX, Tags }));
    await organizationsOf(lab).send(attach());
    expect(lab.organization().attachments[SANDBOX]).toContain(NO_IAM);
    expect(lab.organization().tags[SANDBOX]).toEqual({ team: "blue", Team: "red" });
  });

  it("leaves members free where SCPs are disabled", async () => {
    const lab = testLab();
    const management = organizationsOf(lab);
    const off = new DisablePolicyTypeCommand({ RootId: ROOT, PolicyType: Filter });
    await management.send(off);
    await lab.clock.drain();
    await organizationsOf(lab, PRODUCTION).send(new LeaveOrganizationCommand({}));
    expect(lab.organization().accounts).not.toHaveProperty(PRODUCTION);
  });

  it("asks for the permission to tag where something is created with tags", async () => {
    const client = withStatement(testLab(), {
      Effect: "Allow",
      Action: "organizations:CreateOrganizationalUnit",
      Resource: "*",
    });
    const create = (Name: string, Tags: Tag[]) =>
      client.send(new CreateOrganizationalUnitCommand({ ParentId: ROOT, Name, Tags }));
    await create("Bare", []);
    await expect(create("Tagged", [{ Key: "team", Value: "blue" }])).rejects.toThrow(
      "not authorized to perform: organizations:TagResource",
    );
  });

  it("honours conditions on tags, of the request and of the resource", async () => {
    const lab = testLab();
    const client = withStatement(lab, {
      Effect: "Allow",
      Action: ["organizations:TagResource", "organizations:AttachPolicy"],
      Resource: "*",
      Condition: {
        StringEqualsIfExists: { "aws:RequestTag/team": "blue", "aws:ResourceTag/team": "blue" },
      },
    });
    const tag = (Value: string) =>
      client.send(new TagResourceCommand({ ResourceId: SANDBOX, Tags: [{ Key: "team", Value }] }));
    expect(await refusal(tag("red"))).toBe("AccessDeniedException");
    await tag("blue");
    await client.send(attach());
    const red = { ResourceId: WORKLOADS, Tags: [{ Key: "team", Value: "red" }] };
    await organizationsOf(lab).send(new TagResourceCommand(red));
    expect(await refusal(client.send(attach(WORKLOADS)))).toBe("AccessDeniedException");
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

  it("asks for the type of a policy that is made, as it has no id yet", async () => {
    const lab = testLab();
    const client = withStatement(lab, {
      Effect: "Allow",
      Action: "organizations:CreatePolicy",
      Resource: `arn:aws:organizations::${MANAGEMENT}:policy/o-holdfast01/service_control_policy/*`,
    });
    const Content =
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}';
    const create = (Type: PolicyType) =>
      client.send(new CreatePolicyCommand({ Name: "a", Description: "", Content, Type }));
    await create("SERVICE_CONTROL_POLICY");
    expect(await refusal(create("TAG_POLICY"))).toBe("AccessDeniedException");
  });

  it("honours conditions on the partition of a table", async () => {
    const lab = testLab();
    const { arn } = lab.identity.addRole({
      account: MANAGEMENT,
      name: "Own",
      trust: [MANAGEMENT],
      statements: [
        {
          Effect: "Allow",
          Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
          Resource: "*",
          Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "own#*" } },
        },
      ],
    });
    const session = { roleArn: arn, sessionName: "test" };
    const { accessKeyId } = lab.identity.assumeRole(MANAGEMENT, session);
    const client = new DynamoDBClient({
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey: "any" },
      requestHandler: new LabRequestHandler(lab.handle),
      maxAttempts: 1,
    });
    const TableName = deployment.table.name;
    const calls = (partition: string) => {
      const key = { partition: { S: partition }, sort: { S: "s" } };
      return [
        client.send(new PutItemCommand({ TableName, Item: { ...key, version: { N: "1" } } })),
        client.send(new GetItemCommand({ TableName, Key: key })),
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "#p = :p",
            ExpressionAttributeNames: { "#p": "partition" },
            ExpressionAttributeValues: { ":p": { S: partition } },
          }),
        ),
      ];
    };
    await Promise.all(calls("own#1"));
    for (const call of calls("controls")) expect(await refusal(call)).toBe("AccessDeniedException");
    expect(lab.dynamodb.items(MANAGEMENT, "us-east-1", TableName)).toHaveLength(1);
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
    const lab = testLab();
    await delegate(lab, PRODUCTION, ["ListRoots"]);
    const management = organizationsOf(lab);
    const { Policy } = await management.send(
      new CreatePolicyCommand({
        Name: "no-lists",
        Description: "",
        Type: Filter,
        Content:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:ListRoots","Resource":"*"}]}',
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
    const lab = testLab();
    const client = withStatement(lab, {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { Made: { up: "x" } },
    });
    expect(await refusal(client.send(new ListRootsCommand({})))).toBe("InternalFailure");
    expect(
      lab
        .logs()
        .map(({ text }) => text)
        .join(),
    ).toContain("organizations:ListRoots");
  });
});
