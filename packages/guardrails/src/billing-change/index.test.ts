import type { Baseline } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { MANAGEMENT, made, record, securecart, session } from "../tripwire/fixture.ts";
import { billingChange } from "./index.ts";

const change = (actor = session("Admin")) =>
  record("account:PutContactInformation", { account: MANAGEMENT, actor });
const { finance: _, ...undeclared } = securecart;
const declaring = (finance: Baseline["finance"]): Baseline => ({
  ...undeclared,
  ...(finance && { finance }),
});
const trips = (baseline: Baseline, actor = session("Admin")) =>
  made(billingChange, change(actor), baseline).what !== undefined;

describe("a billing change", () => {
  const FINANCE = "100000000006";
  const controller = session("finance/Controller", MANAGEMENT);

  it("trips for everybody where nobody is declared", () => {
    expect(trips(undeclared)).toBe(true);
    expect(trips(undeclared, session("Any", FINANCE))).toBe(true);
  });

  it("is for the principals of declared accounts, wherever they change it", () => {
    const baseline = declaring({ accounts: ["finance"], principals: [] });
    expect(trips(baseline, session("Any", FINANCE))).toBe(false);
    expect(trips(baseline, controller)).toBe(true);
  });

  it("is for declared principals, in every account of the organization and with their path", () => {
    const baseline = declaring({ accounts: [], principals: ["role/finance/Controller"] });
    expect(trips(baseline, controller)).toBe(false);
    expect(trips(baseline, session("Controller", MANAGEMENT))).toBe(true);
    expect(trips(baseline, session("finance/Controller", "999999999999"))).toBe(true);
  });

  it("is never for root, not even of a declared account", () => {
    const baseline = declaring({ accounts: ["finance"], principals: [] });
    const arn = `arn:aws:iam::${FINANCE}:root`;
    expect(trips(baseline, { type: "Root", name: "root", arn, account: FINANCE })).toBe(true);
  });

  it("is worse where it takes the account over", () => {
    const severity = (call: string) => made(billingChange, record(call)).severity;
    expect(severity("billingconsole:SetAccountPreferences")).toBe("CRITICAL");
    expect(severity("account:AcceptPrimaryEmailUpdate")).toBe("CRITICAL");
    expect(severity("budgets:DeleteBudget")).toBe("HIGH");
  });

  it("is no look at an invoice", () => {
    for (const call of ["billingconsole:DownloadTaxInvoice", "tax:GetTaxRegistration"]) {
      expect(made(billingChange, record(call)).what).toBeUndefined();
    }
  });
});
