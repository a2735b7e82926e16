/** IAM in every account: users with what they call AWS with, roles with whom they trust. */
import type { LabClock } from "../clock.ts";
import type { Role as LabRole } from "../identity.ts";
import { attributed } from "../organizations/index.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import type { RandomSource } from "../random.ts";
import type { Service } from "../service.ts";
import type { Trouble } from "../trouble.ts";
import { accountDetails } from "./account-details.ts";
import { createAccounts } from "./accounts.ts";
import { credentialOperations } from "./credentials.ts";
import { passwordOperations } from "./passwords.ts";
import { policyOperations } from "./policies.ts";
import { roleOperations } from "./roles.ts";
import type { IdOf } from "./trust.ts";
import { userOperations } from "./users.ts";

export function createIam(options: {
  readonly store: OrganizationStore;
  readonly clock: Pick<LabClock, "now">;
  readonly random: RandomSource;
  readonly trouble: Pick<Trouble, "readLag" | "pageRandom">;
  /** Roles that are there without a call. */
  furniture(account: string): readonly LabRole[];
  readonly idOf: IdOf;
  knows(account: string): boolean;
}): Service {
  const { store, clock, trouble, furniture, idOf, knows } = options;
  const random = options.random("iam");
  const accounts = createAccounts(store, furniture, trouble);
  const operations = {
    ...userOperations(accounts, { clock, random }),
    ...credentialOperations(accounts, { clock, random }),
    ...passwordOperations(accounts, clock),
    ...policyOperations(accounts),
    ...roleOperations(accounts, { clock, random, idOf, knows }),
    ...accountDetails(accounts, idOf),
  };
  return { name: "iam", operations: attributed(operations, store) };
}
