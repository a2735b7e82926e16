/** Where identities come from, and the ways around Identity Center. */
import { call, happens, refused, session } from "./record.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const admin = session("management", "Admin", "mallory");

const identitySource: TripwireScenarios = {
  subject: "management",
  trips: [
    {
      title: "an external identity provider is connected",
      severity: "CRITICAL",
      says: "mallory (role Admin) called sso-directory:EnableExternalIdPConfigurationForDirectory in management",
      happen: happens(call(admin, "sso-directory:EnableExternalIdPConfigurationForDirectory")),
    },
    {
      title: "a provisioning token is made",
      severity: "CRITICAL",
      says: "mallory (role Admin) called sso-directory:CreateBearerToken in management",
      happen: happens(call(admin, "sso-directory:CreateBearerToken")),
    },
    {
      title: "the instance is deleted",
      severity: "CRITICAL",
      says: "mallory (role Admin) called sso:DeleteInstance in management",
      happen: happens(call(admin, "sso:DeleteInstance")),
    },
    {
      title: "a Region is added",
      severity: "HIGH",
      says: "mallory (role Admin) called sso:AddRegion in management",
      happen: happens(call(admin, "sso:AddRegion")),
    },
    {
      title: "the attributes that policies decide by are changed",
      severity: "HIGH",
      says: "mallory (role Admin) called sso:UpdateInstanceAccessControlAttributeConfiguration",
      happen: happens(call(admin, "sso:UpdateInstanceAccessControlAttributeConfiguration")),
    },
    {
      title: "somebody is refused it",
      severity: "MEDIUM",
      says: "mallory (role Admin) tried sso:CreateTrustedTokenIssuer in management: AccessDenied",
      happen: happens(
        call(admin, "sso:CreateTrustedTokenIssuer", refused("sso:CreateTrustedTokenIssuer", "*")),
      ),
    },
  ],
  passes: [
    {
      title: "somebody is made a member, which is a guardrail's business",
      happen: happens(call(admin, "sso-directory:AddMemberToGroup")),
    },
  ],
  recorded: {
    "sso/UpdateSsoConfiguration--1.json":
      "AdanAlvarez (role AWSReservedSSO_AdministratorAccess_2276cacebc31d3eb) called sso:UpdateSsoConfiguration",
  },
};

const federationProvider: TripwireScenarios = {
  subject: "management",
  trips: [
    {
      title: "a SAML provider is made",
      severity: "CRITICAL",
      says: "mallory (role Admin) called iam:CreateSAMLProvider in management",
      happen: happens(call(admin, "iam:CreateSAMLProvider")),
    },
    {
      title: "a client is added to an OIDC provider",
      severity: "CRITICAL",
      says: "mallory (role Admin) called iam:AddClientIDToOpenIDConnectProvider in management",
      happen: happens(call(admin, "iam:AddClientIDToOpenIDConnectProvider")),
    },
    {
      title: "one that is named like Identity Center's is made by somebody else",
      severity: "CRITICAL",
      says: "mallory (role Admin) called iam:CreateSAMLProvider in management",
      happen: happens(
        call(admin, "iam:CreateSAMLProvider", {
          requestParameters: { name: "AWSSSO_0123456789abcdef_DO_NOT_DELETE" },
        }),
      ),
    },
    {
      title: "a provider is deleted",
      severity: "MEDIUM",
      says: "mallory (role Admin) called iam:DeleteOpenIDConnectProvider in management",
      happen: happens(call(admin, "iam:DeleteOpenIDConnectProvider")),
    },
  ],
  passes: [
    {
      title: "Identity Center makes its own",
      happen: happens(
        call({ ...admin, invokedBy: "sso.amazonaws.com" }, "iam:CreateSAMLProvider", {
          sourceIPAddress: "sso.amazonaws.com",
        }),
      ),
    },
  ],
  recorded: {},
};

const accessEntitlement: TripwireScenarios = {
  subject: "management",
  trips: [
    {
      title: "an entitlement is made",
      severity: "CRITICAL",
      says: "mallory (role Admin) called account-access:CreateEntitlement in management",
      happen: happens(call(admin, "account-access:CreateEntitlement")),
    },
    {
      title: "one is taken away",
      severity: "MEDIUM",
      says: "mallory (role Admin) called account-access:DeleteEntitlement in management",
      happen: happens(call(admin, "account-access:DeleteEntitlement")),
    },
  ],
  passes: [
    {
      title: "somebody tags an application",
      happen: happens(call(admin, "account-access:TagResource")),
    },
  ],
  recorded: {},
};

export const identityScenarios: Readonly<Record<string, TripwireScenarios>> = {
  "access-entitlement": accessEntitlement,
  "federation-provider": federationProvider,
  "identity-source": identitySource,
};
