/** Where people's identities come from, and how they prove them, is changed by nobody unheard. */
import { defineTripwire, type Severity, type TrailRecord, type Watch } from "@holdfast/core";
import { accountName, accountSubject, callOf, keyIn, who } from "../tripwire/about.ts";

const ID = "identity-source";

/** Calls to Identity Center itself; most have no public API and are the console's own. */
const SSO = [
  "AddRegion",
  "AssociateDirectory",
  "CreateInstance",
  "CreateInstanceAccessControlAttributeConfiguration",
  "CreateTrustedTokenIssuer",
  "DeleteInstance",
  "DeleteInstanceAccessControlAttributeConfiguration",
  "DeleteTrustedTokenIssuer",
  "DisassociateDirectory",
  "EnableSSO",
  "PutMfaDeviceManagementForDirectory",
  "RemoveRegion",
  "StartSSO",
  "UpdateDirectoryAssociation",
  "UpdateInstance",
  "UpdateInstanceAccessControlAttributeConfiguration",
  "UpdateSsoConfiguration",
  "UpdateTrustedTokenIssuer",
];

/** Calls to its directory: external identity providers, and the tokens with which they provision. */
const DIRECTORY = [
  "CreateBearerToken",
  "CreateExternalIdPConfigurationForDirectory",
  "CreateProvisioningTenant",
  "DeleteBearerToken",
  "DeleteExternalIdPCertificate",
  "DeleteExternalIdPConfigurationForDirectory",
  "DeleteProvisioningTenant",
  "DisableExternalIdPConfigurationForDirectory",
  "EnableExternalIdPConfigurationForDirectory",
  "ImportExternalIdPCertificate",
  "UpdateExternalIdPConfigurationForDirectory",
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
  watches: () => [watch("sso", SSO), watch("sso-directory", DIRECTORY)],
  subject: accountSubject,
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

function watch(service: string, eventName: readonly string[]): Watch {
  return {
    pattern: {
      source: [`aws.${service}`],
      "detail-type": [{ suffix: " via CloudTrail" }],
      detail: { eventSource: [`${service}.amazonaws.com`], eventName },
    },
    failed: "include",
    keys: (record: TrailRecord) => [keyIn(ID, record, "identity-center")],
  };
}
