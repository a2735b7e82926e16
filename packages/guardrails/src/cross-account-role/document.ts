/** Trust policies to save: the declared one, and one that is there without some of its principals. */
import type { DeclaredTrust, TrustedPrincipal } from "@holdfast/core";
import type {
  ConditionBlock,
  PolicyDocument,
  PolicyStatement,
  PrincipalBlock,
} from "@holdfast/policy";
import { type CanonicalStatement, canonicalise } from "@holdfast/policy/canonical";
import { isUniqueId, type Who, whoOf } from "./ways-in.ts";

/** A trust policy can't be empty: this one lets nobody in. */
const NOBODY: PolicyStatement = { Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" };

/** What a declaration, or the part of it that `principals` is, makes of a trust policy. */
export function declaredDocument(
  trust: DeclaredTrust,
  principals: readonly TrustedPrincipal[],
): PolicyDocument {
  const through = (what: string) =>
    principals.filter(({ arn, kind }) => kind === "federated" && arn.includes(`:${what}/`));
  const statements = [
    statement(
      "AWS",
      principals.filter(({ kind }) => kind !== "federated"),
      "sts:AssumeRole",
      withExternalId(trust),
    ),
    statement(
      "Federated",
      through("saml-provider"),
      "sts:AssumeRoleWithSAML",
      trust.conditions ?? {},
    ),
    statement(
      "Federated",
      through("oidc-provider"),
      "sts:AssumeRoleWithWebIdentity",
      trust.conditions ?? {},
    ),
  ].flat();
  return { Version: "2012-10-17", Statement: statements.length > 0 ? statements : [NOBODY] };
}

function statement(
  type: "AWS" | "Federated",
  principals: readonly TrustedPrincipal[],
  Action: string,
  Condition: ConditionBlock,
): PolicyStatement[] {
  if (principals.length === 0) return [];
  return [
    {
      Effect: "Allow",
      Principal: { [type]: principals.map(({ arn }) => arn) },
      Action,
      ...(Object.keys(Condition).length > 0 && { Condition }),
    },
  ];
}

function withExternalId({ externalId, conditions = {} }: DeclaredTrust): ConditionBlock {
  if (externalId === undefined) return conditions;
  const equals = { ...conditions.StringEquals, "sts:ExternalId": externalId };
  return { ...conditions, StringEquals: equals };
}

/**
 * The policy that is there, letting in nobody of whom `unwanted` says so. What is left keeps its
 * conditions and its wording. Ids of those who are gone are left out: IAM takes no policy back that
 * names one.
 */
export function without(
  document: PolicyDocument,
  unwanted: (who: Who, statement: CanonicalStatement) => boolean,
): PolicyDocument {
  const left = statementsOf(document).flatMap(([one, canonical]): PolicyStatement[] =>
    narrowed(one, canonical, (who) => one.Effect === "Allow" && unwanted(who, canonical)),
  );
  const admits = left.some(({ Effect }) => Effect === "Allow");
  // Without one IAM assumes the older language, so the version is written down.
  const Version = document.Version ?? "2008-10-17";
  return { Version, Statement: admits ? left : [...left, NOBODY] };
}

/** The statements that keep callers out, without those who are gone. */
export function denialsOf(document: PolicyDocument): readonly PolicyStatement[] {
  return statementsOf(document)
    .filter(([{ Effect }]) => Effect === "Deny")
    .flatMap(([one, canonical]) => narrowed(one, canonical, () => false));
}

function statementsOf(document: PolicyDocument): [PolicyStatement, CanonicalStatement][] {
  const statements = [document.Statement].flat() as readonly PolicyStatement[];
  return statements.flatMap((one) =>
    canonicalise({ ...document, Statement: one }).Statement.map(
      (canonical): [PolicyStatement, CanonicalStatement] => [one, canonical],
    ),
  );
}

function narrowed(
  one: PolicyStatement,
  canonical: CanonicalStatement,
  goes: (who: Who) => boolean,
): PolicyStatement[] {
  const kept = whoOf(canonical).filter((who) => !isUniqueId(who.principal) && !goes(who));
  if (kept.length === 0) return [];
  const isNamed = one.Principal !== undefined && one.Principal !== "*";
  return [isNamed ? { ...one, Principal: block(kept) } : one];
}

function block(kept: readonly Who[]): PrincipalBlock {
  const types = [...new Set(kept.map(({ type }) => type))];
  return Object.fromEntries(
    types.map((type) => [
      type,
      kept.filter((who) => who.type === type).map(({ principal }) => principal),
    ]),
  );
}
