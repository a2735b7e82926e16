/** Calls that must go through but don't: those that one statement stops are one problem. */
import type { Call, Judgement } from "../judge.ts";
import type { Baseline } from "../model.ts";
import { type Places, policyProblem, statementsOf } from "../places.ts";
import { controlPolicies } from "../query.ts";
import type { Found, LintContext } from "./rule.ts";

/** A call that somebody depends on. */
export interface Need extends Call {
  /** The caller, for people: `holdfast-production-observe`. */
  readonly who: string;
  /** Name of the account that it is made in. */
  readonly where: string;
}

type Stopped = Exclude<Judgement, { readonly kind: "allowed" }>;
interface Refused {
  readonly need: Need;
  readonly judgement: Stopped;
}

/** One problem for each statement that stops any of the calls, at that statement. */
export function refusals(
  { baseline, places, judge }: LintContext,
  needs: readonly Need[],
  hint: string,
): Found[] {
  const groups = new Map<string, [Refused, ...Refused[]]>();
  for (const need of needs) {
    const judgement = judge(need);
    if (judgement.kind === "allowed") continue;
    const key = JSON.stringify(
      judgement.kind === "denied"
        ? [judgement.refusal.policy, judgement.refusal.statement, judgement.refusal.level]
        : judgement.problem,
    );
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ need, judgement }]);
    else group.push({ need, judgement });
  }
  return [...groups.values()].map((group) => problemOf(group, { baseline, places }, hint));
}

function problemOf(
  group: readonly [Refused, ...Refused[]],
  { baseline, places }: Pick<LintContext, "baseline" | "places">,
  hint: string,
): Found {
  const [{ need, judgement }] = group;
  const needs = group.map((one) => one.need);
  const what = [
    counted(needs.map(({ action }) => action)),
    ...(need.resource === "*" ? [] : [`on ${need.resource}`]),
  ].join(" ");
  const who = `${counted(needs.map((one) => one.who))} in ${counted(needs.map(({ where }) => where))}`;
  if (judgement.kind === "unreadable") {
    const message = `whether ${who} may call ${what} can't be told: ${judgement.problem}`;
    return { subject: need.who, ...places.main.problem(["units"], message) };
  }
  const { level, policy, statement } = judgement.refusal;
  if (policy === undefined || statement === undefined) {
    const message = `${who} may not call ${what}: nothing allows it at ${level}`;
    return { subject: need.who, ...places.main.problem(["units"], message, hint) };
  }
  const message = `${statement}, attached to ${level}, stops ${who} from ${what}`;
  return {
    subject: `${policy}/${statement}`,
    ...problemAtStatement(baseline, places, policy, statement, message, hint),
  };
}

/** A problem at a statement that a verdict names. */
export function problemAtStatement(
  baseline: Baseline,
  places: Places,
  policy: string,
  statement: string,
  message: string,
  hint?: string,
) {
  const content = controlPolicies(baseline).find(({ name }) => name === policy);
  const found = content && statementsOf(content).find(({ label }) => label === statement);
  return policyProblem(places, policy, found?.path ?? [], message, hint);
}

/** `a`, or `a (and 3 more)`. */
export function counted(values: readonly string[]): string {
  const [first = "", ...rest] = new Set(values);
  return rest.length === 0 ? first : `${first} (and ${rest.length} more)`;
}
