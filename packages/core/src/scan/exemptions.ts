/** The baseline's exemptions as a report lists them. */
import type { Baseline, Exemption } from "../baseline/model.ts";
import { exemptionFor } from "../baseline/query.ts";
import type { ScanExemption } from "./model.ts";

/** @param now epoch milliseconds */
export function exemptionLine(exemption: Exemption, now: number): ScanExemption {
  const { guardrail, key } = exemption;
  const alone = { exemptions: [exemption] };
  return { ...exemption, expired: exemptionFor(alone, guardrail, key, now)?.expired ?? true };
}

/** All of them, those that are over too, by expiry. */
export function exemptionLines({ exemptions }: Pick<Baseline, "exemptions">, now: number) {
  return exemptions
    .map((one) => exemptionLine(one, now))
    .toSorted(
      (a, b) =>
        compare(a.expiresOn, b.expiresOn) ||
        compare(a.guardrail, b.guardrail) ||
        compare(a.key, b.key),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
