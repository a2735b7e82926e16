import {
  CreateOrganizationalUnitCommand,
  DeleteOrganizationalUnitCommand,
  MoveAccountCommand,
  UpdateOrganizationalUnitCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  FULL,
  organizationsOf,
  PLAYGROUND,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";

function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const create = async (ParentId: string, Name: string) => {
    const command = new CreateOrganizationalUnitCommand({ ParentId, Name });
    const { OrganizationalUnit } = await client.send(command);
    return OrganizationalUnit?.Id ?? "";
  };
  const rename = (OrganizationalUnitId: string, Name: string) =>
    client.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId, Name }));
  const drop = (OrganizationalUnitId: string) =>
    client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
  return { lab, client, create, rename, drop };
}

describe("a new unit", () => {
  it("starts with full access", async () => {
    const { lab, create } = setup();
    const id = await create(WORKLOADS, "Blue");
    expect(lab.organization().attachments[id]).toEqual([FULL, "p-RCPFullAWSAccess"]);
    expect(lab.organization().units[id]).toEqual({ id, name: "Blue", parent: WORKLOADS });
  });

  it("can have tags from the start", async () => {
    const { lab, client } = setup();
    const Tags = [{ Key: "team", Value: "blue" }];
    const { OrganizationalUnit } = await client.send(
      new CreateOrganizationalUnitCommand({ ParentId: ROOT, Name: "Blue", Tags }),
    );
    expect(lab.organization().tags).toEqual({ [OrganizationalUnit?.Id ?? ""]: { team: "blue" } });
  });

  it("has a name that no other unit there has", async () => {
    const { create } = setup();
    await create(WORKLOADS, "Blue");
    expect(await refusal(create(WORKLOADS, "Blue"))).toBe("DuplicateOrganizationalUnitException");
    expect(await create(SANDBOX, "Blue")).toMatch(/^ou-hf01-/);
  });

  it("is at most five levels below the root", async () => {
    const { create } = setup();
    let parent = ROOT;
    for (const level of ["1", "2", "3", "4", "5"]) parent = await create(parent, level);
    expect(await refusal(create(parent, "6"))).toBe(
      "ConstraintViolationException: OU_DEPTH_LIMIT_EXCEEDED",
    );
  });

  it("needs a parent that exists and a name that is not too long", async () => {
    const { create } = setup();
    expect(await refusal(create("ou-hf01-nothere0", "Blue"))).toBe("ParentNotFoundException");
    expect(await refusal(create(ROOT, "x".repeat(129)))).toBe(
      "InvalidInputException: MAX_LENGTH_EXCEEDED",
    );
  });
});

describe("a unit", () => {
  it("is renamed, and stays what it was otherwise", async () => {
    const { lab, rename } = setup();
    const before = lab.organization();
    await rename(SANDBOX, "Playground");
    expect(lab.organization()).toEqual({
      ...before,
      units: { ...before.units, [SANDBOX]: { ...before.units[SANDBOX], name: "Playground" } },
    });
  });

  it("does not take the name of a sibling, and may keep its own", async () => {
    const { rename } = setup();
    expect(await refusal(rename(SANDBOX, "Workloads"))).toBe(
      "DuplicateOrganizationalUnitException",
    );
    await rename(SANDBOX, "Sandbox");
  });

  it("is deleted only when it is empty, with all that was attached to it", async () => {
    const { lab, client, create, drop } = setup();
    const inner = await create(SANDBOX, "Inner");
    const move = { SourceParentId: SANDBOX, DestinationParentId: WORKLOADS };
    await client.send(new MoveAccountCommand({ AccountId: PLAYGROUND, ...move }));
    expect(await refusal(drop(SANDBOX))).toBe("OrganizationalUnitNotEmptyException");
    await drop(inner);
    await drop(SANDBOX);
    const { units, attachments } = lab.organization();
    expect(Object.keys(units)).toEqual([ROOT, WORKLOADS]);
    expect(attachments).not.toHaveProperty(SANDBOX);
    expect(await refusal(drop(SANDBOX))).toBe("OrganizationalUnitNotFoundException");
  });

  it("is not the root, which can be neither renamed nor deleted", async () => {
    const { rename, drop } = setup();
    expect(await refusal(rename(ROOT, "Stem"))).toBe("OrganizationalUnitNotFoundException");
    expect(await refusal(drop(ROOT))).toBe("OrganizationalUnitNotFoundException");
  });
});
