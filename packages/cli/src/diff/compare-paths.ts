/** What one path of policies opens and closes against another, statement by statement. */
import {
  type ActionUniverse,
  type CompareOptions,
  type Comparison,
  compare,
  type Level,
  type PolicyStatement,
  statementKey,
  type Witness,
} from "@holdfast/policy";
import type { Cause, Direction } from "./model.ts";
import { type Denial, many, type Path } from "./path.ts";

export interface Finding {
  readonly direction: Direction;
  readonly cause: Cause;
  readonly witness: Witness;
  /** The statement that refused or refuses it; undefined: no single one explains it. */
  readonly denial: Denial | undefined;
  /** The statement's action patterns that do it; empty if it has `NotAction`. */
  readonly actions: readonly string[];
}

export interface Doubt {
  readonly denial: Denial | undefined;
  readonly reason: string;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly doubts: readonly Doubt[];
}

export interface Subject {
  /** Twelve digits; undefined: any account. */
  readonly account: string | undefined;
  readonly universe: ActionUniverse;
}

/**
 * The whole paths decide whether anything is opened or closed at all. Each statement that denies on
 * one side only is then put to the other side, so that unrelated changes get a witness each.
 */
export function comparePaths(old: Path, next: Path, subject: Subject): Outcome {
  const whole = compare(old.levels, next.levels, optionsFor(old, subject));
  const directions: readonly [Direction, Path, Path, Witness | undefined][] = [
    ["opened", old, next, whole.weaker],
    ["closed", next, old, whole.stricter],
  ];
  const outcomes = directions.map(([direction, refusing, allowing, witness]): Outcome => {
    if (witness === undefined && whole.relation !== "undecided") return NOTHING;
    const outcome = byStatement(direction, refusing, allowing, subject);
    if (witness === undefined || outcome.findings.length > 0) return outcome;
    const unexplained: Finding = {
      direction,
      cause: "path",
      witness,
      denial: undefined,
      actions: [],
    };
    return { ...outcome, findings: [unexplained] };
  });
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const doubts = outcomes.flatMap((outcome) => outcome.doubts);
  if (whole.relation !== "undecided" || doubts.length > 0) return { findings, doubts };
  return { findings, doubts: [{ denial: undefined, reason: reasonOf(whole) }] };
}

const NOTHING: Outcome = { findings: [], doubts: [] };

/** What the statements that only one path has refuse, and the other path allows. */
function byStatement(
  direction: Direction,
  refusing: Path,
  allowing: Path,
  subject: Subject,
): Outcome {
  const findings: Finding[] = [];
  const doubts: Doubt[] = [];
  for (const denial of missingFrom(allowing, refusing.denials)) {
    const comparison = against(allowing, denial, denial.statement, subject);
    if (comparison.weaker === undefined) {
      if (comparison.relation === "undecided")
        doubts.push({ denial, reason: reasonOf(comparison) });
      continue;
    }
    const counterpart = counterpartOf(denial, refusing, allowing);
    findings.push({
      direction,
      cause: causeOf(denial, counterpart, allowing),
      witness: attributed(comparison.weaker, denial),
      denial,
      actions: actionsOf(denial, counterpart, allowing, subject),
    });
  }
  return { findings, doubts };
}

/** One of each meaning. */
function missingFrom(path: Path, denials: readonly Denial[]): readonly Denial[] {
  const there = new Set(path.denials.map(({ key }) => key));
  return denials.filter(({ key }) => !there.has(key) && there.add(key));
}

/** How a path relates to itself with one statement more: `weaker` is what this statement refuses. */
function against(
  path: Path,
  { place, version }: Denial,
  statement: PolicyStatement,
  subject: Subject,
): Comparison {
  const document = { ...(version !== undefined && { Version: version }), Statement: statement };
  const [first, ...others] = path.levels;
  const stricter: readonly Level[] =
    first === undefined
      ? []
      : [{ ...first, policies: [...first.policies, { name: place.policy, document }] }, ...others];
  return compare(stricter, path.levels, optionsFor(path, subject));
}

/** The statement in whose words it stands now, or stood before. */
function counterpartOf(denial: Denial, own: Path, other: Path): Denial | undefined {
  const known = new Set(own.denials.map(({ key }) => key));
  return other.denials.find(
    ({ policyId, place, key }) =>
      policyId === denial.policyId && place.statement === denial.place.statement && !known.has(key),
  );
}

function causeOf(denial: Denial, counterpart: Denial | undefined, other: Path): Cause {
  if (counterpart !== undefined) return "rewording";
  if (other.policyIds.has(denial.policyId)) return "statement";
  return other.levelIds.has(denial.levelId) ? "attachment" : "move";
}

/** The statement's patterns; where nothing but its list of actions was edited, those that matter. */
function actionsOf(
  denial: Denial,
  counterpart: Denial | undefined,
  allowing: Path,
  subject: Subject,
): readonly string[] {
  const { statement } = denial;
  const actions = many(statement.Action);
  if (counterpart === undefined || elsewhere(denial) !== elsewhere(counterpart)) return actions;
  const kept = new Set(many(counterpart.statement.Action));
  return actions
    .filter((action) => !kept.has(action))
    .filter((Action) => {
      const { relation } = against(allowing, denial, { ...statement, Action }, subject);
      return relation !== "equal";
    });
}

/** What a statement says beside its actions. */
function elsewhere({ statement, version }: Denial): string {
  return statementKey({ ...statement, Action: "*" }, version);
}

/** The comparison put the statement on another level than the one it is from. */
function attributed(witness: Witness, { place }: Denial): Witness {
  const { level, policy, statement } = place;
  return { ...witness, refusal: { ...witness.refusal, level, policy, statement } };
}

function optionsFor({ type }: Path, { account, universe }: Subject): CompareOptions {
  return { type, universe, ...(account !== undefined && { account }) };
}

function reasonOf({ reason = "the comparison gave none" }: Comparison): string {
  return reason;
}
