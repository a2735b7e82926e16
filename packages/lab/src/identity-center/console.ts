/** The same directory through the console: other events than the API's, from `sso-directory.amazonaws.com` (recorded). */
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
  options: ByHandOptions & { readonly center: Center; readonly directory: Directory },
): (identity: RecordJson) => DirectoryConsole {
  const { center, directory } = options;
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
          // Every value is an empty object: no name at all is in the record.
          inStore({
            passwordMode: "OTP",
            active: true,
            userAttributes: { userName: {}, displayName: {} },
          }),
          () => directory.addUser({ userName, displayName: userName, externalIds: [] }),
          ({ id }) => ({ user: { userId: id, active: true } }),
        );
        return user.id;
      },
      deleteUser(userId) {
        act("DeleteUser", inStore({ userId }), () => directory.removeUser(userId));
      },
    };
  };
}
