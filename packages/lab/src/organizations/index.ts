/** AWS Organizations: the service as a whole. */
import type { LabClock } from "../clock.ts";
import type { Identity } from "../identity.ts";
import type { RandomSource } from "../random.ts";
import type { Operation, Service } from "../service.ts";
import type { Trouble } from "../trouble.ts";
import { accountOperations } from "./accounts.ts";
import { attachmentOperations } from "./attachments.ts";
import { handshakeOperations } from "./handshakes.ts";
import { joiningOperations } from "./joining.ts";
import { type Announce, createMembership } from "./membership.ts";
import { policyOperations } from "./policies.ts";
import { policyReads } from "./policy-reads.ts";
import { policyTypeOperations } from "./policy-types.ts";
import { createReader } from "./reader.ts";
import { resourcePolicyOperations } from "./resource-policy.ts";
import type { OrganizationStore } from "./store.ts";
import { structureReads } from "./structure-reads.ts";
import { tagOperations, tagReads } from "./tags.ts";
import { trustOperations } from "./trust.ts";
import { trustReads } from "./trust-reads.ts";
import { unitOperations } from "./units.ts";

export function createOrganizations(options: {
  readonly store: OrganizationStore;
  readonly clock: Pick<LabClock, "now">;
  readonly random: RandomSource;
  readonly trouble: Pick<Trouble, "readLag" | "pageRandom">;
  readonly identity: Pick<Identity, "addRole">;
  readonly announce: Announce;
}): Service {
  const { store, clock, trouble, identity, announce } = options;
  const random = options.random("organizations");
  const reader = createReader(() => store.view(trouble.readLag()), trouble.pageRandom);
  const membership = createMembership(store, clock, announce);
  const operations: Readonly<Record<string, Operation>> = {
    ...structureReads(reader),
    ...policyReads(reader),
    ...trustReads(reader),
    ...tagReads(reader),
    ...attachmentOperations(store),
    ...policyOperations(store, random),
    ...policyTypeOperations(store),
    ...unitOperations(store, random),
    ...accountOperations(store, clock, announce),
    ...joiningOperations(store, clock, random, announce, membership, identity.addRole),
    ...handshakeOperations(store, clock, random, membership),
    ...tagOperations(store),
    ...trustOperations(store, clock),
    ...resourcePolicyOperations(store, random),
  };
  return { name: "organizations", operations: attributed(operations, store) };
}

/** Every change is put down to the call that made it. */
export function attributed(
  operations: Readonly<Record<string, Operation>>,
  { during }: OrganizationStore,
): Readonly<Record<string, Operation>> {
  const entries = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => during(call.requestId, () => operation(input, call)),
  ]);
  return Object.fromEntries(entries);
}
