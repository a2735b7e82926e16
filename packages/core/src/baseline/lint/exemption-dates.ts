/** Exemptions are for a time: one that is over, or as good as endless, is told. */
import type { Exemption } from "../model.ts";
import type { Found, LintContext, LintRule } from "./rule.ts";

const DAY = 86_400_000;
/** Days that an exemption may still run. */
const LONGEST = 366;

export const exemptionExpired: LintRule = {
  id: "exemption-expired",
  severity: "warning",
  title: "No exemption is over",
  help: "What it exempted is enforced again, so the entry only misleads. Remove it, or agree on a new date.",
  check: (context) =>
    exemptionsWhere(context, (days) =>
      days < 0 ? "was its last day: it is enforced again" : undefined,
    ),
};

export const exemptionTooLong: LintRule = {
  id: "exemption-too-long",
  severity: "warning",
  title: "No exemption runs for more than a year",
  help:
    "An exemption that outlives those who asked for it becomes a hole that nobody remembers. Choose a " +
    "date within a year, and renew it then.",
  check: (context) =>
    exemptionsWhere(context, (days) => (days > LONGEST ? "is more than a year away" : undefined)),
};

/** @param say what is wrong with one whose last day is that many days from today (UTC) */
function exemptionsWhere(
  { baseline, places, now }: LintContext,
  say: (days: number) => string | undefined,
): Found[] {
  const today = Math.floor(now / DAY) * DAY;
  return baseline.exemptions.flatMap((exemption): Found[] => {
    const complaint = say((Date.parse(exemption.expiresOn) - today) / DAY);
    if (complaint === undefined) return [];
    const path = ["exemptions", indexOf(exemption, places.main.value), "expiresOn"];
    const subject = `${exemption.guardrail}/${exemption.key}`;
    return [{ subject, ...places.main.problem(path, `${exemption.expiresOn} ${complaint}`) }];
  });
}

/** Where it stands in the file: the compiled list is in an order of its own. */
function indexOf({ guardrail, key }: Exemption, source: unknown): number {
  const { exemptions } = source as { exemptions: readonly Exemption[] };
  return exemptions.findIndex((one) => one.guardrail === guardrail && one.key === key);
}
