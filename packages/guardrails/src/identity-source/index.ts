/** Where people's identities come from, and how they prove them, is changed by nobody unheard. */
import { defineTripwire, type Severity } from "@holdfast/core";
import {
  accountName,
  callOf,
  keyIn,
  principalOf,
  principalSubject,
  who,
} from "../tripwire/about.ts";

const ID = "identity-source";

/**
 * Most have no public API and are the console's own. Under which of the two sources those are recorded
 * AWS's guide does not say of each, so both are heard.
 */
const SOURCES = ["sso", "sso-directory"];
const CALLS = [
  // The instance, its Regions and its settings.
  "AddRegion",
  "AssociateDirectory",
  "CreateInstance",
  "CreateInstanceAccessControlAttributeConfiguration",
  "DeleteInstance",
  "DeleteInstanceAccessControlAttributeConfiguration",
  "DisassociateDirectory",
  "EnableSSO",
  "PutMfaDeviceManagementForDirectory",
  "RegisterRegion",
  "RemoveRegion",
  "StartSSO",
  "UpdateDirectoryAssociation",
  "UpdateInstance",
  "UpdateInstanceAccessControlAttributeConfiguration",
  // Recorded with the first spelling; the permission has the second.
  "UpdateSsoConfiguration",
  "UpdateSSOConfiguration",
  // Who else may vouch for somebody: identity providers, token issuers, and the tokens that provision.
  "CreateBearerToken",
  "CreateExternalIdPConfigurationForDirectory",
  "CreateProvisioningTenant",
  "CreateTrustedTokenIssuer",
  "DeleteBearerToken",
  "DeleteExternalIdPCertificate",
  "DeleteExternalIdPConfigurationForDirectory",
  "DeleteProvisioningTenant",
  "DeleteTrustedTokenIssuer",
  "DisableExternalIdPConfigurationForDirectory",
  "EnableExternalIdPConfigurationForDirectory",
  "ImportExternalIdPCertificate",
  "UpdateExternalIdPConfigurationForDirectory",
  "UpdateTrustedTokenIssuer",
];

/** Whoever controls one of these can sign in as anybody, or make anybody a member of anything. */
const TAKEOVER =
  /^(AssociateDirectory|CreateBearerToken|CreateTrustedTokenIssuer|DeleteInstance|DisassociateDirectory|StartSSO|UpdateTrustedTokenIssuer|(Create|Enable|Update)ExternalIdPConfigurationForDirectory|ImportExternalIdPCertificate)$/;

export const identitySource = defineTripwire({
  id: ID,
  severity: "HIGH",
  title: "Nobody changes where identities come from without being heard",
  why: "Whoever connects an identity provider of theirs, or holds a provisioning token, can be anybody and in every group.",
  docs: "packages/guardrails/src/identity-source/README.md",
  tactic: "Persistence",
  // Short, and of one principal: a token that is renewed in the morning must not cover what follows it.
  incidentMs: 3_600_000,
  watches: () => [
    {
      pattern: {
        source: SOURCES.map((service) => `aws.${service}`),
        "detail-type": [{ suffix: " via CloudTrail" }],
        detail: {
          eventSource: SOURCES.map((service) => `${service}.amazonaws.com`),
          eventName: CALLS,
        },
      },
      failed: "include",
      keys: (record) => [keyIn(ID, record, principalOf(record))],
    },
  ],
  subject: principalSubject,
  meaning(record, baseline) {
    const { eventName, errorCode, account } = record;
    const call = `${callOf(record)} in ${accountName(baseline, account)}`;
    if (errorCode !== undefined) {
      return { what: `${who(record)} tried ${call}: ${errorCode}`, severity: "MEDIUM" };
    }
    const severity: Severity = TAKEOVER.test(eventName) ? "CRITICAL" : "HIGH";
    return { what: `${who(record)} called ${call}`, severity };
  },
});
