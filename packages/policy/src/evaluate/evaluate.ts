/** IAM's decision for a principal: deny anywhere wins, and every layer of policies must allow. */

import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { many } from "../many.ts";
import { Context, type ContextValue } from "./context.ts";
import { type Subject, statementApplies } from "./statement.ts";

export interface Request {
  /** `service:Name`, in any case. */
  readonly action: string;
  /** ARN, or `*` for an action without a resource; never read as a pattern. */
  readonly resource: string;
  readonly principal: {
    readonly arn: string;
    /** Twelve digits. */
    readonly account: string;
    readonly isServiceLinkedRole?: boolean;
  };
  /**
   * Condition keys, in any case; a list for multivalued keys. Complete: nothing is derived from the
   * principal. For an assumed-role session `aws:PrincipalArn` is the ARN of the ROLE
   * (`arn:aws:iam::…:role/…`), never that of the session (`arn:aws:sts::…:assumed-role/…`).
   */
  readonly context: Readonly<Record<string, ContextValue>>;
}

export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** The SCPs attached to the root, to one unit or to the account. */
export interface Level {
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
}

export interface PolicySet {
  /**
   * Root first, the account last. Left out: the organization doesn't use SCPs. A level without an
   * Allow, or no level at all, allows nothing.
   */
  readonly serviceControl?: readonly Level[];
  /** The principal belongs to the management account, which SCPs never affect. */
  readonly managementAccount?: boolean;
  /** For an account's root user, who needs no policy: one that allows everything. */
  readonly identity: readonly NamedPolicy[];
  /** Policies passed with AssumeRole. Left out: none were; an empty list allows nothing. */
  readonly session?: readonly NamedPolicy[];
  /** The permissions boundary. Left out: there is none; an empty list allows nothing. */
  readonly boundary?: readonly NamedPolicy[];
}

/** The layer that decided. */
export type DecidedBy = "service-control" | "identity" | "session" | "boundary";

export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      readonly reason: "explicit-deny" | "no-allow";
      readonly by: DecidedBy;
      /** Name of the SCP level. */
      readonly level?: string;
      /** Name of the policy that denies. */
      readonly policy?: string;
      /** Sid of the statement that denies, or `#1` for the first if it has none. */
      readonly statement?: string;
    };

/**
 * Decides a request by the policies that go with a principal. Resource policies and resource control
 * policies are not part of it. Throws a `PolicyError` if a statement that is about the action and the
 * resource can't be evaluated.
 */
export function evaluate(request: Request, policies: PolicySet): Verdict {
  const { action, resource } = request;
  const subject = { action, resource, context: new Context(request.context) };
  const judged = layersOf(request, policies).map((layer) => judge(layer, subject));
  return (
    judged.find((verdict) => !verdict.allowed && verdict.reason === "explicit-deny") ??
    judged.find((verdict) => !verdict.allowed) ?? { allowed: true }
  );
}

/** Policies of which one must allow. */
interface Layer {
  readonly by: DecidedBy;
  readonly level?: string;
  readonly policies: readonly NamedPolicy[];
}

function layersOf({ principal }: Request, set: PolicySet): readonly Layer[] {
  const spared = set.managementAccount === true || principal.isServiceLinkedRole === true;
  return [
    ...(spared || set.serviceControl === undefined ? [] : serviceControlLayers(set.serviceControl)),
    { by: "identity", policies: set.identity },
    ...(set.session === undefined ? [] : [{ by: "session" as const, policies: set.session }]),
    ...(set.boundary === undefined ? [] : [{ by: "boundary" as const, policies: set.boundary }]),
  ];
}

function serviceControlLayers(levels: readonly Level[]): readonly Layer[] {
  if (levels.length === 0) return [{ by: "service-control", policies: [] }];
  return levels.map(({ name, policies }) => ({ by: "service-control", level: name, policies }));
}

function judge({ by, level, policies }: Layer, subject: Subject): Verdict {
  const origin = level === undefined ? { by } : { by, level };
  const applying = policies.flatMap((policy) => applyingStatements(policy, subject));
  const deny = applying.find(({ effect }) => effect === "Deny");
  if (deny !== undefined) {
    const { policy, statement } = deny;
    return { allowed: false, reason: "explicit-deny", ...origin, policy, statement };
  }
  if (applying.some(({ effect }) => effect === "Allow")) return { allowed: true };
  return { allowed: false, reason: "no-allow", ...origin };
}

interface Applying {
  readonly effect: PolicyStatement["Effect"];
  readonly policy: string;
  readonly statement: string;
}

function applyingStatements({ name, document }: NamedPolicy, subject: Subject): Applying[] {
  return many(document.Statement).flatMap((statement, index) => {
    const label = statement.Sid ?? `#${index + 1}`;
    const applies = statementApplies(statement, subject, document.Version, `${name}, ${label}`);
    return applies ? [{ effect: statement.Effect, policy: name, statement: label }] : [];
  });
}
