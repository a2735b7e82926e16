/** What an undeclared user can call AWS with, and what is odd about one for emergencies. */
import type { Difference } from "@holdfast/core";
import type { Live } from "./live.ts";
import { QUARANTINE } from "./quarantine.ts";
import type { Want } from "./want.ts";

export const EMERGENCY_KEY = "emergency-key";
export const MISSING = "missing";

export function diff(want: Want, live: Live | undefined): readonly Difference[] {
  if (live === undefined) return want.emergency.map(missing);
  if (want.emergency.includes(live.arn)) return emergencyKeys(want, live);
  return want.allowed.includes(live.arn) ? [] : uncontained(live);
}

/** One for each way in that is open; a contained user has none. */
function uncontained(live: Live): readonly Difference[] {
  return [
    ...active(live.accessKeys).map(({ id }) =>
      open(`accessKeys.${id}`, id, `the access key ${id} is active`),
    ),
    ...(live.password ? [open("password", true, "it can sign in to the console")] : []),
    ...active(live.serviceCredentials).map(({ id, service }) =>
      open(`serviceCredentials.${id}`, id, `the credential ${id} of ${service} is active`),
    ),
    ...active(live.certificates).map(({ id }) =>
      open(`certificates.${id}`, id, `the signing certificate ${id} is active`),
    ),
    ...active(live.sshKeys).map(({ id }) =>
      open(`sshKeys.${id}`, id, `the SSH key ${id} is active`),
    ),
    ...(live.policies.includes(QUARANTINE) ? [] : [notQuarantined(live)]),
  ];
}

export function active<C extends { readonly active: boolean }>(all: readonly C[]): readonly C[] {
  return all.filter((one) => one.active);
}

function open(path: string, actual: string | true, message: string): Difference {
  return { path, kind: "unexpected", expected: null, actual, message };
}

function notQuarantined({ id }: Live): Difference {
  const message = `the user (${id}) is there, nobody declared it, and no policy denies it everything`;
  return { path: "quarantine", kind: "missing", expected: QUARANTINE, actual: null, message };
}

function emergencyKeys({ keyTolerance }: Want, live: Live): readonly Difference[] {
  return active(live.accessKeys).map(({ id }) => ({
    ...open(`accessKeys.${id}`, id, `the access key ${id} of a user for emergencies is active`),
    aspect: EMERGENCY_KEY,
    ...(keyTolerance && { tolerance: keyTolerance }),
  }));
}

function missing(arn: string): Difference {
  const message = "the user for emergencies is not there; Holdfast makes no users";
  return { path: "user", kind: "missing", expected: arn, actual: null, message, aspect: MISSING };
}
