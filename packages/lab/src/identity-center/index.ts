/** IAM Identity Center: its API, the identity store's, and the console's work on the directory. */
import type { Authoriser } from "../authorise.ts";
import type { LabClock } from "../clock.ts";
import { attributed } from "../organizations/index.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import type { RandomSource } from "../random.ts";
import type { Service } from "../service.ts";
import type { RecordJson } from "../trail/record.ts";
import type { Trouble } from "../trouble.ts";
import { assignmentReads } from "./assignment-reads.ts";
import { assignmentOperations } from "./assignments.ts";
import { createConsole, type DirectoryConsole } from "./console.ts";
import { contentOperations } from "./contents.ts";
import { createDirectory } from "./directory.ts";
import { gated } from "./gate.ts";
import { createIdentityStore } from "./identity-store.ts";
import { permissionSetReads } from "./permission-set-reads.ts";
import { permissionSetOperations } from "./permission-sets.ts";
import { provisionOperation } from "./provision-operation.ts";
import { createProvisioning } from "./provisioning.ts";
import { createCenter } from "./reader.ts";
import { createRequests } from "./requests.ts";
import { roleRecords } from "./roles.ts";
import { createScim, type Scim } from "./scim.ts";
import type { CenterTrouble } from "./trouble.ts";

export interface IdentityCenterServices {
  readonly sso: Service;
  readonly identityStore: Service;
  /** Works on the directory as whoever has this `userIdentity`, through the console. */
  console(identity: RecordJson): DirectoryConsole;
  readonly scim: Scim;
}

export function createIdentityCenter(options: {
  readonly store: OrganizationStore;
  readonly clock: Pick<LabClock, "now">;
  readonly random: RandomSource;
  readonly trouble: CenterTrouble & Pick<Trouble, "readLag" | "pageRandom">;
  /** Region of the instance. */
  readonly region: string;
  readonly forwarded: Authoriser["forwarded"];
  /** Takes what is recorded beside the calls themselves. */
  recorded(record: RecordJson): void;
}): IdentityCenterServices {
  const { store, clock, trouble, region, forwarded, recorded } = options;
  const random = options.random("identity-center");
  const since = new Date(clock.now()).toISOString();
  const center = createCenter(store, trouble);
  const directory = createDirectory(center, random);
  const requests = createRequests(center, random, clock);
  const provisioning = createProvisioning({
    center,
    random,
    region,
    fails: trouble.failsProvisioning,
    forwarded,
    onRole(change) {
      const { management } = store.current();
      const context = { management, region, since, random };
      for (const record of roleRecords(change, context)) recorded(record);
    },
  });
  const operations = {
    ...permissionSetReads(center),
    ...permissionSetOperations(center, requests, random, clock),
    ...contentOperations(center, requests),
    ...assignmentReads(center),
    ...assignmentOperations(center, requests, provisioning),
    ...provisionOperation(center, requests, provisioning),
    ...requests.operations,
  };
  const identityStore = createIdentityStore(center, directory, region);
  const hand = {
    store,
    clock,
    center,
    directory,
    random: options.random("by hand"),
    region,
    recorded,
  };
  return {
    sso: {
      name: "sso",
      operations: attributed(gated(operations, { clock, region, trouble }), store),
    },
    identityStore: {
      ...identityStore,
      operations: attributed(identityStore.operations, store),
    },
    console: createConsole(hand),
    scim: createScim(hand),
  };
}
