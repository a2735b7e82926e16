import {
  CloseAccountCommand,
  CreateAccountCommand,
  DescribeAccountCommand,
  MoveAccountCommand,
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

function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const move = (AccountId: string, SourceParentId: string, DestinationParentId: string) =>
    client.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId }));
  const close = (AccountId: string) => client.send(new CloseAccountCommand({ AccountId }));
  const describe = async (AccountId: string) =>
    (await client.send(new DescribeAccountCommand({ AccountId }))).Account;
  return { lab, client, move, close, describe };
}

describe("moving an account", () => {
  it("changes its parent and its path", async () => {
    const { lab, move, describe } = setup();
    await move(PLAYGROUND, SANDBOX, WORKLOADS);
    expect(lab.organization().accounts[PLAYGROUND]?.parent).toBe(WORKLOADS);
    const path = `o-holdfast01/${ROOT}/${WORKLOADS}/${PLAYGROUND}/`;
    expect((await describe(PLAYGROUND))?.Paths).toEqual([path]);
  });

  it("needs an account, where it is, and another place for it", async () => {
    const { move } = setup();
    const nowhere = "ou-hf01-nothere0";
    const answers = [
      await refusal(move("999999999999", SANDBOX, WORKLOADS)),
      await refusal(move(PLAYGROUND, SANDBOX, nowhere)),
      await refusal(move(PLAYGROUND, SANDBOX, SANDBOX)),
      await refusal(move(PLAYGROUND, ROOT, WORKLOADS)),
    ];
    expect(answers).toEqual([
      "AccountNotFoundException",
      "DestinationParentNotFoundException",
      "DuplicateAccountException",
      "SourceParentNotFoundException",
    ]);
  });
});

describe("closing an account", () => {
  it("takes a while, and then it stays a member", async () => {
    const { lab, close, describe } = setup();
    await close(PLAYGROUND);
    expect(await describe(PLAYGROUND)).toMatchObject({
      State: "PENDING_CLOSURE",
      Status: "PENDING_CLOSURE",
    });
    await lab.clock.drain();
    expect(await describe(PLAYGROUND)).toMatchObject({ State: "CLOSED", Status: "SUSPENDED" });
    expect(lab.organization().accounts[PLAYGROUND]?.parent).toBe(SANDBOX);
  });

  it("is told by a service event in the management account", async () => {
    const { lab, close } = setup();
    await close(PLAYGROUND);
    await lab.clock.drain();
    const [call, result] = lab.records().slice(-2);
    expect(call).toMatchObject({
      eventName: "CloseAccount",
      requestParameters: { accountId: PLAYGROUND },
      responseElements: null,
    });
    expect(result).toMatchObject({
      eventName: "CloseAccountResult",
      eventTime: "2026-11-20T09:01:00Z",
      eventType: "AwsServiceEvent",
      recipientAccountId: MANAGEMENT,
      userIdentity: { accountId: MANAGEMENT, invokedBy: "AWS Internal" },
      requestParameters: null,
      serviceEventDetails: {
        closeAccountStatus: {
          accountId: PLAYGROUND,
          state: "SUCCEEDED",
          requestedTimestamp: "Nov 20, 2026, 9:00:00\u202fAM",
          completedTimestamp: "Nov 20, 2026, 9:01:00\u202fAM",
        },
      },
    });
    expect(result?.userIdentity).not.toHaveProperty("type");
  });

  it("is refused while it is under way and once it is done", async () => {
    const { lab, close } = setup();
    await close(PLAYGROUND);
    expect(await refusal(close(PLAYGROUND))).toBe("ConflictException");
    await lab.clock.drain();
    expect(await refusal(close(PLAYGROUND))).toBe("AccountAlreadyClosedException");
  });

  it("is not for the management account", async () => {
    const { lab, close } = setup();
    expect(await refusal(close(MANAGEMENT))).toBe(
      "ConstraintViolationException: CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
    );
    expect(lab.organization().accounts[MANAGEMENT]?.state).toBe("ACTIVE");
  });

  it("is done for three accounts at a time", async () => {
    const { lab, client, close } = setup();
    for (const AccountName of ["one", "two"]) {
      const Email = `${AccountName}@securecart.example`;
      await client.send(new CreateAccountCommand({ AccountName, Email }));
    }
    await lab.clock.drain();
    const { accounts } = lab.organization();
    const [first = "", second = ""] = Object.keys(accounts).filter(
      (id) => ![MANAGEMENT, PRODUCTION, PLAYGROUND].includes(id),
    );
    for (const id of [first, second, PLAYGROUND]) await close(id);
    expect(await refusal(close(PRODUCTION))).toBe(
      "ConstraintViolationException: CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED",
    );
    await lab.clock.drain();
    await close(PRODUCTION);
  });
});
