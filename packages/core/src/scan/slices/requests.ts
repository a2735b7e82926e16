/** The looks that a section's result asks for: the scan itself writes nothing, the reconcile does. */
import { parseKey } from "../../key.ts";
import type { Request } from "../../reconcile/request.ts";
import type { ScanScope } from "../model.ts";
import { isWhole } from "../scope.ts";
import type { SectionResult } from "../section.ts";

/**
 * Every key that is not in sync: its incident is opened, or its finding refreshed before Security Hub
 * drops it after 90 days. And every key with an open incident that the scan saw in sync, or whose
 * resource is gone: only what was read to its end can tell that.
 * @param open keys with an open incident
 * @param now epoch milliseconds
 */
export function requestsOf(
  { section, entries, seenInSync }: SectionResult,
  open: ReadonlySet<string>,
  scope: ScanScope,
  now: number,
): readonly Request[] {
  if (scope.mode === "off") return [];
  const differing = entries.map(({ key }) => key);
  const told = new Set(differing);
  const gone = section.state === "READ" && isWhole(scope) ? [...open] : [];
  const over = [...new Set([...seenInSync, ...gone])].filter((key) => !told.has(key));
  const most = scope.mode === undefined ? {} : { most: scope.mode };
  return [...differing, ...over].map((key) => ({
    key: parseKey(key),
    changedAt: now,
    causes: [],
    ...most,
  }));
}
