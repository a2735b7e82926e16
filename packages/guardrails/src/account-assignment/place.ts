/** Where an account is that nobody declared: units and `all` cover it as well. */
import type { Baseline } from "@holdfast/core";

/** Path of the nearest declared unit on a way down from the root; undefined: it is under another root. */
export function unitOn(path: readonly string[], { units }: Baseline): string | undefined {
  const around = units.filter(({ id }) => path.includes(id)).map((unit) => unit.path);
  return around.toSorted((a, b) => b.length - a.length)[0];
}
