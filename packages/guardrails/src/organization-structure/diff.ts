/** How an account or a unit differs from its place in the baseline. */
import {
  type Account,
  accountById,
  type Baseline,
  type Difference,
  nameInAws,
  unitOf,
} from "@holdfast/core";
import {
  ACCOUNT_CLOSED,
  ACCOUNT_JOINED,
  ACCOUNT_LEFT,
  ACCOUNT_MOVED,
  UNIT_CREATED,
  UNIT_DELETED,
  UNIT_RENAMED,
} from "./aspects.ts";
import type { Live, LiveAccount, LiveUnit } from "./live.ts";
import { idsTo, nameOf, parentOf } from "./place.ts";

/** A part of the tree by its id; what is wanted of it stands in the baseline, or it is undeclared. */
export interface Want {
  readonly kind: "account" | "unit";
  readonly id: string;
  readonly baseline: Baseline;
}

/** In these states an account acts; in all others it is closed, or on the way there. */
const OPEN: ReadonlySet<string> = new Set(["ACTIVE", "PENDING_ACTIVATION"]);

export function isOpen({ state }: LiveAccount): boolean {
  return OPEN.has(state);
}

export function diff(want: Want, live: Live | undefined): Difference[] {
  if (want.kind === "account") {
    return ofAccount(want, live?.kind === "account" ? live : undefined);
  }
  return ofUnit(want, live?.kind === "unit" ? live : undefined);
}

function ofAccount({ id, baseline }: Want, live: LiveAccount | undefined): Difference[] {
  const account = accountById(baseline, id);
  if (account === undefined) return live && isOpen(live) ? [joined(id, live, baseline)] : [];
  if (live === undefined) return [left()];
  if (!isOpen(live)) return [closed(live)];
  const parent = live.path.at(-1) ?? "";
  return parent === idsTo(baseline, account.unit).at(-1) ? [] : [moved(account, live, baseline)];
}

function left(): Difference {
  return {
    path: "membership",
    kind: "missing",
    expected: true,
    actual: false,
    message:
      "is declared, and is not a member of the organization: no policy of it holds there, " +
      "the organization's trail records nothing of it, and Holdfast can't reach it",
    aspect: ACCOUNT_LEFT,
  };
}

function closed({ state }: LiveAccount): Difference {
  const message = `is ${state}, and is declared as an account in use`;
  return {
    path: "state",
    kind: "changed",
    expected: "ACTIVE",
    actual: state,
    message,
    aspect: ACCOUNT_CLOSED,
  };
}

function joined(id: string, { name, path }: LiveAccount, baseline: Baseline): Difference {
  const message = `the account ${name} (${id}) is a member, and nobody declared it; ${place(path, baseline)}`;
  return {
    path: "membership",
    kind: "unexpected",
    expected: null,
    actual: id,
    message,
    aspect: ACCOUNT_JOINED,
  };
}

function moved(account: Account, live: LiveAccount, baseline: Baseline): Difference {
  const parent = live.path.at(-1) ?? "";
  const actual = nameOf(baseline, parent);
  const where = actual === parent ? `${parent}, which nobody declared` : actual;
  const message = `is in ${where}, and is declared in ${account.unit}${butStays(account, live, baseline)}`;
  return {
    path: "unit",
    kind: "changed",
    expected: account.unit,
    actual,
    message,
    aspect: ACCOUNT_MOVED,
  };
}

/** Why a moved account is not moved back, as the end of a sentence; empty if it is. */
function butStays(account: Account, live: LiveAccount, baseline: Baseline): string {
  if (account.id === baseline.organization.management) {
    return "; no policy reaches the management account, so it stays";
  }
  return hasDestination(account, live, baseline) ? "" : ", which does not exist any more";
}

/** Whether the declared unit of a moved account is still there. */
export function hasDestination(account: Account, live: LiveAccount, baseline: Baseline): boolean {
  return idsTo(baseline, account.unit).every((id) => live.carried[id] !== null);
}

function ofUnit({ id, baseline }: Want, live: LiveUnit | undefined): Difference[] {
  const declared = baseline.units.find((unit) => unit.id === id);
  if (declared === undefined) return live ? [created(id, live, baseline)] : [];
  if (live === undefined) return [deleted(declared.path, baseline)];
  const parent = parentOf(declared.path);
  if (parent !== undefined && live.path.at(-1) !== unitOf(baseline, parent)?.id) {
    return [elsewhere(parent, live, baseline)];
  }
  const name = nameInAws(declared);
  return live.name === name ? [] : [renamed(name, live, baseline)];
}

function renamed(expected: string, live: LiveUnit, baseline: Baseline): Difference {
  const { name: actual, nameTakenBy } = live;
  const taken = nameTakenBy === null ? "" : `, the name of ${nameOf(baseline, nameTakenBy)} now`;
  return {
    path: "name",
    kind: "changed",
    expected,
    actual,
    message: `is called ${actual}, and is declared as ${expected}${taken}`,
    aspect: UNIT_RENAMED,
  };
}

function deleted(path: string, baseline: Baseline): Difference {
  const lost = unitOf(baseline, path)?.policies ?? [];
  const gone = lost.length === 0 ? "" : `; with it went what it carried: ${lost.join(", ")}`;
  return {
    path: "unit",
    kind: "missing",
    expected: true,
    actual: false,
    message: `is declared, and is not in the organization${gone}`,
    aspect: UNIT_DELETED,
  };
}

function created(id: string, { name, path }: LiveUnit, baseline: Baseline): Difference {
  const message = `the unit ${name} (${id}) is there, and nobody declared it; ${place(path, baseline)}`;
  return {
    path: "unit",
    kind: "unexpected",
    expected: null,
    actual: id,
    message,
    aspect: UNIT_CREATED,
  };
}

/** AWS has no call that moves a unit: the lock file pins another one than it says. */
function elsewhere(parent: string, { path }: LiveUnit, baseline: Baseline): Difference {
  const actual = nameOf(baseline, path.at(-1) ?? "");
  return {
    path: "parent",
    kind: "changed",
    expected: parent,
    actual,
    message: `is in ${actual}, and is declared in ${parent}; units can't be moved: correct its id in the lock file`,
    aspect: UNIT_RENAMED,
  };
}

/** Where something undeclared is, and what it inherits there. */
function place(path: readonly string[], baseline: Baseline): string {
  const inherited = path.flatMap(
    (id) => baseline.units.find((unit) => unit.id === id)?.policies ?? [],
  );
  const policies = inherited.length === 0 ? "no policy" : inherited.join(", ");
  return `it is in ${nameOf(baseline, path.at(-1) ?? "")} and inherits ${policies}`;
}
