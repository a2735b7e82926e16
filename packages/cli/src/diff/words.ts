/** A change in words. Names and texts in them come from the baselines: whoever shows them escapes them. */
import type { Mode } from "@holdfast/core";
import { describeWitness, type Witness } from "@holdfast/policy";
import type {
  AccountRef,
  Diff,
  Direction,
  Effect,
  ExemptionEffect,
  ModeEffect,
  PolicyEffect,
  StatementPlace,
  Undecided,
} from "./model.ts";
import { tellPeople } from "./people-words.ts";
import { placedIn } from "./requests.ts";
import { listed, namesOf, type Told } from "./told.ts";

/** For example "This change opens 2 things and closes 1, in 6 accounts." */
export function verdictOf({ opens, closes, undecided, changes }: Diff): string {
  if (opens.length + closes.length + undecided.length + changes.length === 0) {
    return "Both sides say the same.";
  }
  const parts = [`opens ${counted(opens.length)}`, `closes ${counted(closes.length)}`];
  // "opens 2 things and closes 1"
  if (opens.length > 0 && closes.length > 0) parts[1] = `closes ${closes.length}`;
  const affected = new Set([...opens, ...closes, ...undecided].flatMap(idsOf)).size;
  const where = affected === 0 ? "" : `, in ${affected} account${affected === 1 ? "" : "s"}`;
  const sentence = `This change ${parts.join(" and ")}${where}.`;
  if (undecided.length === 0) return sentence;
  return `${sentence} ${counted(undecided.length)} could NOT be decided: take it for opened.`;
}

function counted(count: number): string {
  if (count === 0) return "nothing";
  return count === 1 ? "1 thing" : `${count} things`;
}

function idsOf({ accounts }: { readonly accounts: readonly AccountRef[] }): string[] {
  return accounts.map(({ id }) => id);
}

export function tellEffect(effect: Effect, direction: Direction): Told {
  switch (effect.kind) {
    case "policy":
      return tellPolicy(effect, direction);
    case "mode":
      return tellMode(effect);
    case "exemption":
      return tellExemption(effect, direction);
    case "review": {
      const { guardrail, key, finding, since } = effect.review;
      const sentence =
        direction === "opened"
          ? `${guardrail} no longer puts anything back on ${key} until somebody decides`
          : `${key} is no longer under review: ${guardrail} guards it like everything else`;
      return { sentence, details: [`found ${since}: ${finding}`] };
    }
    case "assignment":
    case "permission-set":
    case "session":
    case "membership":
    case "group":
    case "identity-center":
      return tellPeople(effect, direction);
    case "accounts":
      return {
        sentence: effect.what,
        details: effect.accounts.length === 0 ? [] : [`in ${namesOf(effect.accounts)}`],
      };
    case "leave-alone": {
      const { policyId } = effect;
      const sentence =
        direction === "opened"
          ? `${policyId} is left alone from now on: Holdfast neither attaches nor detaches it`
          : `${policyId} is no longer left alone`;
      return { sentence, details: [] };
    }
    case "management": {
      const names = namesOf(effect.accounts);
      const sentence =
        direction === "opened"
          ? `${names} becomes the management account, which control policies never reach`
          : `${names} is no longer the management account: control policies reach it`;
      return { sentence, details: [] };
    }
  }
}

function tellPolicy(effect: PolicyEffect, direction: Direction): Told {
  const { accounts, type, witness, cause } = effect;
  const scp = type === "SERVICE_CONTROL_POLICY";
  // The id of one account would be wrong for the others.
  const shown = accounts.length < 2 ? witness : placedIn("<account>", witness);
  const who = scp && accounts.length > 0 ? namesOf(accounts) : callerOf(witness);
  const sentence = describeWitness(shown, direction, who);
  const resources = scp || accounts.length === 0 ? [] : [`resources of ${namesOf(accounts)}`];
  const refuses = direction === "opened" ? "refused it" : "refuses it";
  return {
    sentence,
    details: [
      ...resources,
      `${placed(effect)}, ${refuses}: ${CAUSES[cause][direction]}${about(effect)}`,
    ],
  };
}

const CAUSES = {
  statement: { opened: "the statement is gone", closed: "the statement is new" },
  rewording: { opened: "the statement was changed", closed: "the statement was changed" },
  attachment: { opened: "the policy was detached", closed: "the policy was attached" },
  move: { opened: "left behind by the move", closed: "met by the move" },
} as const;

/** Resource control policies are about callers from anywhere. */
function callerOf({ request }: Witness): string {
  const [, account] =
    Object.entries(request.context).find(([key]) => key.toLowerCase() === "aws:principalaccount") ??
    [];
  return typeof account === "string" && account !== request.principal.account
    ? account
    : "any account";
}

/** "RCP resource-perimeter (Root/Workloads), statement OnlyOurPrincipals". */
function placed({ type, policy, statement, level }: StatementPlace): string {
  const kind = type === "SERVICE_CONTROL_POLICY" ? "SCP" : "RCP";
  const where =
    level === "account" ? " (on the account itself)" : level === "" ? "" : ` (${level})`;
  return `${kind} ${policy}${where}, statement ${statement}`;
}

/** Which of a reworded statement's actions it is about. */
function about({ cause, actions }: PolicyEffect): string {
  return cause === "rewording" && actions.length > 0 ? `, for ${listed(actions)}` : "";
}

const OUTCOMES: Readonly<Record<Mode, string>> = {
  off: "nobody is told of drift there, and nothing is put back",
  alert: "people are told of drift there, and nothing is put back",
  restrict: "drift there is put back only where that takes access away",
  revert: "drift there is put back",
};

function tellMode({ guardrail, from, to, where, accounts }: ModeEffect): Told {
  const sentence = `${guardrail} goes from ${from} to ${to} for ${listed(where)}: ${OUTCOMES[to]}`;
  const named = accounts.every(({ name }) => where.includes(name));
  return { sentence, details: named ? [] : [`concerns ${namesOf(accounts)}`] };
}

function tellExemption({ exemption, before }: ExemptionEffect, direction: Direction): Told {
  const { guardrail, key, reason, owner, ticket, expiresOn } = exemption;
  const details = [`${reason} (${[owner, ticket].filter(Boolean).join(", ")})`];
  if (before !== undefined) {
    const sentence = `${key} is exempt from ${guardrail} through ${expiresOn} instead of ${before}`;
    return { sentence, details };
  }
  if (direction === "closed")
    return { sentence: `${key} is no longer exempt from ${guardrail}`, details };
  return { sentence: `${key} is exempt from ${guardrail} through ${expiresOn}`, details };
}

export function tellUndecided({ place, permissionSet, reason, accounts }: Undecided): Told {
  const where = accounts.length === 0 ? "" : ` for ${namesOf(accounts)}`;
  const what = place === undefined ? `the permission set ${permissionSet}` : placed(place);
  return { sentence: `what becomes of ${what}${where} is not known`, details: [reason] };
}
