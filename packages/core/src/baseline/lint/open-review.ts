/** What an import found and nobody has decided on: declared, so that changes are told, but not vouched for. */
import type { ReviewItem } from "../model.ts";
import { didYouMean } from "../suggest.ts";
import type { Found, LintContext, LintRule } from "./rule.ts";

export const openReview: LintRule = {
  id: "open-review",
  severity: "warning",
  title: "Whatever was found odd has been decided on",
  help:
    "An entry under `review` says that something is declared because it was there, not because anybody " +
    "wants it. Until it is decided on, a change to it is told and not put back, whatever the mode. " +
    "Change it in AWS and import or edit, then remove the entry; or write down why it is right as its " +
    "`decision`: from then on it is guarded like everything else.",
  check(context) {
    const { baseline } = context;
    return (baseline.review ?? []).map((item): Found => {
      const subject = `${item.guardrail}/${item.key}`;
      const at = context.places.main;
      const path = ["review", indexOf(item, at.value)];
      const known = subjectsOf(item.guardrail, context);
      if (known !== undefined && !known.includes(item.key)) {
        const message = `${item.guardrail} guards nothing called ${JSON.stringify(item.key)}`;
        const hint = didYouMean(item.key, known);
        return { subject, ...at.problem([...path, "key"], message, hint) };
      }
      const hint = "change it in AWS, or add a decision";
      return { subject, ...at.problem(path, `${item.key}: ${item.finding}`, hint) };
    });
  },
};

/** The names by which a guardrail's subjects go; undefined for a tripwire, whose subjects come with events. */
function subjectsOf(id: string, { baseline, guardrails }: LintContext): string[] | undefined {
  const guardrail = guardrails.find((one) => one.id === id);
  return guardrail?.keys(baseline).map((key) => guardrail.subject(key, baseline).name);
}

/** Where it stands in the file: the compiled list is in an order of its own. */
function indexOf({ guardrail, key, finding }: ReviewItem, source: unknown): number {
  const { review } = source as { review: readonly ReviewItem[] };
  return review.findIndex(
    (one) => one.guardrail === guardrail && one.key === key && one.finding.trim() === finding,
  );
}
