/** GuardDuty: a detector in every account and Region, and the organization's administrator of them. */
import { attributed } from "../organizations/index.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import type { RandomSource } from "../random.ts";
import type { Service } from "../service.ts";
import { blindOperations } from "./blinds.ts";
import { createDetecting, detectorOperations } from "./operations.ts";

export function createGuardDuty(options: {
  readonly store: OrganizationStore;
  readonly random: RandomSource;
  readLag(): number;
}): Service {
  const { store, readLag } = options;
  const random = options.random("guardduty");
  const detecting = createDetecting(store, readLag);
  const operations = {
    ...detectorOperations(store, detecting, random, readLag),
    ...blindOperations(detecting, random),
  };
  return { name: "guardduty", operations: attributed(operations, store) };
}
