/** What goes wrong meanwhile, drawn from the seed. */
import type { Lab } from "@holdfast/lab";
import type { Draw } from "./draw.ts";

/** What was drawn; names what the invariants may then ask less of. */
export interface Troubles {
  /** Events that never arrive: the scan is what finds their drift. */
  readonly lost: boolean;
  /** Functions that end in the midst of their work: their messages come back after the visibility time-out. */
  readonly killed: boolean;
  /** AWS's documented rates, refusals, or writes that have not settled: writes have to wait. */
  readonly throttled: boolean;
  /** Reads that show what was: a write that was made already may be made once more. */
  readonly stale: boolean;
  /** For people: what is the matter in this seed. */
  readonly told: readonly string[];
}

/** What Holdfast writes in the identity center domain that may be refused at first. */
const CENTER_WRITES = [
  "CreateAccountAssignment",
  "DeleteAccountAssignment",
  "ProvisionPermissionSet",
  "UpdatePermissionSet",
];
const WRITES = ["AttachPolicy", "DetachPolicy", "UpdatePolicy", "CreatePolicy", "MoveAccount"];

/** Sets the lab up for trouble; about one seed in three has none. Returns what it was, and how to end it. */
export function makeTrouble(
  lab: Lab,
  enforcerRole: string,
  draw: Draw,
): { readonly troubles: Troubles; end(): void } {
  const { trouble } = lab;
  const ends: (() => void)[] = [];
  const told: string[] = [];
  const one = (chance: number, what: string, make: () => (() => void) | undefined): boolean => {
    if (!draw.chance(chance)) return false;
    told.push(what);
    const end = make();
    if (end !== undefined) ends.push(end);
    return true;
  };

  if (draw.chance(1 / 3)) {
    return {
      troubles: { lost: false, killed: false, throttled: false, stale: false, told },
      end() {},
    };
  }
  const lost = one(0.3, "events are lost", () => trouble.events({ lose: 0.5 }));
  one(0.3, "events come three times", () => trouble.events({ repeat: 3 }));
  one(0.4, "events are up to 90 s late", () => trouble.events({ late: 90_000 }));
  const stale = one(0.3, "reads are 8 s stale", () => {
    trouble.staleReads(8_000);
    return () => trouble.staleReads(0);
  });
  one(0.3, "pages are short", () => {
    trouble.shortPages(true);
    return () => trouble.shortPages(false);
  });
  const always = (act: () => void) => () => {
    act();
    return undefined;
  };
  const rates = one(0.4, "AWS's rates are in force", () => {
    trouble.awsRates(true);
    return () => trouble.awsRates(false);
  });
  const refused = one(
    0.3,
    "writes are throttled at first",
    always(() => {
      for (const write of WRITES) trouble.throttle(`organizations:${write}`, draw.between(1, 3));
      for (const write of CENTER_WRITES) trouble.throttle(`sso:${write}`, draw.between(1, 3));
    }),
  );
  one(
    0.3,
    "permission sets can't be provisioned at first",
    always(() => {
      for (const account of Object.keys(lab.organization().accounts)) {
        trouble.failProvisioning(account, draw.between(0, 2));
      }
    }),
  );
  const unsettled = one(0.3, "writes to Identity Center take 2 s to settle", () => {
    trouble.settling(2_000);
    return () => trouble.settling(0);
  });
  const killed = one(
    0.3,
    "the function dies after a write",
    always(() => trouble.freeze(enforcerRole, `organizations:${draw.pick(WRITES)}`)),
  );
  one(
    0.15,
    "Security Hub is down",
    always(() => trouble.fail("securityhub", 300_000)),
  );
  one(
    0.15,
    "SNS is down",
    always(() => trouble.fail("sns", 300_000)),
  );
  const end = () => {
    for (const one of ends) one();
  };
  return { troubles: { lost, killed, throttled: rates || refused || unsettled, stale, told }, end };
}
