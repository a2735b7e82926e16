/** A trust policy taken apart: one way in for each principal and action that it allows. */
import type { PolicyDocument } from "@holdfast/policy";
import { type CanonicalStatement, canonicalise } from "@holdfast/policy/canonical";

/** How a principal is named: `AWS`, `Federated`, `Service`, `CanonicalUser`, or everybody but some. */
export type PrincipalType = string;

export interface Who {
  readonly type: PrincipalType;
  /** Canonical: an account as the ARN of its root; `*` is everybody. */
  readonly principal: string;
}

export interface WayIn extends Who {
  /** In small letters, as it is written: `sts:assumerole`, `sts:*`. What `NotAction` leaves is `*`. */
  readonly action: string;
  readonly condition: NonNullable<CanonicalStatement["Condition"]>;
}

/** Every way that a trust policy opens. */
export function waysIn(document: PolicyDocument): readonly WayIn[] {
  return canonicalise(document)
    .Statement.filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) =>
      whoOf(statement).flatMap((who) =>
        // Whoever may do all but some actions is taken to have all: it is never what is declared.
        (statement.Action ?? ["*"]).map((action) => ({
          ...who,
          action,
          condition: statement.Condition ?? {},
        })),
      ),
    );
}

/** Those whom a statement names. An Allow for all but some is one for everybody. */
export function whoOf({ Principal }: Pick<CanonicalStatement, "Principal">): readonly Who[] {
  if (Principal === undefined || Principal === "*") return [{ type: "AWS", principal: "*" }];
  return Object.entries(Principal).flatMap(([type, names]) =>
    names.map((principal) => ({ type, principal })),
  );
}

/** Whether some statement takes ways away again. */
export function denies(document: PolicyDocument): boolean {
  return canonicalise(document).Statement.some(({ Effect }) => Effect === "Deny");
}

/**
 * AWS shows the unique id of a role or user that is gone in place of its ARN. It lets nobody in, and a
 * policy that names one can't be saved again (IAM User Guide, Principal).
 */
export function isUniqueId(principal: string): boolean {
  return /^A(ROA|IDA)[A-Z0-9]+$/.test(principal);
}

/** Equal for the same way. */
export function wayKey({ type, principal, action, condition }: WayIn): string {
  return JSON.stringify([type, principal, action, condition]);
}

/**
 * Whether a way that is open lets in whoever a wanted one would. That an account lets its roles in holds
 * only from another account, where their own policies decide in both cases.
 */
export function covers(open: WayIn, wanted: WayIn, account: string): boolean {
  return (
    coversWho(open, wanted, account) &&
    coversAction(open.action, wanted.action) &&
    // Every condition on the open way is one on the wanted way, too: AWS joins them by "and".
    Object.entries(open.condition).every(([operator, keys]) =>
      Object.entries(keys).every(
        ([key, values]) =>
          JSON.stringify(wanted.condition[operator]?.[key]) === JSON.stringify(values),
      ),
    )
  );
}

function coversWho(open: Who, wanted: Who, account: string): boolean {
  if (open.type !== wanted.type) return false;
  if (open.principal === wanted.principal) return true;
  if (open.type !== "AWS") return false;
  const from = accountOf(wanted.principal);
  if (from === undefined || from === account) return false;
  return open.principal === "*" || open.principal === `arn:aws:iam::${from}:root`;
}

/** The account that an ARN of IAM or STS is in. */
export function accountOf(principal: string): string | undefined {
  return /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
}

function coversAction(open: string, wanted: string): boolean {
  return open === wanted || open === "*" || open === "sts:*";
}
