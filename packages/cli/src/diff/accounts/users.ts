/** Who may have an IAM user, for how long an emergency's key, and who may look into every account. */
import type { Matches } from "../match.ts";
import { closed, listed, opened } from "./effect.ts";
import type { Directed } from "./index.ts";

export function userEffects(matches: Matches): Directed[] {
  const { old, new: next } = matches;
  return [
    ...allowedEffects(matches),
    ...keyEffects(old.breakGlass?.accessKeysFor, next.breakGlass?.accessKeysFor, matches),
    ...listed(
      old.operators ?? [],
      next.operators ?? [],
      (set) => opened(`whoever has ${set} in the management account may look into every account`),
      (set) =>
        closed(`whoever has ${set} in the management account looks into no account any more`),
    ),
  ];
}

function allowedEffects({ old, new: next }: Matches): Directed[] {
  if (next.iamUsers === undefined) {
    return old.iamUsers === undefined ? [] : [opened("nobody guards IAM users any more")];
  }
  const guarding =
    old.iamUsers === undefined
      ? [
          closed(
            "IAM users that are not declared are contained from now on, as far as the mode lets it",
          ),
        ]
      : [];
  return [
    ...guarding,
    ...listed(
      old.iamUsers?.allowed ?? [],
      next.iamUsers.allowed,
      (user) => opened(`${user} may exist`),
      (user) => closed(`${user} may not exist any more`),
    ),
  ];
}

/** Milliseconds; undefined: for ever. */
function keyEffects(
  before: number | undefined,
  now: number | undefined,
  { old, new: next }: Matches,
): Directed[] {
  if (before === now || old.breakGlass === undefined || next.breakGlass === undefined) return [];
  const keys = "access keys of users for emergencies may be active";
  if (now === undefined) return [opened(`${keys} for as long as nobody ends them`)];
  const hours = now / 3_600_000;
  const what = `${keys} for ${hours} hour${hours === 1 ? "" : "s"}`;
  return [before === undefined || now < before ? closed(what) : opened(what)];
}
