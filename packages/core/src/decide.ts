/**
 * The whole safety policy in one pure function: what of a plan may run now (DESIGN rule 7).
 *
 * The ladder, first rung that applies: off, unknown, pending, in sync, exempt, all of it tolerated, under review, stale,
 * paused; then step by step: its mode (`alert` runs nothing, `restrict` only what takes access away),
 * what is tolerated, the breaker, a hold, which forbids grants; a step whose requirement is withheld is
 * withheld with it; and last the cap on removals.
 */
import { principalIdIn } from "./baseline/identity-center/principal.ts";
import type { Exemption, Mode, ReviewItem } from "./baseline/model.ts";
import type { Difference } from "./drift.ts";
import type { Inspection } from "./inspection.ts";
import { removes, type Step } from "./step.ts";

/** An incident under way on a principal or account: no access is given back there. */
export interface Hold {
  /** Account id, id of a user or group, or the ARN of either or of another resource. */
  readonly on: string;
  readonly reason: string;
  readonly by: string;
  /** Epoch milliseconds; undefined: until lifted. */
  readonly until?: number;
}

/** A short, announced stop of writes; alerts go on. */
export interface Pause {
  /** A key, a guardrail id, or `*`. */
  readonly scope: string;
  readonly reason: string;
  readonly by: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** How many removals may still follow in this hour from drift that no event explains. */
export interface RemovalCap {
  readonly left: number;
  readonly perHour: number;
  /** Whose removals are counted together: a guardrail's id. */
  readonly scope: string;
}

/** How long writes wait while two parties fight over a key. Both in epoch milliseconds. */
export interface Breaker {
  /** For what gives access, or may. */
  readonly until: number;
  /** For what takes access away: soon, or a fight would be the way to keep it. */
  readonly restrictUntil: number;
}

export interface Situation {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly mode: Mode;
  /** Modes of the guardrail's aspects, by name; each at most `mode`. */
  readonly aspects?: Readonly<Record<string, Mode>>;
  readonly inspection: Inspection;
  readonly exemption?: { readonly exemption: Exemption; readonly expired: boolean };
  /** Set while nobody has decided whether what is declared is wanted. */
  readonly review?: ReviewItem;
  readonly pause?: Pause;
  /** On what the key is about, or on an account that depends on it: forbids all grants. */
  readonly hold?: Hold;
  /** All there are: one on a user or group forbids what gives that one access. */
  readonly holds?: readonly Hold[];
  /** Set while two parties fight over the key. */
  readonly breaker?: Breaker;
  /** Set for drift that no event explains, as a scan finds it; see `reconcile/removals.ts`. */
  readonly removals?: RemovalCap;
  /** Why the baseline at hand must not be enforced, e.g. that a newer one is deployed. */
  readonly stale?: string;
}

export interface Withheld {
  readonly step: Step;
  readonly because: string;
}

export type Decision =
  | { readonly kind: "none" }
  /** Nothing is written and nobody is told; `again` is set where a later look may differ. */
  | { readonly kind: "wait"; readonly because: string; readonly againMs: number }
  | { readonly kind: "unknown"; readonly because: string }
  | { readonly kind: "exempt"; readonly because: string; readonly withheld: readonly Withheld[] }
  /** All that differs may stay for a while; `againAt`, in epoch milliseconds, is when the first part may not any more. */
  | { readonly kind: "tolerated"; readonly withheld: readonly Withheld[]; readonly againAt: number }
  | {
      readonly kind: "act";
      readonly run: readonly Step[];
      readonly withheld: readonly Withheld[];
      /** When a withheld step may run after all; epoch milliseconds. */
      readonly againAt?: number;
    };

/** How long asynchronous changes are given between two looks unless AWS is quicker, in milliseconds. */
export const PENDING_AGAIN = 15_000;

/** Decides what may be done about one inspection. Pure: the same situation gives the same decision. */
export function decide(situation: Situation): Decision {
  const { now, mode, inspection, exemption, review, pause, breaker, stale } = situation;
  if (mode === "off") return { kind: "none" };
  if (inspection.kind === "unknown") {
    return { kind: "unknown", because: inspection.error.message };
  }
  if (inspection.kind === "pending") {
    const { reason, againMs = PENDING_AGAIN } = inspection;
    return { kind: "wait", because: reason, againMs };
  }
  const { differences, steps } = inspection;
  if (differences.length === 0) return { kind: "none" };

  const withhold = (because: string, againAt?: number): Decision => ({
    kind: "act",
    run: [],
    withheld: steps.map((step) => ({ step, because })),
    ...(againAt !== undefined && { againAt }),
  });

  if (exemption && !exemption.expired) {
    const because = `exempt until ${exemption.exemption.expiresOn}: ${exemption.exemption.reason}`;
    return { kind: "exempt", because, withheld: steps.map((step) => ({ step, because })) };
  }
  const ends = endsOf(differences, now);
  const firstEnd = Math.min(...ends.values());
  if (ends.size === differences.length) {
    const withheld = steps.map((step) => {
      const end = ends.get(step.undoes ?? "") ?? firstEnd;
      return { step, because: `what it undoes ${stays(end)}` };
    });
    return { kind: "tolerated", withheld, againAt: firstEnd };
  }
  if (review !== undefined) {
    return withhold(`under review since ${review.since}, and not decided: ${review.finding}`);
  }
  if (stale !== undefined) return withhold(`the baseline is stale: ${stale}`);
  if (pause && pause.until > now) {
    return withhold(
      `paused by ${pause.by} until ${iso(pause.until)}: ${pause.reason}`,
      pause.until,
    );
  }
  const waits: number[] = [...ends.values()];
  const objection = (step: Step) => {
    const stopped = byMode(step, modeOf(step, situation));
    if (stopped !== undefined) return stopped;
    const end = step.undoes === undefined ? undefined : ends.get(step.undoes);
    if (end !== undefined) return `what it undoes ${stays(end)}`;
    const until = breaker && (step.effect === "restrict" ? breaker.restrictUntil : breaker.until);
    if (until !== undefined && until > now) {
      waits.push(until);
      return `breaker: this key was put right several times already; the next write waits until ${iso(until)}`;
    }
    const held = step.effect === "grant" ? holdOver(step, situation) : undefined;
    return held && `hold on ${held.on} by ${held.by}: ${held.reason}`;
  };
  const decision = sift(steps, objection, capOf(situation.removals));
  return waits.length > 0 ? { ...decision, againAt: Math.min(...waits) } : decision;
}

function modeOf({ aspect }: Step, { mode, aspects = {} }: Situation): Mode {
  return aspect !== undefined && Object.hasOwn(aspects, aspect) ? (aspects[aspect] ?? mode) : mode;
}

/** Why a mode does not let a step run; undefined if it does. */
function byMode({ aspect, effect }: Step, mode: Mode): string | undefined {
  const of = aspect === undefined ? "" : ` for ${aspect}`;
  if (mode === "off" || mode === "alert") return `mode ${mode}${of}: nothing is written`;
  if (mode === "revert" || effect === "restrict") return undefined;
  const what = effect === "grant" ? "gives access" : "does not take access away";
  return `mode restrict${of}: a step that ${what} is not run`;
}

/** Ends of what may stay for now, by path. What has no known end may not stay. */
function endsOf(differences: readonly Difference[], now: number): ReadonlyMap<string, number> {
  return new Map(
    differences.flatMap(({ path, tolerance }) => {
      const until = tolerance?.until;
      return until !== undefined && until > now ? [[path, until] as const] : [];
    }),
  );
}

function stays(until: number): string {
  return `may stay until ${iso(until)}: the baseline tolerates it so long`;
}

/** The hold that forbids a grant, if any. */
function holdOver({ beneficiaries = [] }: Step, { now, hold, holds = [] }: Situation) {
  const ids = beneficiaries.map(principalIdIn);
  const personal = holds.filter(({ on }) => {
    const id = principalIdIn(on);
    return id !== undefined && ids.includes(id);
  });
  return [...(hold ? [hold] : []), ...personal].find(
    ({ until }) => until === undefined || until > now,
  );
}

/**
 * Counts removals and objects to those beyond what is left. A removal that somebody planned is rarely
 * one of many; hundreds at once are more likely a baseline that lost a part than an attack.
 */
function capOf(cap: RemovalCap | undefined): (step: Step) => string | undefined {
  let left = cap?.left ?? 0;
  return (step) => {
    if (cap === undefined || !removes(step)) return undefined;
    left -= 1;
    if (left >= 0) return undefined;
    return `cap: ${cap.scope} removes ${cap.perHour} things an hour at most of what no event explains; a person has to decide on the rest`;
  };
}

/**
 * Splits a plan by a judgement on each step; a step follows the fate of what it requires. `last` is
 * asked only of what would run otherwise, so it may count.
 */
function sift(
  steps: readonly Step[],
  objection: (step: Step) => string | undefined,
  last: (step: Step) => string | undefined,
): Decision & { kind: "act" } {
  const run: Step[] = [];
  const withheld: Withheld[] = [];
  const stopped = new Set<number>();
  for (const [index, step] of steps.entries()) {
    const missing = step.requires?.find((required) => stopped.has(required));
    const because =
      objection(step) ??
      (missing === undefined
        ? last(step)
        : `it needs a step that is withheld: ${steps[missing]?.reason}`);
    if (because === undefined) {
      run.push(step);
    } else {
      withheld.push({ step, because });
      stopped.add(index);
    }
  }
  return { kind: "act", run, withheld };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
