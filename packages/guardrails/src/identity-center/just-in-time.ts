/** Which undeclared access a just-in-time tool may have given: by the baseline's patterns of names. */
import {
  type Baseline,
  covers,
  type JustInTime,
  matchesName,
  type PlacedAccount,
  type PrincipalType,
  type Tolerance,
} from "@holdfast/core";

interface Grantee {
  readonly type: PrincipalType;
  /** Undefined: it has none any more, and no pattern of names matches it. */
  readonly name: string | undefined;
}

/**
 * How long an assignment that nobody declared may stay; undefined: not at all.
 * @param permissionSet name of a declared set: anybody may give any name to another one
 */
export function toleratedAssignment(
  baseline: Baseline,
  permissionSet: string,
  account: PlacedAccount,
  { type, name }: Grantee,
): Tolerance | undefined {
  return longest(
    declared(baseline).filter(
      (one) =>
        one.kind === "assignment" &&
        one.principalType === type &&
        matches(one.permissionSet, permissionSet) &&
        matches(one.principal, name) &&
        covers(one.scope, account, baseline),
    ),
  );
}

/**
 * How long a member that nobody declared may stay in a guarded group; undefined: not at all.
 * @param user its name; undefined: it has none any more
 */
export function toleratedMember(
  baseline: Baseline,
  group: string,
  user: string | undefined,
): Tolerance | undefined {
  return longest(
    declared(baseline).filter(
      (one) =>
        one.kind === "membership" && matches(one.group, group) && matches(one.principal, user),
    ),
  );
}

function declared({ identityCenter }: Baseline): readonly JustInTime[] {
  return identityCenter?.justInTime ?? [];
}

/** Each declaration permits; together they permit what the most generous one does. */
function longest(matching: readonly JustInTime[]): Tolerance | undefined {
  const [first] = matching.toSorted((a, b) => b.maximumDuration - a.maximumDuration);
  return first && { reason: first.reason, duration: first.maximumDuration };
}

/** An undefined pattern matches anybody, an undefined name nothing else. */
function matches(pattern: string | undefined, name: string | undefined): boolean {
  if (pattern === undefined) return true;
  return name !== undefined && matchesName(pattern, name);
}
