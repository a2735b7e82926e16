/** How much a statement is about, in actions of today: the measure by which effects are ordered. */
import {
  type ActionUniverse,
  matchesGlobIgnoringCase,
  type PolicyStatement,
} from "@holdfast/policy";
import { many } from "./path.ts";

/**
 * The number of today's actions that these patterns of a statement cover, or that its `NotAction`
 * leaves. Resources and conditions don't count.
 */
export function breadthOf(
  { NotAction }: PolicyStatement,
  actions: readonly string[],
  { services }: ActionUniverse,
): number {
  const patterns = NotAction === undefined ? actions : many(NotAction);
  const covers = (action: string) =>
    patterns.some((pattern) => matchesGlobIgnoringCase(pattern, action));
  let total = 0;
  let covered = 0;
  for (const [service, names] of services) {
    total += names.length;
    // Most patterns are about one service, and most services are another one.
    if (!patterns.some((pattern) => mayBeAbout(pattern, service))) continue;
    covered += names.filter((name) => covers(`${service}:${name}`)).length;
  }
  return NotAction === undefined ? covered : total - covered;
}

function mayBeAbout(pattern: string, service: string): boolean {
  const [prefix = ""] = pattern.split(":");
  return matchesGlobIgnoringCase(prefix, service);
}
