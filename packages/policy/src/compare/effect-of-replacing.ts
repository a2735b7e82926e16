/** Whether new content for an organization policy takes access away or gives it back. */
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import type { ControlPolicyType, Effect } from "../effect.ts";
import type { Level } from "../evaluate/policy-set.ts";
import { many } from "../many.ts";
import { type CompareOptions, type Comparison, compare } from "./compare.ts";

const EVERYTHING: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };

/**
 * The effect of `after` in the place of `before`, wherever the policy is attached and whatever is
 * attached beside it: `restrict` if it denies no less and allows no more. Unknown content
 * (undefined), and a comparison that can't be settled, count as a grant.
 * @param options how much work each of the two comparisons in it may take
 */
export function effectOfReplacing(
  before: PolicyDocument | undefined,
  after: PolicyDocument | undefined,
  type: ControlPolicyType,
  options: Pick<CompareOptions, "limit"> = {},
): Effect {
  if (before === undefined || after === undefined) return "grant";
  const relate = (left: PolicyDocument, right: PolicyDocument): Comparison =>
    compare(alone(left), alone(right), { type, ...options });
  const denies = relate(only("Deny", before, EVERYTHING), only("Deny", after, EVERYTHING));
  const allows = relate(only("Allow", before), only("Allow", after));
  const relations = [denies.relation, allows.relation];
  if (relations.every((relation) => relation === "equal")) return "neutral";
  const tighter = relations.every((relation) => relation === "equal" || relation === "stricter");
  return tighter ? "restrict" : "grant";
}

function alone(document: PolicyDocument): readonly Level[] {
  return [{ name: "level", policies: [{ name: "policy", document }] }];
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
