/** The delegation policy, live against declared. AWS gives back what it was sent, byte for byte. */
import type { Difference, Effect } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import { type Equivalence, equivalence, statementKey } from "@holdfast/policy/canonical";
import { PolicyError, parsePolicy } from "@holdfast/policy/read";

/** What differs, and what putting the declared one back does to access. */
export function compared(
  wanted: PolicyDocument | undefined,
  there: string | undefined,
): { readonly differences: readonly Difference[]; readonly effect: Effect } {
  if (wanted === undefined) {
    if (there === undefined) return { differences: [], effect: "neutral" };
    const message = "there is a delegation policy, and nobody declared one";
    return { differences: [difference("unexpected", null, there, message)], effect: "restrict" };
  }
  const declared = JSON.stringify(wanted);
  if (there === undefined) {
    const message = "the declared delegation policy is not there";
    return { differences: [difference("missing", declared, null, message)], effect: "grant" };
  }
  const live = parsed(there);
  if (live === undefined) {
    const message = "the delegation policy can't be read as one";
    return { differences: [difference("changed", declared, there, message)], effect: "grant" };
  }
  const found = equivalence(wanted, live);
  if (found.equal) return { differences: [], effect: "neutral" };
  const message = `the delegation policy differs: ${reasons(found)}`;
  return {
    differences: [difference("changed", declared, there, message)],
    effect: onlyRemovesAllows(live, wanted) ? "restrict" : "grant",
  };
}

function reasons({ differences }: Extract<Equivalence, { equal: false }>): string {
  const [first, ...more] = differences.map(({ why }) => why);
  return more.length === 0 ? `${first}` : `${first}, and ${more.length} more`;
}

/** Without a look at what statements mean: whoever is left has nothing that was not there before. */
function onlyRemovesAllows(live: PolicyDocument, wanted: PolicyDocument): boolean {
  const kept = new Set(statementsOf(wanted).map((one) => statementKey(one, wanted.Version)));
  const before = statementsOf(live).map((one) => ({
    key: statementKey(one, live.Version),
    allows: one.Effect === "Allow",
  }));
  const known = new Set(before.map(({ key }) => key));
  return (
    [...kept].every((key) => known.has(key)) &&
    before.every(({ key, allows }) => allows || kept.has(key))
  );
}

function statementsOf({ Statement }: PolicyDocument): readonly PolicyStatement[] {
  return [Statement].flat() as readonly PolicyStatement[];
}

function parsed(text: string): PolicyDocument | undefined {
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

function difference(
  kind: Difference["kind"],
  expected: string | null,
  actual: string | null,
  message: string,
): Difference {
  return { path: "delegation-policy", kind, expected, actual, message };
}
