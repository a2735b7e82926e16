/** The control policies on the way to an account, and the single statements among them that deny. */
import { type Account, type Baseline, policyByName, unitOf } from "@holdfast/core";
import { levelsFor } from "@holdfast/core/baseline";
import {
  type ControlPolicyType,
  type Level,
  type NamedPolicy,
  type PolicyDocument,
  type PolicyStatement,
  statementKey,
} from "@holdfast/policy";
import type { StatementPlace } from "./model.ts";

/** A statement that denies, and where it stands. */
export interface Denial {
  readonly place: StatementPlace;
  /** Ids stay when names change. */
  readonly policyId: string;
  readonly levelId: string;
  readonly statement: PolicyStatement;
  /** The statement as a policy of its own. */
  readonly document: PolicyDocument;
  /** Equal for two statements that mean the same by AWS's documentation, whatever their Sid. */
  readonly key: string;
}

export interface Path {
  readonly type: ControlPolicyType;
  /** From the root down, AWS's own policies included. */
  readonly levels: readonly Level[];
  /** Of the policies that the baseline declares, not of AWS's own. */
  readonly denials: readonly Denial[];
  readonly levelIds: ReadonlySet<string>;
  readonly policyIds: ReadonlySet<string>;
}

/** The level of the account itself has no name of its own, so that accounts can be alike. */
export const ACCOUNT_LEVEL = "account";

export function pathTo(baseline: Baseline, account: Account, type: ControlPolicyType): Path {
  const levels = levelsFor(baseline, account, type).map((level, index, { length }) =>
    index === length - 1 ? { ...level, name: ACCOUNT_LEVEL } : level,
  );
  const levelId = (name: string) => unitOf(baseline, name)?.id ?? ACCOUNT_LEVEL;
  const policyId = (name: string) => policyByName(baseline, name)?.id ?? name;
  const declared = levels.flatMap(({ name: level, policies }) =>
    policies
      .filter(({ name }) => policyByName(baseline, name) !== undefined)
      .map((policy) => ({ level, policy })),
  );
  return {
    type,
    levels,
    denials: declared.flatMap(({ level, policy }) =>
      denialsOf(policy, { type, level, policyId: policyId(policy.name), levelId: levelId(level) }),
    ),
    levelIds: new Set(levels.map(({ name }) => levelId(name))),
    policyIds: new Set(declared.map(({ policy }) => policyId(policy.name))),
  };
}

export interface At {
  readonly type: ControlPolicyType;
  readonly level: string;
  readonly levelId: string;
  readonly policyId: string;
}

export function denialsOf({ name, document }: NamedPolicy, at: At): Denial[] {
  const { type, level, levelId, policyId } = at;
  return statementsOf(document).flatMap((statement, index) => {
    if (statement.Effect !== "Deny") return [];
    const place = { type, policy: name, statement: statement.Sid ?? `#${index + 1}`, level };
    return [{ place, policyId, levelId, ...alone(statement, document.Version) }];
  });
}

/** The same denial in other words. */
export function reworded(denial: Denial, statement: PolicyStatement): Denial {
  return { ...denial, ...alone(statement, denial.document.Version) };
}

function alone(statement: PolicyStatement, version: string | undefined) {
  const document = { ...(version !== undefined && { Version: version }), Statement: statement };
  return { statement, document, key: statementKey(statement, version) };
}

export function statementsOf({ Statement }: PolicyDocument): readonly PolicyStatement[] {
  return many(Statement);
}

/** AWS accepts one value where it accepts a list. */
export function many<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  // Array.isArray does not narrow readonly arrays.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
