import {
  CreateOrganizationalUnitCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  EnableAWSServiceAccessCommand,
  MoveAccountCommand,
  RegisterDelegatedAdministratorCommand,
  RemoveAccountFromOrganizationCommand,
  TagResourceCommand,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  delegate,
  MANAGEMENT,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  PLAYGROUND,
  PRODUCTION,
  ROOT,
  SANDBOX,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { LabRequestHandler } from "../request-handler.ts";
import { createAttacker } from "./attacker.ts";
import { differences, told } from "./differences.ts";

type Client = ReturnType<typeof organizationsOf>;

/** What differs after `act`, and as sentences. */
async function after(act: (client: Client, lab: Lab) => Promise<unknown>) {
  const lab = testLab();
  const before = lab.organization();
  await act(organizationsOf(lab), lab);
  await lab.clock.drain();
  const found = differences(before, lab.organization());
  expect(differences(before, before)).toEqual([]);
  return { paths: found.map(({ key, path }) => [key, path]), sentences: found.map(told) };
}

describe("what differs", () => {
  it("are attachments, by target and policy", async () => {
    const { paths, sentences } = await after((client) =>
      client.send(new DetachPolicyCommand({ PolicyId: NO_IAM, TargetId: WORKLOADS })),
    );
    expect(paths).toEqual([[WORKLOADS, NO_IAM]]);
    expect(sentences).toEqual([`${NO_IAM} is not attached to ${WORKLOADS}`]);
  });

  it("are an account's place and a policy's text", async () => {
    const move = { AccountId: PLAYGROUND, SourceParentId: SANDBOX, DestinationParentId: WORKLOADS };
    const { paths, sentences } = await after(async (client) => {
      await client.send(new MoveAccountCommand(move));
      await client.send(new UpdatePolicyCommand({ PolicyId: NO_LEAVE, Name: "renamed" }));
    });
    expect(paths).toEqual([
      [PLAYGROUND, "parent"],
      [NO_LEAVE, "name"],
    ]);
    expect(sentences[0]).toBe(`parent of ${PLAYGROUND} is ${WORKLOADS} instead of ${SANDBOX}`);
  });

  it("are an account that is gone, without all that went with it", async () => {
    const { paths } = await after((client) =>
      client.send(new RemoveAccountFromOrganizationCommand({ AccountId: PLAYGROUND })),
    );
    expect(paths).toEqual([[PLAYGROUND, "account"]]);
  });

  it("are a unit that is new, with what AWS did not attach", async () => {
    let unit = "";
    const { paths } = await after(async (client, lab) => {
      const input = { ParentId: ROOT, Name: "Shadow" };
      const made = await client.send(new CreateOrganizationalUnitCommand(input));
      unit = made.OrganizationalUnit?.Id ?? "";
      const connection = { requestHandler: new LabRequestHandler(lab.handle) };
      await createAttacker(MANAGEMENT, connection).attach(NO_IAM, unit);
    });
    expect(paths).toEqual([
      [unit, "unit"],
      [unit, NO_IAM],
    ]);
  });

  it("are trust and tags", async () => {
    const ServicePrincipal = "config.amazonaws.com";
    const { paths } = await after(async (client, lab) => {
      await client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
      const register = { AccountId: PRODUCTION, ServicePrincipal };
      await client.send(new RegisterDelegatedAdministratorCommand(register));
      await delegate(lab, PRODUCTION, ["AttachPolicy"]);
      const Tags = [{ Key: "team", Value: "blue" }];
      await client.send(new TagResourceCommand({ ResourceId: ROOT, Tags }));
    });
    expect(paths).toEqual([
      [PRODUCTION, ServicePrincipal],
      [ServicePrincipal, "access"],
      ["resource-policy", "content"],
      [ROOT, "tags/team"],
    ]);
  });

  it("is not a policy that nobody has attached, but one that is gone", async () => {
    const { paths } = await after(async (client, lab) => {
      const connection = { requestHandler: new LabRequestHandler(lab.handle) };
      const statement = { Effect: "Deny", Action: "s3:*", Resource: "*" };
      await createAttacker(MANAGEMENT, connection).create("left over", statement);
      await client.send(new DetachPolicyCommand({ PolicyId: NO_IAM, TargetId: WORKLOADS }));
      await client.send(new DeletePolicyCommand({ PolicyId: NO_IAM }));
    });
    expect(paths).toEqual([
      [NO_IAM, "policy"],
      [WORKLOADS, NO_IAM],
    ]);
  });
});
