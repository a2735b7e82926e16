/** AWS Organizations: the service as a whole. */
import type { LabClock } from "../clock.ts";
import type { RandomSource } from "../random.ts";
import type { Service } from "../service.ts";
import type { Trouble } from "../trouble.ts";
import { attachmentOperations } from "./attachments.ts";
import { policyOperations } from "./policies.ts";
import { policyTypeOperations } from "./policy-types.ts";
import { readOperations } from "./reads.ts";
import type { OrganizationStore } from "./state.ts";
import { structureOperations } from "./structure.ts";

export function createOrganizations(options: {
  readonly store: OrganizationStore;
  readonly clock: LabClock;
  readonly random: RandomSource;
  readonly trouble: Pick<Trouble, "readLag" | "pageRandom">;
}): Service {
  const { store, clock, trouble } = options;
  const random = options.random("organizations");
  return {
    name: "organizations",
    operations: {
      ...readOperations(() => store.view(trouble.readLag()), trouble.pageRandom),
      ...attachmentOperations(store),
      ...policyOperations(store, random),
      ...policyTypeOperations(store, clock),
      ...structureOperations(store, random),
    },
  };
}
