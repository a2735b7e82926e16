/** SecureCart's policies on an organization of several hundred units and accounts. */
import type { Account, Baseline, Unit } from "@holdfast/core";
import { describeDeployment } from "@holdfast/core/deployment";
import { guardrails, tripwires } from "@holdfast/guardrails";
import { baseline as secureCart } from "./securecart.ts";

const padded = (index: number, digits: number) => String(index).padStart(digits, "0");

/** So many units and accounts beside SecureCart's own, each with a policy of its own. */
export function largeOrganization(units: number, accounts: number) {
  const more = Array.from({ length: units }, (_, index): Unit => {
    const id = `ou-5c7t-large${padded(index, 4)}`;
    return { path: `Root/Team${padded(index, 3)}`, id, policies: ["deny-delete-role"] };
  });
  const members = Array.from({ length: accounts }, (_, index): Account => {
    const unit = more[index % more.length]?.path ?? "Root";
    const id = `2${padded(index, 11)}`;
    return { name: `member-${padded(index, 4)}`, id, unit, policies: ["protect-production-data"] };
  });
  const baseline: Baseline = {
    ...secureCart,
    units: [...secureCart.units, ...more],
    accounts: [...secureCart.accounts, ...members],
    modes: { ...secureCart.modes, units: {} },
  };
  return { baseline, deployment: describeDeployment(baseline, { guardrails, tripwires }, "lab") };
}
