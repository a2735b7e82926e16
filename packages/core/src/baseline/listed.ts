/** Lists of names in a baseline: that they name something, and each once. */
import { nameOfManagement } from "./accounts.ts";
import { type Draft, repeats } from "./draft.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** Every account that a list can name, the management account included. */
export function accountNames(draft: Draft): string[] {
  return [...new Set([...Object.keys(draft.source.accounts), nameOfManagement(draft)])];
}

/** @param path of the list in the source */
export function repeatProblems(
  { file }: Draft,
  path: readonly string[],
  names: readonly string[],
): Problem[] {
  return repeats(names).map((index) =>
    file.problem([...path, index], `${names[index]} is listed twice`),
  );
}

/** Accounts that a list names though they are not declared, and what it names twice. */
export function accountListProblems(
  draft: Draft,
  path: readonly string[],
  names: readonly string[],
): Problem[] {
  const known = accountNames(draft);
  const unknown = names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const hint = didYouMean(name, known);
    return [draft.file.problem([...path, index], `no account is named ${name}`, hint)];
  });
  return [...repeatProblems(draft, path, names), ...unknown];
}
