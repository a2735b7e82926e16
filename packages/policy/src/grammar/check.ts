/** Everything that AWS would refuse in the text of a policy, by the kind of policy it is to be. */
import type { PolicyDocument } from "../document.ts";
import type { PolicyProblem } from "../errors.ts";
import { readLocated } from "../read/parse.ts";
import type { Finding } from "../read/source.ts";
import { checkActions } from "./action.ts";
import { checkConditions } from "./condition.ts";
import { checkRoot, type RootNode } from "./document.ts";
import { KINDS, type PolicyKind } from "./kinds.ts";
import { located } from "./located.ts";
import type { Rule, StatementNode } from "./nodes.ts";
import { checkPrincipals } from "./principal.ts";
import { checkResources } from "./resource.ts";
import { checkElements, repeatedSids } from "./statement.ts";
import { checkSize, foreignCharacters, type SizeOptions } from "./text.ts";

export interface CheckedPolicy {
  /** What `parsePolicy` returns, if it would return anything. */
  readonly document?: PolicyDocument;
  /** In the order of the text; empty if AWS takes it. */
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads a text strictly as a policy of one kind and tells everything that is wrong with it, each with
 * its place. What AWS can only know by looking is not checked: whether actions, keys and principals
 * exist. `where` (a file or a policy's name) is put into every problem. Throws nothing.
 */
export function checkPolicy(
  text: string,
  kind: PolicyKind,
  where?: string,
  options: SizeOptions = {},
): CheckedPolicy {
  const { source, root, document } = readLocated(text, where);
  const { store, latin1 } = KINDS[kind];
  const findings = [
    ...source.findings,
    ...checkSize(text, store === undefined ? options : { store, ...options }),
    ...(latin1 ? foreignCharacters(text) : []),
    ...(root?.kind === "object" ? checkDocument(root, kind) : []),
  ];
  const problems = located(findings, source, root);
  return document === undefined ? { problems } : { document, problems };
}

const RULES: readonly Rule[] = [
  checkElements,
  checkPrincipals,
  checkActions,
  checkResources,
  checkConditions,
];

function checkDocument(root: RootNode, kind: PolicyKind): Finding[] {
  const rules = KINDS[kind];
  const statements = statementsOf(root, kind);
  return [
    ...checkRoot(root, rules),
    ...statements.flatMap((statement) => RULES.flatMap((rule) => rule(statement))),
    ...(rules.uniqueSids ? repeatedSids(statements) : []),
  ];
}

function statementsOf({ members }: RootNode, kind: PolicyKind): readonly StatementNode[] {
  const version = members.get("Version")?.value;
  const statement = members.get("Statement")?.value;
  const nodes = statement?.kind === "array" ? statement.items : [statement];
  return nodes
    .filter((node) => node?.kind === "object")
    .map(({ at, members }) => ({
      at,
      members,
      kind,
      rules: KINDS[kind],
      version: version?.kind === "string" ? version.value : undefined,
    }));
}
