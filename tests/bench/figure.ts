/** One measured figure, and how figures are printed. */
import { median, range } from "./statistics.ts";

export interface Figure {
  /** Stable name for scripts, e.g. `cold-start.init-time`. */
  readonly id: string;
  readonly title: string;
  readonly value: number;
  /** `calls`, `bytes`, `ms`, `calls/s`, `decisions/s`, `pairs/s`, `s`, `MB` */
  readonly unit: string;
  /** Smallest and largest sample, where `value` is their median. */
  readonly range?: readonly [low: number, high: number];
  readonly goal?: Goal;
  /** What the value is made of. */
  readonly note?: string;
}

/** One of both limits. */
export interface Goal {
  readonly atMost?: number;
  readonly atLeast?: number;
  /** Where the limit comes from. */
  readonly because: string;
}

/** The median of `samples` with their range. */
export function sampled(samples: readonly number[]): Pick<Figure, "value" | "range"> {
  return { value: median(samples), range: range(samples) };
}

export function meets({ value, goal }: Figure): boolean {
  const { atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = goal ?? {};
  return atLeast <= value && value <= atMost;
}

/** A table for people: figure, measured value with its range, goal, note. */
export function textOf(figures: readonly Figure[]): string {
  const rows = [["figure", "measured", "goal", ""], ...figures.map(rowOf)];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** `{ "version": 1, "figures": [{ id, title, value, unit, range?, goal?, note?, met? }] }` */
export function jsonOf(figures: readonly Figure[]): string {
  const judged = figures.map((one) => ({ ...one, ...(one.goal && { met: meets(one) }) }));
  return `${JSON.stringify({ version: 1, figures: judged }, null, 2)}\n`;
}

function rowOf(figure: Figure): string[] {
  const { title, value, unit, range: around, goal, note = "" } = figure;
  const spread = around ? ` (${rounded(around[0])} to ${rounded(around[1])})` : "";
  const limit = goal
    ? `${meets(figure) ? "met" : "MISSED"}: ${limitOf(goal)} (${goal.because})`
    : "";
  return [title, `${rounded(value)} ${unit}${spread}`, limit, note];
}

function limitOf({ atMost, atLeast }: Goal): string {
  const limits = [
    ...(atLeast === undefined ? [] : [`at least ${rounded(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${rounded(atMost)}`]),
  ];
  return limits.join(", ");
}

function rounded(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });
}
