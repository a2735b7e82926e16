/**
 * The same directory through SCIM, as an external provider or whoever has its token works on it: recorded
 * under `identitystore-scim.amazonaws.com`, by nobody in particular, with every value hidden.
 */
import { type ByHandOptions, byHand } from "./by-hand.ts";
import type { Directory } from "./directory.ts";
import { memberNotFound } from "./errors.ts";
import type { Center } from "./reader.ts";

export interface Scim {
  addMember(group: string, user: string): void;
  removeMember(group: string, user: string): void;
  /** Gives a group an external id: from then on the provider looks after it. */
  adopt(group: string, externalId: string): void;
  deleteGroup(group: string): void;
}

const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

export function createScim(
  options: ByHandOptions & { readonly center: Center; readonly directory: Directory },
): Scim {
  const { center, directory, store } = options;
  const act = byHand(options, {
    userIdentity: {
      type: "WebIdentityUser",
      accountId: store.current().management,
      accessKeyId: "4c2a0a1e-5f0b-4a61-8f5e-8d1f0c9b7e55",
    },
    eventSource: "identitystore-scim.amazonaws.com",
    sourceIPAddress: "198.51.100.20",
    userAgent: "Go-http-client/2.0",
  });
  const tenantId = "b1d5c0aa-3a3d-4f6e-9a55-2f1f7f8e0c11";
  const patch = (id: string, op: string, path: string, run: () => unknown) =>
    act(
      "PatchGroup",
      { httpBody: { operations: [{ op, path, value: HIDDEN }] }, tenantId, id },
      run,
    );
  return {
    addMember(group, user) {
      patch(group, "ADD", "members", () => directory.addMember(group, user));
    },
    removeMember(group, user) {
      patch(group, "REMOVE", "members", () =>
        directory.removeMember(center.membershipOf(group, user)),
      );
    },
    adopt(group, id) {
      patch(group, "REPLACE", "externalId", () => {
        const found = center.current().groups.get(group);
        if (found === undefined) throw memberNotFound("GROUP", group);
        directory.updateGroup({ ...found, externalIds: [{ issuer: "https://scim.aws.com", id }] });
      });
    },
    deleteGroup(id) {
      act("DeleteGroup", { tenantId, id }, () => directory.removeGroup(id));
    },
  };
}
