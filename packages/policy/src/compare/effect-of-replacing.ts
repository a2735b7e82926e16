/** Whether new content for an organization policy takes access away or gives it back. */
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import type { ControlPolicyType, Effect } from "../effect.ts";
import { many } from "../many.ts";
import { type Comparison, compare } from "./compare.ts";

const EVERYTHING: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };

/**
 * The effect of `after` in the place of `before`, wherever the policy is attached and whatever is
 * attached beside it: `restrict` if it denies no less and allows no more. Unknown content
 * (undefined), and a comparison that can't be settled, count as a grant.
 */
export function effectOfReplacing(
  before: PolicyDocument | undefined,
  after: PolicyDocument | undefined,
  type: ControlPolicyType,
): Effect {
  if (before === undefined || after === undefined) return "grant";
  const denies = relate(only("Deny", before, EVERYTHING), only("Deny", after, EVERYTHING), type);
  const allows = relate(only("Allow", before), only("Allow", after), type);
  const relations = [denies.relation, allows.relation];
  if (relations.every((relation) => relation === "equal")) return "neutral";
  const tighter = relations.every((relation) => relation === "equal" || relation === "stricter");
  return tighter ? "restrict" : "grant";
}

function relate(
  before: PolicyDocument,
  after: PolicyDocument,
  type: ControlPolicyType,
): Comparison {
  const level = (document: PolicyDocument) => [
    { name: "level", policies: [{ name: "policy", document }] },
  ];
  return compare(level(before), level(after), { type });
}

/** Statements of one effect decide by themselves: beside others they may be without consequence. */
function only(
  effect: PolicyStatement["Effect"],
  document: PolicyDocument,
  ...more: readonly PolicyStatement[]
): PolicyDocument {
  const statements = many(document.Statement).filter(({ Effect }) => Effect === effect);
  return { ...document, Statement: [...statements, ...more] };
}
