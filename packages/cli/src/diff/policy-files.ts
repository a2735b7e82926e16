/** Two policy documents against each other, wherever they may be attached. */
import { fullAccess } from "@holdfast/core/baseline";
import {
  type ActionUniverse,
  type ControlPolicyType,
  equivalence,
  type PolicyDocument,
} from "@holdfast/policy";
import { comparePaths } from "./compare-paths.ts";
import type { Change, Diff, Direction } from "./model.ts";
import { denialsOf, type Path, statementsOf } from "./path.ts";
import { effectOf } from "./policy-effects.ts";
import { createProbe } from "./probe.ts";
import { bySeverity } from "./severity.ts";

export interface DiffPoliciesOptions {
  readonly type: ControlPolicyType;
  /** What the policy is called in the answer. */
  readonly name: string;
  readonly universe: ActionUniverse;
}

/** Each stands beside AWS's own policy that allows everything, as it does wherever it is attached. */
export function diffPolicies(
  old: PolicyDocument,
  next: PolicyDocument,
  { type, name, universe }: DiffPoliciesOptions,
): Diff {
  const paths = [old, next].map((document) => pathOf(document, type, name)) as [Path, Path];
  const [before, now] = paths;
  const probes = { opened: createProbe([now], universe), closed: createProbe([before], universe) };
  const { findings, doubts } = comparePaths(before, now, { account: undefined, probes });
  const of = (direction: Direction) =>
    findings
      .filter((finding) => finding.direction === direction)
      .map((finding) => effectOf(finding, [], universe))
      .toSorted(bySeverity);
  const undecided = doubts.map(({ denial: { place }, reason }) => ({
    place,
    reason,
    accounts: [],
  }));
  const told = findings.length + doubts.length > 0;
  const changes = told ? [] : rewriting(old, next, name);
  const allows = [old, next].some(hasAllow)
    ? [{ subject: "policy", name, what: ALLOWS } as const]
    : [];
  const differs = told || changes.length > 0;
  return {
    opens: of("opened"),
    closes: of("closed"),
    undecided,
    changes: [...changes, ...(differs ? allows : [])],
  };
}

const ALLOWS =
  "has statements that allow: beside FullAWSAccess they have no effect, and were not compared";

function pathOf(document: PolicyDocument, type: ControlPolicyType, name: string): Path {
  const policy = { name, document };
  return {
    type,
    levels: [{ name: "", policies: [fullAccess(type), policy] }],
    denials: denialsOf(policy, { type, level: "", levelId: "", policyId: name }),
    levelIds: new Set([""]),
    policyIds: new Set([name]),
  };
}

function rewriting(old: PolicyDocument, next: PolicyDocument, name: string): Change[] {
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  const same = equivalence(old, next).equal || ![old, next].some(hasAllow);
  const what = same ? "was rewritten and means the same" : "was rewritten, and denies the same";
  return [{ subject: "policy", name, what }];
}

function hasAllow(document: PolicyDocument): boolean {
  return statementsOf(document).some(({ Effect }) => Effect === "Allow");
}
