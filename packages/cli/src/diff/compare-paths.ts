/** What one path of policies opens and closes against another, statement by statement. */
import type { Witness } from "@holdfast/policy";
import type { Cause, Direction } from "./model.ts";
import { type Denial, many, type Path, reworded } from "./path.ts";
import type { Probe } from "./probe.ts";

export interface Finding {
  readonly direction: Direction;
  readonly cause: Cause;
  readonly witness: Witness;
  /** The statement that refused or refuses it. */
  readonly denial: Denial;
  /** The statement's action patterns that do it; empty if it has `NotAction`. */
  readonly actions: readonly string[];
}

export interface Doubt {
  readonly denial: Denial;
  readonly reason: string;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  readonly doubts: readonly Doubt[];
}

export interface Subject {
  /** Twelve digits; undefined: any account. */
  readonly account: string | undefined;
  /** What the new path allows can be opened, what the old one allows can be closed. */
  readonly probes: Readonly<Record<Direction, Probe>>;
}

/**
 * AWS's own policies allow everything on every level, so a path refuses just what one of its denials
 * refuses. What is opened, then, is what a denial of the old path refuses and the new path allows. So
 * putting them to the new path one by one misses nothing, and gives unrelated changes a witness each.
 */
export function comparePaths(old: Path, next: Path, subject: Subject): Outcome {
  const opened = byStatement("opened", old, next, subject);
  const closed = byStatement("closed", next, old, subject);
  return {
    findings: [...opened.findings, ...closed.findings],
    doubts: [...opened.doubts, ...closed.doubts],
  };
}

/** What the statements that only one path has refuse, and the other path allows. */
function byStatement(
  direction: Direction,
  refusing: Path,
  allowing: Path,
  { account, probes }: Subject,
): Outcome {
  const probe = (denial: Denial) => probes[direction](denial, allowing, account);
  const findings: Finding[] = [];
  const doubts: Doubt[] = [];
  for (const denial of missingFrom(allowing, refusing.denials)) {
    const { witness, reason } = probe(denial);
    if (reason !== undefined) doubts.push({ denial, reason });
    if (witness === undefined) continue;
    const counterpart = counterpartOf(denial, refusing, allowing);
    const concerned = edited(denial, counterpart).filter(
      (one) => one === denial || Object.keys(probe(one)).length > 0,
    );
    findings.push({
      direction,
      cause: causeOf(denial, counterpart, allowing),
      witness: attributed(witness, denial),
      denial,
      actions: concerned.flatMap(({ statement }) => many(statement.Action)),
    });
  }
  return { findings, doubts };
}

/** One of each meaning. */
function missingFrom(path: Path, denials: readonly Denial[]): readonly Denial[] {
  const there = new Set(path.denials.map(({ key }) => key));
  return denials.filter(({ key }) => !there.has(key) && there.add(key));
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

/** The statement; if nothing but its list of actions was edited, one for each action that is gone. */
function edited(denial: Denial, counterpart: Denial | undefined): readonly Denial[] {
  if (counterpart === undefined || elsewhere(denial) !== elsewhere(counterpart)) return [denial];
  const kept = new Set(many(counterpart.statement.Action));
  return many(denial.statement.Action)
    .filter((action) => !kept.has(action))
    .map((Action) => reworded(denial, { ...denial.statement, Action }));
}

/** What a statement says beside its actions. */
function elsewhere(denial: Denial): string {
  return reworded(denial, { ...denial.statement, Action: "*" }).key;
}

/** As the statement stands in its own policy, and not where the comparison put it. */
function attributed(witness: Witness, { place }: Denial): Witness {
  const { level, policy, statement } = place;
  return { ...witness, refusal: { ...witness.refusal, level, policy, statement } };
}
