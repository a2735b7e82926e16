import type { TrailRecord } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, securecart } from "../securecart.fixture.ts";
import { declaredKeys, keysOf } from "./keys.ts";

const all = declaredKeys(securecart);
const [group] = securecart.identityCenter?.groups ?? [];
if (group === undefined) throw new Error("SecureCart guards a group");
const { id } = group;
const STRANGER = "11111111-2222-3333-4444-555555555555";

function led(source: string, eventName: string, request: TrailRecord["request"]) {
  const eventSource = `${source}.amazonaws.com`;
  return keysOf(record(eventName, { eventSource, request }), securecart);
}

describe("an event of group-membership", () => {
  it.each([
    ["identitystore", "CreateGroupMembership", { groupId: id, memberId: { userId: STRANGER } }],
    ["identitystore", "DeleteGroup", { groupId: id.toUpperCase() }],
    ["sso-directory", "AddMemberToGroup", { groupId: id, member: { memberId: STRANGER } }],
    ["sso-directory", "RemoveMemberFromGroup", { groupId: id, member: { memberId: STRANGER } }],
    ["identitystore-scim", "PatchGroup", { id, tenantId: "t", httpBody: {} }],
    ["identitystore-scim", "DeleteGroup", { id, tenantId: "t" }],
  ])("of %s, %s, leads to the group that it names", (source, eventName, request) => {
    expect(led(source, eventName, request)).toEqual(all.filter(({ resource }) => resource === id));
  });

  it.each([
    ["identitystore", "CreateGroupMembership", { groupId: STRANGER }],
    ["identitystore-scim", "PatchGroup", { id: STRANGER }],
  ])("of %s, %s, about another group leads nowhere", (source, eventName, request) => {
    expect(led(source, eventName, request)).toEqual([]);
  });

  it.each([
    ["a membership alone", "identitystore", "DeleteGroupMembership", { membershipId: STRANGER }],
    ["a user", "identitystore", "DeleteUser", { userId: STRANGER }],
    ["a user by SCIM", "identitystore-scim", "DeleteUser", { id: STRANGER }],
    ["a new group", "sso-directory", "CreateGroup", { displayName: "HIDDEN" }],
    ["nothing", "identitystore", "CreateGroupMembership", {}],
    ["what is hidden", "sso-directory", "AddMemberToGroup", { groupId: "HIDDEN_DUE_TO_SECURITY" }],
    ["no text", "sso-directory", "AddMemberToGroup", { groupId: { S: id } }],
  ])("that names %s leads to every guarded group", (_what, source, eventName, request) => {
    expect(led(source, eventName, request)).toEqual(all);
  });

  it("never leads beyond the guarded groups, whatever is in it", () => {
    const sources = fc.constantFrom("identitystore", "sso-directory", "identitystore-scim");
    const names = fc.constantFrom("PatchGroup", "DeleteUser", "CreateGroupMembership");
    const request = fc.dictionary(fc.constantFrom("id", "groupId", "member"), fc.jsonValue());
    fc.assert(
      fc.property(sources, names, request, (source, name, given) => {
        const keys = led(source, name, given as TrailRecord["request"]);
        for (const key of keys) expect(all).toContainEqual(key);
      }),
    );
  });
});
