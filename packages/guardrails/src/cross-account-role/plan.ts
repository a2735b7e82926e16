/** What to do about a trust policy: take ways in away first, then give the declared ones back. */
import type { DeclaredTrust, ResourceKey, Step } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import { parsePolicy } from "@holdfast/policy/read";
import { iamOf } from "../accounts/places.ts";
import { isBeyond, isUnchangeable } from "./accepted.ts";
import { showsSomebodyGone, UNDECLARED } from "./diff.ts";
import { declaredDocument, denialsOf, without } from "./document.ts";
import type { Live } from "./live.ts";
import { type Admitted, admitted, openWays, type Want } from "./want.ts";
import { covers, denies, type WayIn, wayKey } from "./ways-in.ts";

export type Writes = "iam:UpdateAssumeRolePolicy";

export function plan(
  key: ResourceKey,
  want: Want,
  live: Live | undefined,
): readonly Step<Writes>[] {
  // A role that is gone had permissions that nobody declared: it is not made again.
  if (live === undefined || isUnchangeable(live.arn)) return [];
  const { declared } = want;
  return declared === undefined
    ? withoutStrangers(key, want, live)
    : asDeclared(key, declared, live);
}

function withoutStrangers(key: ResourceKey, want: Want, live: Live): Step<Writes>[] {
  const at = { account: want.account, arn: live.arn };
  const document = parsePolicy(live.policy);
  const isStranger = (way: WayIn) => isBeyond(way, at, want.organization);
  if (!openWays(document).some(isStranger)) return [];
  const left = without(document, (who, { Condition = {} }) =>
    isStranger({ ...who, action: "*", condition: Condition }),
  );
  const reason = "let in nobody from beyond its account, as nobody declared it";
  return [
    { ...save(key, live, left), effect: "restrict", reason, removes: true, aspect: UNDECLARED },
  ];
}

/**
 * Two steps where one would do: what is not declared is gone first, and in mode `restrict` too. What
 * the declared ways take from those that are open, such as a condition that was dropped, is no gift.
 */
function asDeclared(key: ResourceKey, declared: DeclaredTrust, live: Live): Step<Writes>[] {
  const document = parsePolicy(live.policy);
  const open = openWays(document);
  const wanted = admitted(declared, live);
  const wantedKeys = new Set(wanted.map(({ way }) => wayKey(way)));
  const extra = open.filter((way) => !wantedKeys.has(wayKey(way)));
  // A statement that denies may keep out whom the others let in.
  const denying = denies(document);
  const openKeys = new Set(open.map(wayKey));
  const kept = wanted.filter(
    ({ way }) =>
      openKeys.has(wayKey(way)) ||
      (!denying && open.some((one) => covers(one, way, declared.account))),
  );
  const steps: Step<Writes>[] = [];
  if (extra.length > 0) {
    const reason = "let in nobody but those who are declared, on the declared conditions";
    const left = withDenials(declaredDocument(declared, principalsOf(kept)), document);
    steps.push({ ...save(key, live, left), effect: "restrict", reason, removes: true });
  }
  const given = wanted.filter((one) => kept.includes(one) || mayBeGiven(one, document));
  // Who may not be let in is not let in by a policy without a denial either.
  if (given.length === 0) return steps;
  // Nothing is given to a role that somebody else has made: whoever comes in has what it may do.
  if (live.id !== declared.id || (given.length === kept.length && !denying)) return steps;
  return [
    ...steps,
    {
      ...save(key, live, declaredDocument(declared, principalsOf(given))),
      effect: "grant",
      reason: "let in everybody who is declared",
      beneficiaries: given.flatMap(({ principal }) => principal.id ?? []),
    },
  ];
}

/**
 * IAM binds names to whoever has them when a policy is saved. Outside the organization nobody can look
 * who that is: where somebody is gone, a name without a pinned id may be that of a successor.
 */
function mayBeGiven({ principal }: Admitted, document: PolicyDocument): boolean {
  const bound = principal.kind === "role" || principal.kind === "user";
  return !bound || principal.id !== undefined || !showsSomebodyGone(document);
}

function principalsOf(some: readonly Admitted[]) {
  return some.map(({ principal }) => principal);
}

/** Taking a denial away gives access: in a step that only takes, they stay. */
function withDenials(left: PolicyDocument, there: PolicyDocument): PolicyDocument {
  return { ...left, Statement: [left.Statement, denialsOf(there)].flat() as PolicyStatement[] };
}

function save({ account }: ResourceKey, live: Live, document: PolicyDocument) {
  // As the role has it: the declaration may write it in another case.
  const RoleName = live.arn.split("/").at(-1) ?? "";
  return {
    action: "iam:UpdateAssumeRolePolicy" as const,
    input: { RoleName, PolicyDocument: JSON.stringify(document) },
    at: { ...iamOf(account), resources: [live.arn] },
  };
}
