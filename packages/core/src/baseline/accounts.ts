/** Accounts: one id, one name and one unit each. */
import { byCodePoint, type Draft } from "./draft.ts";
import type { Account } from "./model.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";

/** The management account's name where the baseline gives it none. */
const MANAGEMENT = "management";

interface Compiled {
  readonly accounts: readonly Account[];
  readonly problems: readonly Problem[];
}

/** Places every account in its unit; the management account is in `Root` unless said otherwise. */
export function compileAccounts(draft: Draft): Compiled {
  const { file, source } = draft;
  const management = nameOfManagement(draft);
  const declared = new Map(Object.entries(source.accounts));
  if (!declared.has(management)) {
    declared.set(management, { id: source.organization.management, policies: [] });
  }
  const placed = placements(draft, new Set(declared.keys()));
  const problems = [...idProblems(draft), ...placed.problems];
  const accounts: Account[] = [];
  for (const [name, { id, policies }] of declared) {
    const unit = placed.units.get(name) ?? (name === management ? "Root" : undefined);
    if (unit !== undefined) {
      accounts.push({ name, id, unit, policies: policies.toSorted(byCodePoint) });
    } else {
      const hint = "list it under `accounts` of the unit that holds it";
      problems.push(file.keyProblem(["accounts", name], "is in no unit", hint));
    }
  }
  return { accounts: accounts.toSorted((a, b) => byCodePoint(a.name, b.name)), problems };
}

/** The name under which the management account is declared, or the one it has by itself. */
export function nameOfManagement({ source }: Draft): string {
  const { management } = source.organization;
  const named = Object.entries(source.accounts).find(([, { id }]) => id === management);
  return named?.[0] ?? MANAGEMENT;
}

function idProblems({ file, source }: Draft): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  for (const [name, { id }] of Object.entries(source.accounts)) {
    const owner = owners.get(id);
    if (owner === undefined) owners.set(id, name);
    else problems.push(file.problem(["accounts", name], `${id} is the id of ${owner} already`));
  }
  const imposter = source.accounts[MANAGEMENT];
  if (imposter !== undefined && imposter.id !== source.organization.management) {
    problems.push(
      file.keyProblem(
        ["accounts", MANAGEMENT],
        `this name is for the management account, ${source.organization.management}`,
        "choose another name",
      ),
    );
  }
  return problems;
}

/** Account name -> unit path, as the units list them. */
function placements({ file, source }: Draft, known: ReadonlySet<string>) {
  const problems: Problem[] = [];
  const units = new Map<string, string>();
  for (const [path, { accounts }] of Object.entries(source.units)) {
    for (const [index, name] of accounts.entries()) {
      const at = ["units", path, "accounts", index];
      const earlier = units.get(name);
      if (!known.has(name)) {
        problems.push(file.problem(at, `no account is named ${name}`, didYouMean(name, known)));
      } else if (earlier !== undefined) {
        problems.push(file.problem(at, `${name} is in ${earlier} already`));
      } else {
        units.set(name, path);
      }
    }
  }
  return { units, problems };
}
