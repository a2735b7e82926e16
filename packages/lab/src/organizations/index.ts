/** AWS Organizations: the service as a whole. */
import type { RandomSource } from "../random.ts";
import type { Operation, Service } from "../service.ts";
import type { Trouble } from "../trouble.ts";
import { attachmentOperations } from "./attachments.ts";
import { policyOperations } from "./policies.ts";
import { policyReads } from "./policy-reads.ts";
import { policyTypeOperations } from "./policy-types.ts";
import { createReader } from "./reader.ts";
import type { OrganizationStore } from "./store.ts";
import { structureOperations } from "./structure.ts";
import { structureReads } from "./structure-reads.ts";
import { tagReads } from "./tags.ts";
import { trustReads } from "./trust-reads.ts";

export function createOrganizations(options: {
  readonly store: OrganizationStore;
  readonly random: RandomSource;
  readonly trouble: Pick<Trouble, "readLag" | "pageRandom">;
}): Service {
  const { store, trouble } = options;
  const random = options.random("organizations");
  const reader = createReader(() => store.view(trouble.readLag()), trouble.pageRandom);
  const operations: Readonly<Record<string, Operation>> = {
    ...structureReads(reader),
    ...policyReads(reader),
    ...trustReads(reader),
    ...tagReads(reader),
    ...attachmentOperations(store),
    ...policyOperations(store, random),
    ...policyTypeOperations(store),
    ...structureOperations(store, random),
  };
  return { name: "organizations", operations: attributed(operations, store) };
}

/** Every change is put down to the call that made it. */
function attributed(
  operations: Readonly<Record<string, Operation>>,
  { during }: OrganizationStore,
): Readonly<Record<string, Operation>> {
  const entries = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => during(call.requestId, () => operation(input, call)),
  ]);
  return Object.fromEntries(entries);
}
