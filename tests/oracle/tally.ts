/** What came of all cases, and how it is told. */
import type { Outcome } from "./question.ts";

const OUTCOMES: readonly Outcome[] = ["allowed", "explicitly denied", "implicitly denied"];

/** Counts by name. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, this.get(name) + 1);
  }

  get(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent first. */
  rows(): readonly (readonly [name: string, count: number])[] {
    return [...this.#counts].sort(
      ([one, more], [other, less]) => less - more || one.localeCompare(other),
    );
  }
}

export class Tally {
  /** `here / there`, of the cases that both decided. */
  readonly outcomes = new Counts();
  /** Why there is no answer, from either. */
  readonly unanswered = new Counts();
  /** Known disagreements by what they are about. */
  readonly known = new Counts();
  /** Cases that hang on a statement with this in it. */
  readonly features = new Counts();
  /** Cases that are decided otherwise without a certain one of their statements. */
  pivotal = 0;
  agreed = 0;
  /** Disagreements about nothing that is known. */
  unknown = 0;

  add({ here, there, known }: Decided): void {
    this.outcomes.add(`${here} / ${there}`);
    if (here === there) this.agreed += 1;
    else if (known === undefined) this.unknown += 1;
    else this.known.add(known);
  }
}

interface Decided {
  readonly here: Outcome;
  readonly there: Outcome;
  readonly known?: string;
}

export interface Run {
  readonly cases: number;
  readonly seed: number;
  readonly evaluator: string;
  readonly seconds: number;
}

/** The report, as it stands in docs/oracle.md. */
export function textOf(tally: Tally, { cases, seed, evaluator, seconds }: Run): string {
  const { outcomes, unanswered, known, features } = tally;
  const decided = outcomes.total;
  const share = (count: number) => `${((100 * count) / decided).toFixed(1)} %`;
  const matrix = OUTCOMES.map((here) => [
    here,
    ...OUTCOMES.map((there) => shown(outcomes.get(`${here} / ${there}`))),
  ]);
  return [
    `${shown(cases)} cases, seed ${seed}, against ${evaluator}, Node ${process.versions.node}, ${Math.round(seconds)} s`,
    "",
    `${shown(decided)} decided by both, ${shown(unanswered.total)} not:`,
    ...table(unanswered.rows().map(([why, count]) => [`  ${why}`, shown(count)])),
    "",
    ...table([["here, and there", ...OUTCOMES], ...matrix]),
    "",
    `${shown(tally.agreed)} agree (${share(tally.agreed)}), ${shown(known.total)} disagree as known, ${shown(tally.unknown)} otherwise:`,
    ...table(known.rows().map(([id, count]) => [`  ${id}`, shown(count)])),
    "",
    `${shown(tally.pivotal)} hang on one statement (${share(tally.pivotal)}), by what is in it:`,
    ...table(features.rows().map(([feature, count]) => [`  ${feature}`, shown(count)])),
    "",
  ].join("\n");
}

function shown(count: number): string {
  return count.toLocaleString("en-US");
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}
