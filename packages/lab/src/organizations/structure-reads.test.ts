import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  MANAGEMENT,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";

const client = () => organizationsOf(testLab());

describe("the tree", () => {
  it("begins with the organization and its root", async () => {
    const { Organization } = await client().send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({
      Id: "o-holdfast01",
      FeatureSet: "ALL",
      MasterAccountId: MANAGEMENT,
      MasterAccountEmail: "management@securecart.example",
    });
    const { Roots } = await client().send(new ListRootsCommand({}));
    expect(Roots).toMatchObject([
      {
        Id: ROOT,
        PolicyTypes: [
          { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
          { Type: "RESOURCE_CONTROL_POLICY", Status: "ENABLED" },
        ],
      },
    ]);
  });

  it("is read level by level", async () => {
    const { OrganizationalUnits: units } = await client().send(
      new ListOrganizationalUnitsForParentCommand({ ParentId: ROOT }),
    );
    expect(units?.map(({ Name }) => Name)).toEqual(["Workloads", "Sandbox"]);
    const { Accounts } = await client().send(
      new ListAccountsForParentCommand({ ParentId: WORKLOADS }),
    );
    expect(Accounts?.map(({ Id }) => Id)).toEqual([PRODUCTION]);
    const children = async (ChildType: "ACCOUNT" | "ORGANIZATIONAL_UNIT") =>
      (await client().send(new ListChildrenCommand({ ParentId: ROOT, ChildType }))).Children;
    expect(await children("ACCOUNT")).toEqual([{ Id: MANAGEMENT, Type: "ACCOUNT" }]);
    expect(await children("ORGANIZATIONAL_UNIT")).toEqual([
      { Id: WORKLOADS, Type: "ORGANIZATIONAL_UNIT" },
      { Id: SANDBOX, Type: "ORGANIZATIONAL_UNIT" },
    ]);
  });

  it("is read upwards", async () => {
    const parents = async (ChildId: string) =>
      (await client().send(new ListParentsCommand({ ChildId }))).Parents;
    expect(await parents(PRODUCTION)).toEqual([{ Id: WORKLOADS, Type: "ORGANIZATIONAL_UNIT" }]);
    expect(await parents(WORKLOADS)).toEqual([{ Id: ROOT, Type: "ROOT" }]);
  });

  it("shows where a unit is", async () => {
    const { OrganizationalUnit } = await client().send(
      new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: SANDBOX }),
    );
    expect(OrganizationalUnit).toEqual({
      Id: SANDBOX,
      Arn: `arn:aws:organizations::${MANAGEMENT}:ou/o-holdfast01/${SANDBOX}`,
      Name: "Sandbox",
      Path: `o-holdfast01/${ROOT}/${SANDBOX}/`,
    });
  });

  it("shows where an account is, what state it is in and how it came", async () => {
    const { Account } = await client().send(new DescribeAccountCommand({ AccountId: PLAYGROUND }));
    expect(Account).toMatchObject({
      Name: "playground",
      Email: "playground@securecart.example",
      State: "ACTIVE",
      Status: "ACTIVE",
      Paths: [`o-holdfast01/${ROOT}/${SANDBOX}/${PLAYGROUND}/`],
      JoinedMethod: "CREATED",
    });
    const { Accounts } = await client().send(new ListAccountsCommand({}));
    expect(Accounts).toContainEqual(Account);
  });

  it("says what is not there", async () => {
    const send = client();
    const nowhere = { ParentId: "ou-hf01-nothere0" };
    const refused = {
      account: send.send(new DescribeAccountCommand({ AccountId: "999999999999" })),
      unit: send.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: ROOT })),
      child: send.send(new ListParentsCommand({ ChildId: ROOT })),
      accounts: send.send(new ListAccountsForParentCommand(nowhere)),
      units: send.send(new ListOrganizationalUnitsForParentCommand(nowhere)),
      children: send.send(new ListChildrenCommand({ ...nowhere, ChildType: "ACCOUNT" })),
    };
    const answers = Object.entries(refused).map(async ([name, call]) => [
      name,
      await refusal(call),
    ]);
    expect(Object.fromEntries(await Promise.all(answers))).toEqual({
      account: "AccountNotFoundException",
      unit: "OrganizationalUnitNotFoundException",
      child: "ChildNotFoundException",
      accounts: "ParentNotFoundException",
      units: "ParentNotFoundException",
      children: "ParentNotFoundException",
    });
  });
});
