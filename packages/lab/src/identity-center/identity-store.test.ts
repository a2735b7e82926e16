import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  DeleteUserCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  ListGroupMembershipsCommand,
  ListGroupsCommand,
} from "@aws-sdk/client-identitystore";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, PRODUCTION, refusal } from "../lab.fixture.ts";
import { sessionIdentity } from "../stories/recorded.ts";
import { centerLab, IdentityStoreId, OLIVIA, OMAR, OPS } from "./center.fixture.ts";

const members = (GroupId: string) => new ListGroupMembershipsCommand({ IdentityStoreId, GroupId });

describe("the identity store", () => {
  it("takes members in and lets them go", async () => {
    const { lab, directory } = centerLab();
    const { GroupMemberships = [] } = await directory().send(members(OPS));
    const olivias = GroupMemberships.find(({ MemberId }) => MemberId?.UserId === OLIVIA);
    await directory().send(
      new DeleteGroupMembershipCommand({
        IdentityStoreId,
        MembershipId: olivias?.MembershipId ?? "",
      }),
    );
    expect(lab.organization().identityCenter?.members[OPS]).toEqual([OMAR]);
    const back = new CreateGroupMembershipCommand({
      IdentityStoreId,
      GroupId: OPS,
      MemberId: { UserId: OLIVIA },
    });
    await directory().send(back);
    expect(lab.organization().identityCenter?.members[OPS]).toEqual([OLIVIA, OMAR]);
    expect(await refusal(directory().send(back))).toMatch(/^ConflictException/);
  });

  it("says whom it does not know", async () => {
    const { directory } = centerLab();
    const stranger = new DescribeUserCommand({
      IdentityStoreId,
      UserId: "44444444-4444-4444-8444-444444444444",
    });
    expect(await refusal(directory().send(stranger))).toBe("ResourceNotFoundException");
    const other = new ListGroupsCommand({ IdentityStoreId: "d-9999999999" });
    expect(await refusal(directory().send(other))).toBe("ResourceNotFoundException");
    const { DisplayName } = await directory().send(
      new DescribeGroupCommand({ IdentityStoreId, GroupId: OPS }),
    );
    expect(DisplayName).toBe("Ops");
  });

  it("may be read from a member account, and written from none", async () => {
    const { lab, directory } = centerLab();
    const member = directory(PRODUCTION);
    expect((await member.send(members(OPS))).GroupMemberships).toHaveLength(2);
    const gone = new DeleteUserCommand({ IdentityStoreId, UserId: OLIVIA });
    expect(await refusal(member.send(gone))).toBe("AccessDeniedException");
    expect(lab.organization().identityCenter?.users).toHaveProperty(OLIVIA);
  });

  it("takes memberships along with a user, and leaves what is assigned", async () => {
    const { lab, directory } = centerLab();
    await directory().send(new DeleteUserCommand({ IdentityStoreId, UserId: OLIVIA }));
    const center = lab.organization().identityCenter;
    expect(center?.members[OPS]).toEqual([OMAR]);
    expect(center?.assignments[PRODUCTION]).toContain(`View USER ${OLIVIA}`);
  });

  it("records what is done through the console as the console does", async () => {
    const { lab } = centerLab();
    const mallory = sessionIdentity(MANAGEMENT, "Admin", "mallory");
    const work = lab.console(mallory);
    const id = work.createUser("eve");
    work.addMember(OPS, id);
    expect(lab.organization().identityCenter?.members[OPS]).toContain(id);
    expect(lab.records()).toMatchObject([
      { eventName: "CreateUser", responseElements: { user: { userId: id, active: true } } },
      {
        eventSource: "sso-directory.amazonaws.com",
        eventName: "AddMemberToGroup",
        requestParameters: { groupId: OPS, member: { memberId: id } },
      },
    ]);
    expect(lab.changes().at(-1)?.requestId).toBe(lab.records().at(-1)?.requestID);
  });

  it("records what a provider does by SCIM as nobody's in particular, with its values hidden", () => {
    const { lab } = centerLab();
    lab.scim.removeMember(OPS, OMAR);
    lab.scim.adopt(OPS, "okta-1");
    expect(lab.organization().identityCenter?.members[OPS]).toEqual([OLIVIA]);
    expect(lab.identityCenter()?.groups.get(OPS)?.externalIds).toMatchObject([{ id: "okta-1" }]);
    lab.scim.deleteGroup(OPS);
    const [removed, adopted, gone] = lab.records();
    expect([removed, adopted]).toMatchObject(
      ["members", "externalId"].map((path) => ({
        eventSource: "identitystore-scim.amazonaws.com",
        eventName: "PatchGroup",
        userIdentity: { type: "WebIdentityUser" },
        requestParameters: { id: OPS, httpBody: { operations: [{ path }] } },
      })),
    );
    expect(gone).toMatchObject({ eventName: "DeleteGroup", requestParameters: { id: OPS } });
    expect(JSON.stringify(lab.records())).not.toMatch(new RegExp(`${OMAR}|okta-1`));
    expect(new Set(lab.records().map(({ requestID }) => requestID)).size).toBe(3);
  });

  it("hides the names of people in its records", async () => {
    const { lab, directory } = centerLab();
    const { CreateUserCommand } = await import("@aws-sdk/client-identitystore");
    await directory().send(
      new CreateUserCommand({ IdentityStoreId, UserName: "eve", DisplayName: "Eve" }),
    );
    expect(JSON.stringify(lab.records().at(-1))).not.toMatch(/"(eve|Eve)"/);
  });
});
