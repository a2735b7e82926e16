/** A mistyped action denies nothing, and AWS does not say so. */
import { type ActionUniverse, matchesGlobIgnoringCase } from "@holdfast/policy";
import { statementsOf } from "../places.ts";
import { controlPolicies } from "../query.ts";
import { didYouMean } from "../suggest.ts";
import type { Found, LintContext, LintRule } from "./rule.ts";

export const unknownAction: LintRule = {
  id: "unknown-action",
  severity: "warning",
  title: "Every action in a policy is one that AWS has",
  help:
    "AWS takes any text for an action, so a mistyped one denies nothing, or allows nothing in the inline policy of a " +
    "permission set, and nobody is told. It may also " +
    "be newer than the list of actions that this version of Holdfast knows, or have been retired: then " +
    "accept it under `accepted`.",
  check: (context) =>
    policiesIn(context).flatMap(({ name, content, file }) =>
      statementsOf({ content }).flatMap(({ statement, path, label }) =>
        (["Action", "NotAction"] as const).flatMap((element) => {
          const written = statement[element] ?? [];
          const isOne = typeof written === "string";
          return (isOne ? [written] : written).flatMap((pattern, index): Found[] => {
            const complaint = complaintAbout(pattern, context.universe);
            if (complaint === undefined) return [];
            const at = [...path, element, ...(isOne ? [] : [index])];
            const { message, hint } = complaint;
            const subject = `${name}/${label}/${pattern}`;
            return [{ subject, ...file.problem(at, message, hint) }];
          });
        }),
      ),
    ),
};

/** Control policies, and the inline policies of permission sets under the sets' names. */
function policiesIn({ baseline, places }: LintContext) {
  const inline = (baseline.identityCenter?.permissionSets ?? []).flatMap(
    ({ name, inlinePolicy }) =>
      inlinePolicy === undefined
        ? []
        : [{ name, content: inlinePolicy, file: places.inlinePolicies.get(name) }],
  );
  return [
    ...controlPolicies(baseline).map(({ name, content }) => ({
      name,
      content,
      file: places.policies.get(name),
    })),
    ...inline,
  ].flatMap(({ file, ...policy }) => (file === undefined ? [] : [{ ...policy, file }]));
}

/** Why no action of today matches the pattern; undefined if one does. */
function complaintAbout(
  pattern: string,
  { services }: ActionUniverse,
): { readonly message: string; readonly hint?: string | undefined } | undefined {
  const colon = pattern.indexOf(":");
  if (colon < 0) return undefined; // `*`
  const [prefix, name] = [pattern.slice(0, colon).toLowerCase(), pattern.slice(colon + 1)];
  const matching = [...services].filter(([service]) => matchesGlobIgnoringCase(prefix, service));
  if (matching.length === 0) {
    const hint = didYouMean(prefix, services.keys());
    return { message: `no AWS service has the prefix ${prefix}`, hint };
  }
  const actions = matching.flatMap(([, names]) => names);
  if (actions.some((action) => matchesGlobIgnoringCase(name, action))) return undefined;
  const hint = didYouMean(name, actions);
  return { message: `${pattern} is no action that is known today`, hint };
}
