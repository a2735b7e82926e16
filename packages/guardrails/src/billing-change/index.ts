/** Billing, payment and account data is changed by finance alone. */
import { type Baseline, defineTripwire, type Severity, type TrailRecord } from "@holdfast/core";
import { accountName, accountSubject, callOf, keyIn, principalOf, who } from "../tripwire/about.ts";

const ID = "billing-change";

/**
 * Event sources of AWS's billing guides. `billingconsole`, `taxconsole` and `aws-portal` are of the
 * time when the console had no public APIs; its actions are recorded under them to this day.
 */
const SOURCES = [
  "account",
  "aws-portal",
  "billing",
  "billingconsole",
  "budgets",
  "ce",
  "consolidatedbilling",
  "customer-verification",
  "invoicing",
  "payments",
  "purchase-orders",
  "tax",
  "taxconsole",
];

/** Console actions that only show something are not always marked as reading. */
const READS = /^(BatchGet|Describe|Download|Get|List|Preview|Search|View)/;

/** Who gets the mail that resets root's password, and the end of the account. */
const TAKEOVER =
  /^(AcceptPrimaryEmailUpdate|CloseAccount|SetAccountPreferences|SetSecurityQuestions|StartPrimaryEmailUpdate)/;

export const billingChange = defineTripwire({
  id: ID,
  severity: "HIGH",
  title: "Billing, payment and account data is changed by finance alone",
  why: "Whoever owns the contact address owns the account; whoever removes a budget hides what the account is used for.",
  docs: "packages/guardrails/src/billing-change/README.md",
  tactic: "Persistence",
  watches: () => [
    {
      pattern: {
        // Not every one of these services sends under its own name; nobody but AWS may under any of AWS's.
        source: [{ prefix: "aws." }],
        // Calls and console actions alike.
        "detail-type": [{ suffix: " via CloudTrail" }],
        detail: { eventSource: SOURCES.map((service) => `${service}.amazonaws.com`) },
      },
      // All of it is recorded in us-east-1, wherever it was called.
      regions: ["us-east-1"],
      failed: "include",
      keys: (record, baseline) =>
        isFinance(record, baseline)
          ? []
          : [keyIn(ID, { account: record.account, region: "us-east-1" }, "billing")],
    },
  ],
  subject: accountSubject,
  meaning(record, baseline) {
    const { readOnly, eventName, errorCode } = record;
    if (readOnly || READS.test(eventName)) return undefined;
    const call = `${callOf(record)} in ${accountName(baseline, record.account)}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried ${call}: ${errorCode}`, severity: "MEDIUM" };
    }
    const severity: Severity = TAKEOVER.test(eventName) ? "CRITICAL" : "HIGH";
    return { what: `${who(record)} called ${call}`, severity };
  },
});

/** A declared principal, wherever it acts, or anybody of a declared account but its root user. */
function isFinance(record: TrailRecord, { finance, accounts }: Baseline): boolean {
  if (finance === undefined || record.actor.type === "Root") return false;
  const [, home, name = ""] = /^arn:[^:]+:iam::(\d{12}):(.+)$/.exec(principalOf(record)) ?? [];
  const account = accounts.find(({ id }) => id === home);
  return (
    account !== undefined &&
    (finance.principals.includes(name) || finance.accounts.includes(account.name))
  );
}
