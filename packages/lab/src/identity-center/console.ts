/** The same directory through the console: other events than the API's, from `sso-directory.amazonaws.com` (recorded). */
import type { Json } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { localTime } from "../trail/elements.ts";
import type { RecordJson } from "../trail/record.ts";
import { type ByHandOptions, byHand } from "./by-hand.ts";
import type { Directory } from "./directory.ts";
import type { Center } from "./reader.ts";

/** Somebody who works on the directory by hand. */
export interface DirectoryConsole {
  addMember(group: string, user: string): void;
  removeMember(group: string, user: string): void;
  /** Returns the new user's id. */
  createUser(userName: string): string;
  deleteUser(user: string): void;
}

export function createConsole(
  options: ByHandOptions & {
    readonly center: Center;
    readonly directory: Directory;
    readonly clock: Pick<LabClock, "now">;
  },
): (identity: RecordJson) => DirectoryConsole {
  const { center, directory, clock } = options;
  return (identity) => {
    const act = byHand(options, {
      userIdentity: identity,
      eventSource: "sso-directory.amazonaws.com",
      sourceIPAddress: "203.0.113.10",
      userAgent: "Mozilla/5.0",
    });
    const inStore = (parameters: RecordJson) => ({
      identityStoreId: center.current().identityStore,
      ...parameters,
    });
    const meta = (by: Json) => {
      const at = localTime(new Date(clock.now()));
      return { createdAt: at, updatedAt: at, createdBy: by, updatedBy: by };
    };
    return {
      addMember(groupId, memberId) {
        act("AddMemberToGroup", inStore({ groupId, member: { memberId } }), () =>
          directory.addMember(groupId, memberId),
        );
      },
      removeMember(groupId, memberId) {
        act("RemoveMemberFromGroup", inStore({ groupId, member: { memberId } }), () =>
          directory.removeMember(center.membershipOf(groupId, memberId)),
        );
      },
      createUser(userName) {
        const user = act(
          "CreateUser",
          inStore({ passwordMode: "EMAIL", active: true, userAttributes: attributes({}) }),
          () => directory.addUser({ userName, displayName: userName, externalIds: [] }),
          ({ id }) => ({
            user: {
              userId: id,
              userAttributes: attributes({ verificationStatus: {} }),
              active: true,
              meta: meta(identity.principalId ?? null),
            },
          }),
        );
        return user.id;
      },
      deleteUser(userId) {
        act("DeleteUser", inStore({ userId }), () => directory.removeUser(userId));
      },
    };
  };
}

/** Of a user, as recorded: every value is an empty object, and the user's name is not among them. */
function attributes(more: RecordJson): Json {
  return {
    emails: { complexListValue: [{ ...more, type: {}, value: {}, primary: {} }] },
    displayName: {},
    name: { complexValue: { givenName: {}, familyName: {} } },
  };
}
