/** Durations as people write them: `30m`, `2h`, `1d`. */
import { InvalidArgumentError } from "commander";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds. Throws an `InvalidArgumentError`, which commander shows with the option's name. */
export function duration(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError("A duration such as 30m, 2h or 1d is expected.");
}
