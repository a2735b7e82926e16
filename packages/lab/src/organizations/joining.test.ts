import {
  CreateAccountCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  LeaveOrganizationCommand,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  FULL,
  MANAGEMENT,
  NO_LEAVE,
  organizationsOf,
  PLAYGROUND,
  ROOT,
  refusal,
  testLab,
} from "../lab.fixture.ts";
import type { Lab } from "../model.ts";

function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const create = (AccountName: string, Email = `${AccountName}@securecart.example`) =>
    client.send(new CreateAccountCommand({ AccountName, Email }));
  const remove = (AccountId: string) =>
    client.send(new RemoveAccountFromOrganizationCommand({ AccountId }));
  const leave = (account: string) =>
    organizationsOf(lab, account).send(new LeaveOrganizationCommand({}));
  const allowLeaving = () =>
    client.send(new DetachPolicyCommand({ PolicyId: NO_LEAVE, TargetId: ROOT }));
  return { lab, client, create, remove, leave, allowLeaving };
}

const named = (lab: Lab, name: string) =>
  Object.values(lab.organization().accounts).find((account) => account.name === name);
const eventNames = (lab: Lab) => lab.records().map(({ eventName }) => eventName);

describe("creating an account", () => {
  it("takes a while, and puts it under the root with full access", async () => {
    const { lab, create } = setup();
    const { CreateAccountStatus } = await create("shadow");
    expect(CreateAccountStatus).toMatchObject({ State: "IN_PROGRESS", AccountName: "shadow" });
    expect(named(lab, "shadow")).toBeUndefined();
    await lab.clock.drain();
    const account = named(lab, "shadow");
    expect(account).toMatchObject({ parent: ROOT, state: "ACTIVE", joinedMethod: "CREATED" });
    expect(lab.organization().attachments[account?.id ?? ""]).toEqual([FULL, "p-RCPFullAWSAccess"]);
  });

  it("lets the management account administer it, by a role there", async () => {
    const { lab, create } = setup();
    await create("shadow");
    await lab.clock.drain();
    const id = named(lab, "shadow")?.id;
    const roleArn = `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`;
    const session = lab.identity.assumeRole(MANAGEMENT, { roleArn, sessionName: "us" });
    expect(session.principal.account).toBe(id);
  });

  it("is recorded without names; a service event says how it ended", async () => {
    const { lab, create } = setup();
    await create("shadow");
    await lab.clock.drain();
    expect(eventNames(lab)).toEqual([
      "CreateAccount",
      "CreateAccountResult",
      "AccountJoinedOrganization",
    ]);
    const [call, result, joined] = lab.records();
    const accountId = named(lab, "shadow")?.id;
    expect(call).toMatchObject({
      requestParameters: { accountName: "****", email: "****" },
      responseElements: { createAccountStatus: { accountName: "****", state: "IN_PROGRESS" } },
    });
    expect(joined).toMatchObject({
      recipientAccountId: MANAGEMENT,
      serviceEventDetails: {
        accountId,
        joinedMethod: "CREATED",
        joinedTime: "Nov 20, 2026, 9:00:03\u202fAM",
      },
    });
    expect(result).toMatchObject({
      eventType: "AwsServiceEvent",
      recipientAccountId: MANAGEMENT,
      serviceEventDetails: {
        createAccountStatus: { state: "SUCCEEDED", accountName: "****", accountId },
      },
    });
    expect(JSON.stringify(lab.records())).not.toContain("shadow");
  });

  it("fails in the background where the address is taken", async () => {
    const { lab, create } = setup();
    const before = lab.organization();
    await create("shadow", "production@securecart.example");
    await lab.clock.drain();
    expect(lab.organization()).toEqual(before);
    expect(lab.records().at(-1)?.serviceEventDetails).toMatchObject({
      createAccountStatus: { state: "FAILED", failureReason: "EMAIL_ALREADY_EXISTS" },
    });
  });

  it("is done for five accounts at a time, with an address each", async () => {
    const { create } = setup();
    expect(await refusal(create("shadow", "nobody"))).toBe(
      "InvalidInputException: INVALID_PATTERN",
    );
    for (const name of ["a1", "a2", "a3", "a4", "a5"]) await create(name);
    expect(await refusal(create("a6"))).toBe(
      "ConstraintViolationException: ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
    );
  });
});

describe("removing an account", () => {
  it("takes it out with what was attached to it, and is told in the management account", async () => {
    const { lab, remove } = setup();
    await remove(PLAYGROUND);
    const { accounts, attachments } = lab.organization();
    expect(accounts).not.toHaveProperty(PLAYGROUND);
    expect(attachments).not.toHaveProperty(PLAYGROUND);
    await lab.clock.drain();
    expect(eventNames(lab)).toEqual([
      "RemoveAccountFromOrganization",
      "AccountDepartedOrganization",
    ]);
    expect(lab.records()[1]).toMatchObject({
      recipientAccountId: MANAGEMENT,
      serviceEventDetails: { accountId: PLAYGROUND, departureMethod: "REMOVED" },
    });
  });

  it("leaves an account that is in no organization", async () => {
    const { lab, remove } = setup();
    await remove(PLAYGROUND);
    const outside = organizationsOf(lab, PLAYGROUND);
    expect(await refusal(outside.send(new DescribeOrganizationCommand({})))).toBe(
      "AWSOrganizationsNotInUseException",
    );
  });

  it("is refused for the management account, and within four days of the creation", async () => {
    const { lab, create, remove } = setup();
    expect(await refusal(remove(MANAGEMENT))).toBe("MasterCannotLeaveOrganizationException");
    expect(await refusal(remove("999999999999"))).toBe("AccountNotFoundException");
    await create("shadow");
    await lab.clock.drain();
    const id = named(lab, "shadow")?.id ?? "";
    expect(await refusal(remove(id))).toBe("ConstraintViolationException: WAIT_PERIOD_ACTIVE");
    await lab.clock.drain(lab.clock.now() + 4 * 24 * 3_600_000);
    await remove(id);
    expect(named(lab, "shadow")).toBeUndefined();
  });
});

describe("leaving the organization", () => {
  it("is what an SCP can forbid", async () => {
    const { lab, leave } = setup();
    expect(await refusal(leave(PLAYGROUND))).toBe("AccessDeniedException");
    expect(lab.organization().accounts).toHaveProperty(PLAYGROUND);
    expect(lab.records().at(-1)).toMatchObject({
      eventName: "LeaveOrganization",
      errorCode: "AccessDenied",
      recipientAccountId: PLAYGROUND,
    });
  });

  it("is recorded in the account's own trail, its departure in the management account", async () => {
    const { lab, leave, allowLeaving } = setup();
    await allowLeaving();
    await leave(PLAYGROUND);
    expect(lab.organization().accounts).not.toHaveProperty(PLAYGROUND);
    await lab.clock.drain();
    const [call, departed] = lab.records().slice(-2);
    expect(departed).toMatchObject({
      eventName: "AccountDepartedOrganization",
      recipientAccountId: MANAGEMENT,
      serviceEventDetails: { accountId: PLAYGROUND, departureMethod: "LEFT" },
    });
    expect(call).toMatchObject({
      eventName: "LeaveOrganization",
      recipientAccountId: PLAYGROUND,
      requestParameters: null,
      responseElements: null,
    });
  });

  it("is not for the management account", async () => {
    const { lab, leave } = setup();
    expect(await refusal(leave(MANAGEMENT))).toBe("MasterCannotLeaveOrganizationException");
    expect(lab.organization().accounts).toHaveProperty(MANAGEMENT);
  });
});
