/** Identity providers of an account's own, by which outsiders take roles, are made by nobody unheard. */
import { defineTripwire, type Severity } from "@holdfast/core";
import {
  accountName,
  callOf,
  keyIn,
  principalOf,
  principalSubject,
  who,
} from "../tripwire/about.ts";

const ID = "federation-provider";

/** Identity Center makes and keeps a provider of its own in every account that it gives access to. */
const SSO = "sso.amazonaws.com";

export const federationProvider = defineTripwire({
  id: ID,
  severity: "CRITICAL",
  title: "Nobody adds or changes an identity provider of an account",
  why: "A SAML or OIDC provider lets whoever controls it take every role that trusts it, from outside and past Identity Center.",
  docs: "packages/guardrails/src/federation-provider/README.md",
  tactic: "Persistence",
  watches: () => [
    {
      pattern: {
        source: ["aws.iam"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["iam.amazonaws.com"],
          eventName: [
            "AddClientIDToOpenIDConnectProvider",
            "CreateOpenIDConnectProvider",
            "CreateSAMLProvider",
            "DeleteOpenIDConnectProvider",
            "DeleteSAMLProvider",
            "RemoveClientIDFromOpenIDConnectProvider",
            "UpdateOpenIDConnectProviderThumbprint",
            "UpdateSAMLProvider",
          ],
        },
      },
      // IAM is global: it records in us-east-1.
      regions: ["us-east-1"],
      failed: "include",
      keys: (record) => [
        keyIn(ID, { account: record.account, region: "us-east-1" }, principalOf(record)),
      ],
    },
  ],
  subject: principalSubject,
  meaning(record, baseline) {
    const { eventName, errorCode, account, actor } = record;
    // By who made the call, which AWS says: a provider's name is whatever its maker wants it to be.
    if (actor.invokedBy === SSO) return undefined;
    const call = `${callOf(record)} in ${accountName(baseline, account)}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried ${call}: ${errorCode}`, severity: "MEDIUM" };
    }
    const severity: Severity = /^(Delete|Remove)/.test(eventName) ? "MEDIUM" : "CRITICAL";
    return { what: `${who(record)} called ${call}`, severity };
  },
});
