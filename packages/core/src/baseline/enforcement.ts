/** Modes, exemptions and reviews: the guardrails, units and accounts they name exist. */
import { nameOfManagement } from "./accounts.ts";
import type { DeclaredNames } from "./declared-names.ts";
import { byCodePoint, type Draft } from "./draft.ts";
import { accountNames } from "./listed.ts";
import type { Exemption, ReviewItem } from "./model.ts";
import type { Path } from "./positions.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

export function modeProblems(draft: Draft, declared: DeclaredNames): Problem[] {
  const { file, source } = draft;
  const names = [...declared.guardrails, ...(declared.aspects ?? [])];
  const byId = (record: Readonly<Record<string, unknown>>, path: Path) =>
    Object.keys(record).flatMap((id) =>
      unknownGuardrail(id, names, (message, hint) => file.keyProblem([...path, id], message, hint)),
    );
  const units = Object.keys(source.units);
  return [
    ...byId(source.modes.guardrails, ["modes", "guardrails"]),
    ...Object.entries(source.modes.units).flatMap(([path, modes]) => [
      ...(units.includes(path)
        ? []
        : [file.keyProblem(["modes", "units", path], "no such unit", didYouMean(path, units))]),
      ...byId(modes, ["modes", "units", path]),
    ]),
  ];
}

/** An exemption that names nothing exempts nothing, which would show only when it is needed. */
export function exemptionProblems(
  draft: Draft,
  guardrails: readonly string[],
  policies: readonly string[],
): Problem[] {
  const { file, source } = draft;
  const subjects = [
    ...Object.keys(source.units),
    ...Object.keys(source.accounts),
    nameOfManagement(draft),
    ...policies,
    ...trustSubjects(draft),
    ...identityCenterSubjects(draft),
  ];
  const seen = new Set<string>();
  return source.exemptions.flatMap(({ guardrail, key }, index) => {
    const path = ["exemptions", index];
    const problems = unknownGuardrail(guardrail, guardrails, (message, hint) =>
      file.problem([...path, "guardrail"], message, hint),
    );
    if (!subjects.includes(key) && !isInAccount(draft, key)) {
      const message = `${JSON.stringify(key)} is nothing that an alert could be about: no unit, account, policy, permission set, group, assignment or role`;
      problems.push(file.problem([...path, "key"], message, didYouMean(key, subjects)));
    }
    const both = JSON.stringify([guardrail, key]);
    if (seen.has(both)) {
      problems.push(file.problem([...path, "key"], `${key} is exempt from ${guardrail} already`));
    }
    seen.add(both);
    return problems;
  });
}

/** As organization-trust names what it guards. */
function trustSubjects(draft: Draft): string[] {
  if (draft.source.organizationTrust === undefined) return [];
  const accounts = [...Object.keys(draft.source.accounts), nameOfManagement(draft)];
  const administrators = accounts.map((name) => `delegated administrator ${name}`);
  return ["trusted services", "delegation policy", ...administrators];
}

/** `<account>/<name>`: something in an account, which need not be declared, such as a role. */
function isInAccount(draft: Draft, key: string): boolean {
  const [account = "", name] = key.split("/");
  return name !== undefined && name !== "" && accountNames(draft).includes(account);
}

/** As the guardrails of Identity Center name what they guard. */
function identityCenterSubjects(draft: Draft): string[] {
  const { permissionSets, groups, accounts } = draft.source;
  const sets = Object.keys(permissionSets ?? {});
  const places = [...new Set([...Object.keys(accounts), nameOfManagement(draft)])];
  return [
    ...sets,
    ...Object.keys(groups),
    ...sets.flatMap((set) => places.map((account) => `${set} in ${account}`)),
  ];
}

/** What a review is about only its guardrail can tell: see `lint/open-review.ts`. */
export function reviewProblems(draft: Draft, guardrails: readonly string[]): Problem[] {
  const { file, source } = draft;
  return source.review.flatMap(({ guardrail }, index) =>
    unknownGuardrail(guardrail, guardrails, (message, hint) =>
      file.problem(["review", index, "guardrail"], message, hint),
    ),
  );
}

/** Those that nobody has decided on yet, in an order that leaves no trace of how they were written. */
export function openReviews({ source }: Draft): ReviewItem[] {
  return source.review
    .filter(({ decision }) => decision === undefined)
    .map(({ guardrail, key, finding, since }) => ({ guardrail, key, finding, since }))
    .toSorted(
      (a, b) =>
        byCodePoint(a.guardrail, b.guardrail) ||
        byCodePoint(a.key, b.key) ||
        byCodePoint(a.finding, b.finding),
    );
}

/** In an order that leaves no trace of how they were written. */
export function orderedExemptions({ source }: Draft): Exemption[] {
  return source.exemptions
    .map(({ ticket, ...exemption }) =>
      ticket === undefined ? exemption : { ...exemption, ticket },
    )
    .toSorted((a, b) => byCodePoint(a.guardrail, b.guardrail) || byCodePoint(a.key, b.key));
}

function unknownGuardrail(
  id: string,
  guardrails: readonly string[],
  problem: (message: string, hint?: string) => Problem,
): Problem[] {
  if (guardrails.includes(id)) return [];
  const message = `there is no guardrail ${JSON.stringify(id)}`;
  return [problem(message, didYouMean(id, guardrails) ?? `there are: ${guardrails.join(", ")}`)];
}
