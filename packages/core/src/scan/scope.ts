/** A narrower question than "everything": which guardrails are asked and which keys count. */
import type { Subject } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import type { ResourceKey } from "../key.ts";
import type { ScanScope } from "./model.ts";

/** The guardrails that a scope asks for, each once, in order of their ids. */
export function guardrailsIn(
  { guardrails: ids }: ScanScope,
  all: readonly Guardrail[],
): readonly Guardrail[] {
  return all
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Whether a scope is about a key: it lies in a Region that was asked for and is owned by an account
 * that was, or such an account depends on it.
 */
export function isIn(
  { accounts, regions }: ScanScope,
  key: ResourceKey,
  subject: Subject,
): boolean {
  if (regions !== undefined && !regions.includes(key.region)) return false;
  if (accounts === undefined) return true;
  return accounts.includes(key.account) || subject.accounts.some((id) => accounts.includes(id));
}

/** Whether it asks for everything that there is. */
export function isWhole({ guardrails, accounts, regions }: ScanScope): boolean {
  return guardrails === undefined && accounts === undefined && regions === undefined;
}
