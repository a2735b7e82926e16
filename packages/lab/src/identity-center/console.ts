/**
 * The same directory through the console, or through an external provider's SCIM: other events than the
 * API's, from `sso-directory.amazonaws.com` (recorded).
 */
import type { OrganizationStore } from "../organizations/store.ts";
import type { RandomSource } from "../random.ts";
import { randomUuid } from "../random.ts";
import type { RecordJson } from "../trail/record.ts";
import type { Directory } from "./directory.ts";
import type { Center } from "./reader.ts";

/** Somebody who works on the directory by hand, or a provider that does it for them. */
export interface DirectoryConsole {
  addMember(group: string, user: string): void;
  removeMember(group: string, user: string): void;
  /** Returns the new user's id. */
  createUser(userName: string): string;
  deleteUser(user: string): void;
}

export function createConsole(options: {
  readonly store: OrganizationStore;
  readonly center: Center;
  readonly directory: Directory;
  readonly random: RandomSource;
  readonly region: string;
  recorded(record: RecordJson): void;
}): (identity: RecordJson) => DirectoryConsole {
  const { store, center, directory, region, recorded } = options;
  const random = options.random("console");

  return (identity) => {
    /** Does it, and writes down what a person did by `eventName`. */
    function act<T>(
      eventName: string,
      requestParameters: RecordJson,
      run: () => T,
      answer: (done: T) => RecordJson | null = () => null,
    ): T {
      const requestID = randomUuid(random);
      const done = store.during(requestID, run);
      recorded({
        userIdentity: identity,
        eventSource: "sso-directory.amazonaws.com",
        eventName,
        awsRegion: region,
        sourceIPAddress: "203.0.113.10",
        userAgent: "Mozilla/5.0",
        requestParameters: {
          identityStoreId: center.current().identityStore,
          ...requestParameters,
        },
        responseElements: answer(done),
        requestID,
        recipientAccountId: store.current().management,
      });
      return done;
    }

    return {
      addMember(groupId, memberId) {
        act("AddMemberToGroup", { groupId, member: { memberId } }, () =>
          directory.addMember(groupId, memberId),
        );
      },
      removeMember(groupId, memberId) {
        act("RemoveMemberFromGroup", { groupId, member: { memberId } }, () => {
          const { memberships } = center.current();
          const found = [...memberships.values()].find(
            ({ group, user }) => group === groupId && user === memberId,
          );
          directory.removeMember(found?.id ?? "");
        });
      },
      createUser(userName) {
        const user = act(
          "CreateUser",
          // Every value is an empty object: no name at all is in the record.
          { passwordMode: "OTP", active: true, userAttributes: { userName: {}, displayName: {} } },
          () => directory.addUser({ userName, displayName: userName, externalIds: [] }),
          ({ id }) => ({ user: { userId: id, active: true } }),
        );
        return user.id;
      },
      deleteUser(userId) {
        act("DeleteUser", { userId }, () => directory.removeUser(userId));
      },
    };
  };
}
