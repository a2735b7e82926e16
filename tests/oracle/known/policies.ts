/** Differences about whole policies and their statements. */
import type { Case } from "../question.ts";
import { rewriteResources, rewriteStatements } from "../rewrite.ts";

/** Within one account and beside a policy of the resource: a session policy that doesn't limit. */
export function unlimitedSession(one: Case): Case {
  const { session, resource, trust, key } = one.policies;
  const { principal, resourceAccount } = one.request;
  const own = resource ?? trust ?? key;
  if (session === undefined || own === undefined || resourceAccount !== principal.account) {
    return one;
  }
  const [policy] = session;
  if (policy === undefined) return one;
  const Statement = [
    ...[policy.document.Statement].flat(),
    { Effect: "Allow", Action: "*", Resource: "*" } as const,
  ];
  const unlimited = { ...policy, document: { ...policy.document, Statement } };
  return { ...one, policies: { ...one.policies, session: [unlimited] } };
}

/** NotPrincipal statements about nobody. */
export function withoutNotPrincipal(one: Case): Case {
  return rewriteStatements(one, ({ NotPrincipal, ...statement }) =>
    NotPrincipal === undefined ? statement : { ...statement, Principal: { Service: "none" } },
  );
}

/** ARNs as IAM completes them. */
export function withoutBrokenArns(one: Case): Case {
  return rewriteResources(one, (pattern) => {
    const missing = 6 - pattern.replace(/\$\{[^}]*\}/g, "").split(":").length;
    return pattern.startsWith("arn:") ? pattern + ":*".repeat(Math.max(0, missing)) : pattern;
  });
}
