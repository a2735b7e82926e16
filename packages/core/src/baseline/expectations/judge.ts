/** Expectations held against the baseline: which hold, and who decided otherwise. */
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import type { Judge } from "../judge.ts";
import { problemAtStatement } from "../lint/refusals.ts";
import type { Baseline } from "../model.ts";
import type { Places } from "../places.ts";
import { type Diagnostic, type Problem, ruled } from "../problem.ts";
import { controlPolicies, isControlPolicy, policyByName } from "../query.ts";
import { didYouMean } from "../suggest.ts";
import { approximations } from "./approximated.ts";
import { type Case, casesOf } from "./cases.ts";
import { createPersonJudge } from "./judge-person.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { ExpectationsFile } from "./read.ts";
import type { Expectation } from "./schema.ts";

/** A request that came out otherwise. */
export interface FailedCase {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Name of the caller's account, its id if it is no account of ours, or empty. */
  readonly account: string;
  readonly got: "allowed" | "denied" | "unreadable";
  /** The policy that decided; absent if none did. */
  readonly policy?: string;
  readonly statement?: string;
  /** Unit or account that the policy is attached to, or at which nothing allows it. */
  readonly level?: string;
  /** Why it came out so, as a clause. */
  readonly because: string;
}

export interface FailedExpectation {
  readonly name: string;
  readonly expect: "allowed" | "denied";
  readonly cases: readonly FailedCase[];
}

export interface Expectations {
  readonly total: number;
  readonly held: number;
  readonly failed: readonly FailedExpectation[];
}

export interface Judged {
  readonly expectations: Expectations;
  readonly problems: readonly (Problem &
    Partial<Pick<Diagnostic, "related" | "subject" | "severity">>)[];
}

/** Judges all of them; one that leads nowhere neither holds nor fails, but is a problem. */
export function judgeExpectations(
  { file, expectations }: ExpectationsFile,
  baseline: Baseline,
  places: Places,
  judge: Judge,
  aws: AwsManagedPolicies,
): Judged {
  const judgePerson = createPersonJudge(baseline, judge, aws);
  const problems: Judged["problems"][number][] = [];
  const failed: FailedExpectation[] = [];
  const approximated = new Map<string, number>();
  let held = 0;
  for (const [index, expectation] of expectations.entries()) {
    const path = ["expectations", index];
    const { cases, problems: mistakes } = casesOf(expectation, baseline, file, path);
    const wrong = [...mistakes, ...unknownPolicy(expectation)];
    problems.push(...ruled("reference", wrong));
    if (wrong.length > 0) continue;
    const rests = new Set<string>();
    const failures = cases.flatMap((one) => failureOf(one, expectation, outcomeFor(one, rests)));
    for (const name of rests) approximated.set(name, (approximated.get(name) ?? 0) + 1);
    const [first] = failures;
    if (first === undefined) {
      held += 1;
      continue;
    }
    const { name, expect } = expectation;
    failed.push({ name, expect, cases: failures });
    const problem = file.problem(path, messageOf(expectation, first, failures.length));
    const related = placeOf(first);
    problems.push({
      ...problem,
      rule: "expectation-failed",
      subject: name,
      ...(related && { related }),
    });

    function unknownPolicy({ by }: Expectation): Problem[] {
      if (by === undefined) return [];
      const policy = policyByName(baseline, by);
      if (policy === undefined) {
        const hint = didYouMean(
          by,
          controlPolicies(baseline).map(({ name }) => name),
        );
        return [file.problem([...path, "by"], `no policy is named ${by}`, hint)];
      }
      if (isControlPolicy(policy)) return [];
      const message = `${by} denies no call: it is a policy of type ${policy.type}`;
      return [file.problem([...path, "by"], message)];
    }
  }
  problems.push(...approximations(approximated, baseline, places, aws));
  return { expectations: { total: expectations.length, held, failed }, problems };

  function outcomeFor(one: Case, rests: Set<string>): Outcome {
    if (one.person === undefined) return outcomeOf(judge(one));
    const outcome = judgePerson(one, one.person);
    for (const name of outcome.restsOn) rests.add(name);
    return outcome;
  }

  function placeOf({ policy, statement, because }: FailedCase): Problem | undefined {
    if (policy === undefined || statement === undefined) return undefined;
    if (policyByName(baseline, policy) === undefined) return undefined;
    return problemAtStatement(baseline, places, policy, statement, because);
  }
}

function failureOf(
  { principal, action, resource, account }: Case,
  { expect, by }: Expectation,
  outcome: Outcome,
): FailedCase[] {
  const { kind, because } = outcome;
  const failed = { principal, action, resource, account, got: kind, because };
  if (outcome.kind !== "denied") return outcome.kind === expect ? [] : [failed];
  if (expect === "denied" && (by === undefined || outcome.deniedBy().has(by))) return [];
  const { policy, statement, level } = outcome.refusal ?? {};
  return [
    {
      ...failed,
      ...(policy !== undefined && { policy }),
      ...(statement !== undefined && { statement }),
      ...(level !== undefined && { level }),
    },
  ];
}

function messageOf(
  { name, expect, by }: Expectation,
  { principal, action, resource, account, because }: FailedCase,
  count: number,
): string {
  const wanted = by === undefined ? expect : `${expect} by ${by}`;
  const where = resource === "*" ? "" : ` on ${resource}`;
  const who =
    principal.startsWith("arn:") || account === "" ? principal : `${principal} in ${account}`;
  const more = count === 1 ? "" : ` (and ${count - 1} more)`;
  return `${JSON.stringify(name)} does not hold: ${action}${where} by ${who} must be ${wanted}, but ${because}${more}`;
}
