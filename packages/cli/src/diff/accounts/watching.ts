/** The services that watch, and whose duty something is: what is no longer seen, or seen from now on. */
import type { DeclaredGuardDuty, DeclaredTrail } from "@holdfast/core";
import type { Matches } from "../match.ts";
import { closed, listed, opened } from "./effect.ts";
import type { Directed } from "./index.ts";

export function watchEffects({ old, new: next }: Matches): Directed[] {
  return [
    ...trailEffects(old.securityServices?.trails ?? [], next.securityServices?.trails ?? []),
    ...guardDutyEffects(old.securityServices?.guardDuty, next.securityServices?.guardDuty),
    ...listed(
      old.networkAccounts ?? [],
      next.networkAccounts ?? [],
      (name) => opened(`a VPC that is made in ${name} is told no more`),
      (name) => closed(`a VPC that is made in ${name} is told`),
    ),
    ...listed(
      [...(old.finance?.accounts ?? []), ...(old.finance?.principals ?? [])],
      [...(next.finance?.accounts ?? []), ...(next.finance?.principals ?? [])],
      (name) => opened(`changes of billing by ${name} are told no more`),
      (name) => closed(`changes of billing by ${name} are told`),
    ),
  ];
}

function trailEffects(before: readonly DeclaredTrail[], now: readonly DeclaredTrail[]): Directed[] {
  const key = ({ account, name }: DeclaredTrail) => `${account}/${name}`;
  const known = new Map(before.map((trail) => [key(trail), trail]));
  const changed = now.flatMap((trail) => {
    const was = known.get(key(trail));
    if (was === undefined || JSON.stringify(was) === JSON.stringify(trail)) return [];
    return [
      opened(`the trail ${trail.name} is to be another: ${described(was)} -> ${described(trail)}`),
    ];
  });
  return [
    ...listed(
      before.map(key),
      now.map(key),
      (id) => closed(`the trail ${id.split("/").at(-1)} is guarded from now on`),
      (id) => opened(`nobody guards the trail ${id.split("/").at(-1)} any more`),
    ),
    ...changed,
  ];
}

function described({ region, organization, bucket, prefix = "", key = "no key" }: DeclaredTrail) {
  const what = organization ? "of the organization" : "of one account";
  return `${what}, ${region}, to ${bucket}/${prefix}, with ${key}`;
}

function guardDutyEffects(
  before: DeclaredGuardDuty | undefined,
  now: DeclaredGuardDuty | undefined,
): Directed[] {
  if (now === undefined) {
    return before === undefined ? [] : [opened("nobody guards GuardDuty any more")];
  }
  const guarding = before === undefined ? [closed("GuardDuty is guarded from now on")] : [];
  const moved = before !== undefined && before.administrator !== now.administrator;
  return [
    ...guarding,
    ...(moved
      ? [
          opened(
            `GuardDuty is looked at in ${now.administrator}, and no more in ${before.administrator}`,
          ),
        ]
      : []),
    ...listed(
      before?.features ?? [],
      now.features,
      (name) => closed(`GuardDuty has to have ${name}, and so has every member`),
      (name) => opened(`GuardDuty may go without ${name}`),
    ),
    ...listed(
      before?.archiveFilters ?? [],
      now.archiveFilters,
      (name) => opened(`the filter ${JSON.stringify(name)} may archive findings of GuardDuty`),
      (name) => closed(`the filter ${JSON.stringify(name)} may not archive findings any more`),
    ),
    ...listed(
      before?.trustedIpLists ?? [],
      now.trustedIpLists,
      (name) => opened(`the list ${JSON.stringify(name)} may have addresses trusted by GuardDuty`),
      (name) => closed(`the list ${JSON.stringify(name)} may not have addresses trusted any more`),
    ),
  ];
}
