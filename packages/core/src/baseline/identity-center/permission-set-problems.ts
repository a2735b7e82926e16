/** What AWS has no room for in a permission set, what is said twice, and documents that nothing uses. */
import type { Draft } from "../draft.ts";
import type { Problem } from "../problem.ts";
import { didYouMean } from "../suggest.ts";
import { keyOf, managedPolicy, referenceTo } from "./policy-documents.ts";
import { MAX_POLICIES } from "./schema.ts";

/** SSO API Reference, CreatePermissionSet. */
const MAX_TAGS = 50;

export function permissionSetProblems(draft: Draft): Problem[] {
  const { file, source } = draft;
  const sets = Object.entries(source.permissionSets ?? {});
  return [
    ...sets.flatMap(([name, { managedPolicies, customerManagedPolicies, tags }]) => {
      const path = ["permissionSets", name];
      const policies = managedPolicies.length + customerManagedPolicies.length;
      const count = Object.keys(tags).length;
      return [
        ...(policies > MAX_POLICIES
          ? [quota(path, `has ${policies} managed policies; a role takes ${MAX_POLICIES} at most`)]
          : []),
        ...(count > MAX_TAGS
          ? [quota([...path, "tags"], `are ${count}; AWS takes ${MAX_TAGS}`)]
          : []),
        ...repeated([...path, "managedPolicies"], managedPolicies, "aws"),
        ...repeated([...path, "customerManagedPolicies"], customerManagedPolicies, "customer"),
      ];
    }),
    ...documentProblems(draft),
  ];

  function quota(path: readonly string[], message: string): Problem {
    return { rule: "quota", ...file.problem(path, message) };
  }

  /** With and without its ARN or path, it is the same policy. */
  function repeated(
    path: readonly string[],
    names: readonly string[],
    kind: "aws" | "customer",
  ): Problem[] {
    const keys = names.map((name) => keyOf(referenceTo(kind, name)));
    return keys.flatMap((key, index) =>
      keys.indexOf(key) < index
        ? [file.problem([...path, index], `${names[index]} is listed twice`)]
        : [],
    );
  }
}

/** Every document is of a policy that a permission set has, and of one only. */
function documentProblems({ file, source }: Draft): Problem[] {
  const used = new Map(
    Object.values(source.permissionSets ?? {}).flatMap((set) => {
      const { boundary, managedPolicies, customerManagedPolicies } = set;
      const bound = boundary && ("managedPolicy" in boundary ? "aws" : "customer");
      return [
        ...managedPolicies.map((name) => ["aws", name] as const),
        ...customerManagedPolicies.map((name) => ["customer", name] as const),
        ...(bound ? [[bound, Object.values(boundary ?? {})[0] ?? ""] as const] : []),
      ].map(([kind, name]) => [keyOf(referenceTo(kind, name)), shown(kind, name)] as const);
    }),
  );
  const seen = new Map<string, string>();
  return Object.keys(source.managedPolicyDocuments).flatMap((name) => {
    const path = ["managedPolicyDocuments", name];
    const key = keyOf(managedPolicy(name));
    const first = seen.get(key);
    seen.set(key, first ?? name);
    if (first !== undefined) return [file.keyProblem(path, `is the same policy as ${first}`)];
    if (used.has(key)) return [];
    const hint = didYouMean(name, used.values()) ?? "remove it";
    return [file.keyProblem(path, "no permission set has this policy", hint)];
  });
}

/** As a key of `managedPolicyDocuments` would name it. */
function shown(kind: "aws" | "customer", name: string): string {
  return kind === "customer" && !name.startsWith("/") ? `/${name}` : name;
}
