/** A guarded group and what is there of it, for the tests of this folder. */
import type { GuardedGroup, Tolerance } from "@holdfast/core";
import type { Live, LiveMember } from "./live.ts";
import type { Want } from "./plan.ts";

export const userId = (number: number) =>
  `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** A group that has the users with these numbers as members, by declaration. */
export function guarding(...numbers: readonly number[]): GuardedGroup {
  const members = numbers.map((number) => ({ id: userId(number), name: `user-${number}` }));
  return { name: "Ops", id: userId(999), members };
}

/** @param tolerated how long users whose name begins with `jit` may stay */
export function wanting(group: GuardedGroup, tolerated?: Tolerance): Want {
  return {
    identityStore: "d-0123456789",
    group,
    toleranceOf: (user) => (user?.startsWith("jit") ? tolerated : undefined),
  };
}

/** The group is there, and has these members. */
export function there(members: readonly LiveMember[], rest: Partial<Live> = {}): Live {
  const base = { there: true, name: "Ops", external: false, lost: [], namesake: null };
  return { ...base, members, ...rest };
}

/** A declared member, or with a name a stranger. */
export function member(number: number, name?: string | null): LiveMember {
  const one = { user: userId(number), membership: `membership-${number}` };
  return name === undefined ? one : { ...one, name };
}
