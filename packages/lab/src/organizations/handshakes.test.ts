import {
  AcceptHandshakeCommand,
  InviteAccountToOrganizationCommand,
  ListAccountsCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  FULL,
  MANAGEMENT,
  organizationsOf,
  PRODUCTION,
  ROOT,
  refusal,
  testLab,
} from "../lab.fixture.ts";

const OUTSIDE = "300000000007";

function setup() {
  const lab = testLab();
  const invite = async (Id = OUTSIDE) => {
    const Target = { Type: "ACCOUNT", Id } as const;
    const Tags = [{ Key: "owner", Value: "us" }];
    const command = new InviteAccountToOrganizationCommand({ Target, Tags });
    const { Handshake } = await organizationsOf(lab).send(command);
    return Handshake?.Id ?? "";
  };
  const accept = (HandshakeId: string, account = OUTSIDE) =>
    organizationsOf(lab, account).send(new AcceptHandshakeCommand({ HandshakeId }));
  return { lab, invite, accept };
}

describe("an invited account", () => {
  it("is no member, and knows nothing of the organization, until it accepts", async () => {
    const { lab, invite } = setup();
    await invite();
    expect(lab.organization().accounts).not.toHaveProperty(OUTSIDE);
    const list = organizationsOf(lab, OUTSIDE).send(new ListAccountsCommand({}));
    expect(await refusal(list)).toBe("AWSOrganizationsNotInUseException");
  });

  it("joins under the root, with full access and the tags of its invitation", async () => {
    const { lab, invite, accept } = setup();
    const { Handshake } = await accept(await invite());
    expect(Handshake).toMatchObject({ State: "ACCEPTED", Action: "INVITE" });
    const { accounts, attachments, tags } = lab.organization();
    expect(accounts[OUTSIDE]).toMatchObject({ parent: ROOT, joinedMethod: "INVITED" });
    expect(attachments[OUTSIDE]).toEqual([FULL, "p-RCPFullAWSAccess"]);
    expect(tags[OUTSIDE]).toEqual({ owner: "us" });
  });

  it("is recorded where the call was made, its joining in the management account", async () => {
    const { lab, invite, accept } = setup();
    await accept(await invite());
    await lab.clock.drain();
    const [invited, accepted, joined] = lab.records();
    expect(invited).toMatchObject({
      eventName: "InviteAccountToOrganization",
      requestParameters: { target: { type: "ACCOUNT", id: OUTSIDE } },
      responseElements: { handshake: { state: "OPEN" } },
    });
    expect(joined).toMatchObject({
      eventName: "AccountJoinedOrganization",
      recipientAccountId: MANAGEMENT,
      serviceEventDetails: { accountId: OUTSIDE, joinedMethod: "INVITED" },
    });
    expect(accepted).toMatchObject({ eventName: "AcceptHandshake", recipientAccountId: OUTSIDE });
  });
});

describe("an invitation", () => {
  it("is for one account, once, for fifteen days", async () => {
    const { lab, invite, accept } = setup();
    const id = await invite();
    expect(await refusal(accept(id, PRODUCTION))).toBe("HandshakeNotFoundException");
    expect(await refusal(invite())).toBe("DuplicateHandshakeException");
    await lab.clock.drain(lab.clock.now() + 15 * 24 * 3_600_000);
    expect(await refusal(accept(id))).toBe("InvalidHandshakeTransitionException");
    const again = await invite();
    await accept(again);
    expect(await refusal(accept(again))).toBe("HandshakeAlreadyInStateException");
  });

  it("is not for a member", async () => {
    const { invite } = setup();
    expect(await refusal(invite(PRODUCTION))).toBe(
      "HandshakeConstraintViolationException: ALREADY_IN_AN_ORGANIZATION",
    );
  });
});
