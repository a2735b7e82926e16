/** Every rule that `holdfast validate` knows, with what to tell people about it. */
import { approximatedPolicy } from "./expectations/approximated.ts";
import { unusedAcceptance } from "./lint/accepted.ts";
import { LINT_RULES } from "./lint/index.ts";
import type { RuleInfo } from "./lint/rule.ts";

/** What loading checks; a baseline that breaks one of these can't be built. */
const LOADING: readonly RuleInfo[] = [
  {
    id: "syntax",
    severity: "error",
    title: "Files are YAML or JSON, in the forms that the format allows",
    help: "Anchors, aliases, repeated keys and keys that are not text are left out of the format, so that a line in a review means what it says.",
  },
  {
    id: "schema",
    severity: "error",
    title: "Every key and value fits the format",
    help: "The JSON Schemas in docs/schemas/ let an editor show this while you type; docs/baseline.md explains every key.",
  },
  {
    id: "reference",
    severity: "error",
    title: "Whatever is named exists, once",
    help: "Accounts, units, policies, guardrails and files are named; a name that leads nowhere would leave something unwatched.",
  },
  {
    id: "lock",
    severity: "error",
    title: "The lock file pins the id of every unit and policy, and of nothing else",
    help: "A policy or unit that is deleted and made again under its old name has another id: identity is pinned in holdfast.lock.json.",
  },
  {
    id: "policy-grammar",
    severity: "error",
    title: "AWS would take every policy",
    help: "What the policy type does not allow, an unknown element or a condition that can't be read: AWS refuses the document, or worse, reads it differently.",
  },
  {
    id: "quota",
    severity: "error",
    title: "AWS has room for it",
    help: "Characters of a policy and policies of a target are limited by AWS, and neither limit can be raised.",
  },
  {
    id: "unused-policy",
    severity: "error",
    title: "Every policy file is named in holdfast.yaml",
    help: "A policy that nothing names is not enforced, which its author surely expects. Attach it, declare it, or delete the file.",
  },
];

const EXPECTATIONS: readonly RuleInfo[] = [
  approximatedPolicy,
  {
    id: "expectation-failed",
    severity: "error",
    title: "Every expectation holds",
    help: "expectations.yaml says what the policies are for, as outcomes; the problem names the policy, statement and level that decided otherwise.",
  },
];

export const RULES: readonly RuleInfo[] = [
  ...LOADING,
  ...LINT_RULES,
  unusedAcceptance,
  ...EXPECTATIONS,
]
  .map(({ id, severity, title, help }) => ({ id, severity, title, help }))
  .toSorted((a, b) => (a.id < b.id ? -1 : 1));
