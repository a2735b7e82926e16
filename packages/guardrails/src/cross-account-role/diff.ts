/** How a trust policy differs from what is declared. Says nothing of what to do. */
import type { DeclaredTrust, Difference, TrustedPrincipal } from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { parsePolicy } from "@holdfast/policy/read";
import { described, isBeyond, isUnchangeable } from "./accepted.ts";
import type { Live } from "./live.ts";
import { type Admitted, admitted, isVerified, openWays, type Want } from "./want.ts";
import { denies, isUniqueId, type WayIn, wayKey, waysIn } from "./ways-in.ts";

export const UNDECLARED = "undeclared";
export const REPLACED = "replaced";

export function diff(want: Want, live: Live | undefined): readonly Difference[] {
  const { declared } = want;
  if (live === undefined) return declared === undefined ? [] : [missingRole(declared)];
  if (isUnchangeable(live.arn)) return [];
  const document = parsePolicy(live.policy);
  return declared === undefined
    ? undeclared(want, live, document)
    : deviations(declared, live, document);
}

/** Whether a role that nobody declared lets somebody in from beyond its account. */
export function isOfInterest(want: Want, live: Live): boolean {
  return diff(want, live).length > 0;
}

/** Everybody whom it lets in though nobody declared it, for people. */
export function opened(want: Want, live: Live): readonly string[] {
  if (isUnchangeable(live.arn)) return [];
  const open = openWays(parsePolicy(live.policy));
  const { declared } = want;
  const at = { account: want.account, arn: live.arn };
  const known = new Set(declared && admitted(declared, live).map(({ way }) => way.principal));
  const strange = open.filter((way) =>
    declared === undefined ? isBeyond(way, at, want.organization) : !known.has(way.principal),
  );
  return grouped(strange).map(([way]) => described(way));
}

function missingRole({ id }: DeclaredTrust): Difference {
  const message = "the role is not there; Holdfast does not make roles";
  return { path: "role", kind: "missing", expected: id, actual: null, message };
}

/** One for each principal, however many ways it has. */
function undeclared(want: Want, live: Live, document: PolicyDocument): Difference[] {
  const at = { account: want.account, arn: live.arn };
  const beyond = openWays(document).filter((way) => isBeyond(way, at, want.organization));
  return grouped(beyond).map(([way]) => ({
    ...unexpected(way, `lets in ${described(way)}, and nobody declared that it does${when(way)}`),
    aspect: UNDECLARED,
  }));
}

function deviations(declared: DeclaredTrust, live: Live, document: PolicyDocument): Difference[] {
  const open = openWays(document);
  const keys = new Set(open.map(wayKey));
  const wanted = admitted(declared, live);
  const wantedKeys = new Set(wanted.map(({ way }) => wayKey(way)));
  const names = new Map(wanted.map(({ principal, way }) => [way.principal, principal.name]));
  const extra = open.filter((way) => !wantedKeys.has(wayKey(way)));
  return [
    ...(live.id === declared.id ? [] : [anotherRole(declared, live)]),
    ...declared.principals
      .filter((principal) => !isVerified(principal, live))
      .map((principal) => replaced(principal, live, waysIn(document))),
    ...wanted
      .filter(({ way }) => !keys.has(wayKey(way)) && !extra.some((one) => isSame(one, way)))
      .map(missing),
    ...grouped(extra).map(([way]) => {
      const name = names.get(way.principal);
      if (name === undefined) {
        return unexpected(way, `lets in ${described(way)}, and nobody declared that it does`);
      }
      const of = wanted.find((one) => isSame(one.way, way));
      return changed(way, of, name);
    }),
    // With nobody to let in, it keeps nobody out.
    ...(wanted.length > 0 && denies(document) ? [denial()] : []),
  ];
}

function anotherRole({ id }: DeclaredTrust, live: Live): Difference {
  const message = `the role was deleted and made again: its id is ${live.id}, and ${id} is declared`;
  const aspect = REPLACED;
  return { path: "role", kind: "changed", expected: id, actual: live.id, message, aspect };
}

function replaced(
  { name, arn, id }: TrustedPrincipal,
  live: Live,
  open: readonly WayIn[],
): Difference {
  const now = live.principals[arn] ?? null;
  const admits = open.some(({ principal }) => principal === arn);
  const message =
    now === null
      ? `${name}, which it is to let in, is not there any more`
      : `${name} was deleted and made again as somebody else (${now}), who is ${admits ? "let in" : "not let in, and will not be"}`;
  const kind = now === null ? "missing" : "changed";
  const expected = id ?? null;
  return { path: `replaced.${name}`, kind, expected, actual: now, message, aspect: REPLACED };
}

function missing({ principal: { name }, way }: Admitted): Difference {
  const message = `does not let in ${name}, which is declared`;
  return {
    path: `principals.${name}`,
    kind: "missing",
    expected: text(way),
    actual: null,
    message,
  };
}

function changed(way: WayIn, of: Admitted | undefined, name: string): Difference {
  const lost = Object.entries(of?.way.condition ?? {}).flatMap(([operator, keys]) =>
    Object.keys(keys).filter((key) => way.condition[operator]?.[key] === undefined),
  );
  const how =
    lost.length > 0
      ? `without the declared condition on ${lost.join(" and ")}`
      : "in another way than declared";
  return {
    path: `principals.${name}`,
    kind: "changed",
    expected: of === undefined ? null : text(of.way),
    actual: text(way),
    message: `lets in ${name} ${how}`,
  };
}

function denial(): Difference {
  const message = "a statement keeps callers out, and nobody declared it";
  return { path: "denies", kind: "unexpected", expected: null, actual: true, message };
}

function unexpected(way: WayIn, message: string): Difference {
  const path = `principals.${way.principal}`;
  return { path, kind: "unexpected", expected: null, actual: text(way), message };
}

/** By principal, in the order of the first. */
function grouped(ways: readonly WayIn[]): [WayIn, ...WayIn[]][] {
  const groups = new Map<string, [WayIn, ...WayIn[]]>();
  for (const way of ways) {
    const key = JSON.stringify([way.type, way.principal]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [way]);
    else group.push(way);
  }
  return [...groups.values()];
}

function isSame(one: WayIn, other: WayIn): boolean {
  return one.type === other.type && one.principal === other.principal;
}

function when({ condition }: WayIn): string {
  const keys = Object.values(condition).flatMap((block) => Object.keys(block));
  return keys.length === 0 ? "" : `, on conditions on ${[...new Set(keys)].join(" and ")}`;
}

function text({ action, condition, principal }: WayIn): string {
  return JSON.stringify({ principal, action, condition });
}

/** Whether it shows the id of somebody who is gone. */
export function showsSomebodyGone(document: PolicyDocument): boolean {
  return waysIn(document).some(({ principal }) => isUniqueId(principal));
}
