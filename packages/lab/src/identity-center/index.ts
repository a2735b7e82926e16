/** IAM Identity Center: its API, the identity store's, and the console's work on the directory. */

import type { LabClock } from "../clock.ts";
import { attributed } from "../organizations/index.ts";
import type { OrganizationStore } from "../organizations/store.ts";
import type { RandomSource } from "../random.ts";
import type { Operation, Principal, Service } from "../service.ts";
import type { RecordJson } from "../trail/record.ts";
import type { Trouble } from "../trouble.ts";
import { assignmentOperations } from "./assignments.ts";
import { createConsole, type DirectoryConsole } from "./console.ts";
import { contentOperations } from "./contents.ts";
import { createDirectory } from "./directory.ts";
import { createIdentityStore } from "./identity-store.ts";
import { permissionSetReads } from "./permission-set-reads.ts";
import { permissionSetOperations } from "./permission-sets.ts";
import { createProvisioning } from "./provisioning.ts";
import { createCenter } from "./reader.ts";
import { createRequests } from "./requests.ts";
import { roleRecords } from "./roles.ts";

export interface IdentityCenterServices {
  readonly sso: Service;
  readonly identityStore: Service;
  /** Works on the directory as whoever has this `userIdentity`, through the console. */
  console(identity: RecordJson): DirectoryConsole;
}

export function createIdentityCenter(options: {
  readonly store: OrganizationStore;
  readonly clock: Pick<LabClock, "now">;
  readonly random: RandomSource;
  readonly trouble: Pick<Trouble, "readLag" | "pageRandom" | "failsProvisioning">;
  /** Region of the instance. */
  readonly region: string;
  /** Takes what is recorded beside the calls themselves. */
  recorded(record: RecordJson): void;
}): IdentityCenterServices {
  const { store, clock, trouble, region, recorded } = options;
  const random = options.random("identity-center");
  let caller: Principal | undefined;
  const since = new Date(clock.now()).toISOString();

  const as = <T>(who: Principal | undefined, run: () => T): T => {
    const before = caller;
    caller = who;
    try {
      return run();
    } finally {
      caller = before;
    }
  };
  const center = {
    ...createCenter(store, trouble),
    // What goes on in the background is still the work of whoever asked for it.
    later(ms: number, effect: () => void) {
      const who = caller;
      store.later(ms, () => as(who, effect));
    },
  };
  const directory = createDirectory(center, random);
  const requests = createRequests(center, random, clock);
  const provisioning = createProvisioning({
    center,
    random,
    requests,
    fails: (account) => trouble.failsProvisioning(account),
    onRole(change) {
      const { management } = store.current();
      for (const record of roleRecords(change, caller, management, since)) recorded(record);
    },
  });
  const operations: Readonly<Record<string, Operation>> = {
    ...permissionSetReads(center),
    ...permissionSetOperations(center, random, clock),
    ...contentOperations(center),
    ...assignmentOperations(center, requests, provisioning),
    ...provisioning.operations,
    ...requests.operations,
  };
  const withCaller = Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, Operation] => [
      name,
      (input, call) => as(call.principal, () => operation(input, call)),
    ]),
  );
  const identityStore = createIdentityStore(center, directory);
  return {
    sso: { name: "sso", operations: attributed(withCaller, store) },
    identityStore: {
      ...identityStore,
      operations: attributed(identityStore.operations, store),
    },
    console: createConsole({
      store,
      center,
      directory,
      random: options.random,
      region,
      recorded,
    }),
  };
}
