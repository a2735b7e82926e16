/** An expectation spelled out: every caller, action and resource that it is about. */
import type { ContextValue } from "@holdfast/policy";
import { accountOf, type Call } from "../judge.ts";
import { permissionSetRole } from "../lint/realistic.ts";
import type { Account, Baseline } from "../model.ts";
import type { Path, SourceFile } from "../positions.ts";
import type { Problem } from "../problem.ts";
import { accountById, accountsUnder } from "../query.ts";
import { didYouMean } from "../suggest.ts";
import { nameOf, type Person, peopleOf } from "./people.ts";
import type { Expectation } from "./schema.ts";

/** One request that must come out as expected. */
export interface Case extends Call {
  /** Somebody of Identity Center, who calls with what they are assigned; `principal` is their name. */
  readonly person?: Person;
  /** Name of the caller's account, for people; its id if it is none of ours; empty for a service. */
  readonly account: string;
}

/** The requests of an expectation, or what in it leads nowhere. */
export function casesOf(
  expectation: Expectation,
  baseline: Baseline,
  file: SourceFile,
  path: Path,
): { readonly cases: readonly Case[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const refuse = (key: string, index: number, message: string, hint?: string) => {
    problems.push(file.problem([...path, key, index], message, hint));
  };
  const accounts = accountsOf(expectation, baseline, refuse);
  if (expectation.accounts !== undefined && !expectation.principal.some(isRelative)) {
    const kinds = "root, role/…, user/…, group/…, anybody or permission-set/…";
    refuse("accounts", 0, `says where ${kinds} is: there is none`);
  }
  const owner = ownerOf(expectation, baseline, refuse);
  const people = peopleOf(expectation, baseline, refuse);
  const callers = expectation.principal.flatMap((principal) => {
    const found = people.get(principal);
    if (found === undefined) return callersOf(principal, accounts, baseline);
    return found.flatMap((person) =>
      accounts.map((account) => ({ principal: nameOf(person), account, person })),
    );
  });
  const context = contextOf(expectation);
  const cases = callers.flatMap(({ principal, account, person }: Caller) =>
    expectation.action.flatMap((action) =>
      expectation.resource.flatMap((written, index): Case[] => {
        const resource = filledIn(written, account, baseline);
        if (typeof resource !== "string") {
          refuse("resource", index, `no account is named ${resource.unknown}`, resource.hint);
          return [];
        }
        return [
          {
            principal,
            action,
            resource,
            owner: owner ?? accountOf(resource) ?? account?.id ?? accountOf(principal) ?? "",
            context,
            account: account?.name ?? accountOf(principal) ?? "",
            ...(person && { person }),
          },
        ];
      }),
    ),
  );
  if (cases.length === 0 && problems.length === 0) {
    refuse("accounts", 0, "there is no member account, so nothing would be checked");
  }
  return { cases, problems: unique(problems) };
}

interface Caller {
  readonly principal: string;
  readonly account: Account | undefined;
  readonly person?: Person;
}

/** Whether the principal is one of each account. */
function isRelative(principal: string): boolean {
  return !principal.startsWith("arn:") && !principal.endsWith(".amazonaws.com");
}

export type Refuse = (key: string, index: number, message: string, hint?: string) => void;

/** Every member account, unless others are named; the management account only by its name. */
function accountsOf({ accounts }: Expectation, baseline: Baseline, refuse: Refuse): Account[] {
  const member = ({ id }: Account) => id !== baseline.organization.management;
  const names = baseline.accounts.map(({ name }) => name);
  const units = baseline.units.map((unit) => unit.path);
  const found = (accounts ?? ["all"]).flatMap((name, index) => {
    if (name === "all") return baseline.accounts.filter(member);
    if (units.includes(name)) return accountsUnder(baseline, name).filter(member);
    const account = baseline.accounts.find((one) => one.name === name);
    if (account !== undefined) return [account];
    const hint = didYouMean(name, [...names, ...units, "all"]);
    refuse("accounts", index, `${JSON.stringify(name)} is neither an account nor a unit`, hint);
    return [];
  });
  return [...new Set(found)];
}

function ownerOf(
  { resourceAccount }: Expectation,
  baseline: Baseline,
  refuse: Refuse,
): string | undefined {
  if (resourceAccount === undefined) return undefined;
  const account = baseline.accounts.find(({ name }) => name === resourceAccount);
  if (account === undefined) {
    const hint = didYouMean(
      resourceAccount,
      baseline.accounts.map(({ name }) => name),
    );
    refuse("resourceAccount", 0, `no account is named ${resourceAccount}`, hint);
  }
  return account?.id;
}

/** A principal by its own name stands for one in each account. */
function callersOf(principal: string, accounts: readonly Account[], baseline: Baseline): Caller[] {
  if (principal.startsWith("arn:")) {
    return [{ principal, account: accountById(baseline, accountOf(principal) ?? "") }];
  }
  if (principal.endsWith(".amazonaws.com")) return [{ principal, account: undefined }];
  const [, permissionSet] = /^permission-set\/(.*)$/.exec(principal) ?? [];
  const name = permissionSet === undefined ? principal : permissionSetRole(baseline, permissionSet);
  return accounts.map((account) => ({ principal: `arn:aws:iam::${account.id}:${name}`, account }));
}

/** The resource with its placeholders replaced: `${account}` and `${<account name>}`. */
function filledIn(
  resource: string,
  caller: Account | undefined,
  baseline: Baseline,
): string | { readonly unknown: string; readonly hint?: string | undefined } {
  const ids = new Map(baseline.accounts.map(({ name, id }) => [name, id]));
  if (caller !== undefined) ids.set("account", caller.id);
  const unknown = [...resource.matchAll(/\$\{([^}]*)\}/g)].find(([, name = ""]) => !ids.has(name));
  if (unknown !== undefined) {
    const [, name = ""] = unknown;
    return { unknown: name, hint: didYouMean(name, ids.keys()) };
  }
  return resource.replace(/\$\{([^}]*)\}/g, (_all, name: string) => ids.get(name) ?? "");
}

function contextOf({ context }: Expectation): Record<string, ContextValue> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [
      key,
      Array.isArray(value) ? value : String(value),
    ]),
  );
}

/** Every caller runs into the same mistake in a resource. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
