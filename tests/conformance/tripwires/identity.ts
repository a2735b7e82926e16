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
      title: "somebody looks",
      happen: happens(call(admin, "sso-directory:ListBearerTokens", { readOnly: true })),
    },
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
      title: "Identity Center makes its own in a member account, with its own role",
      happen: happens(
        call(
          {
            ...session("dev", "aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO", "AWS-SSO"),
            invokedBy: "sso.amazonaws.com",
          },
          "iam:CreateSAMLProvider",
        ),
      ),
    },
    {
      title: "Identity Center makes its own",
      happen: happens(
        call({ ...admin, invokedBy: "sso.amazonaws.com" }, "iam:CreateSAMLProvider", {
          sourceIPAddress: "sso.amazonaws.com",
        }),
      ),
    },
    {
      title: "somebody looks",
      happen: happens(call(admin, "iam:ListSAMLProviders", { readOnly: true })),
    },
  ],
  recorded: {
    "iam/DeleteOpenIDConnectProvider--1.json":
      "pulumi (role pulumi) called iam:DeleteOpenIDConnectProvider in production",
    "iam/DeleteSAMLProvider--1.json":
      "account (role ServiceRole) called iam:DeleteSAMLProvider in production",
    "iam/UpdateSAMLProvider--1.json":
      "rodsoto@rodsoto.onmicrosoft.com (role rodonmicrotestrole) called iam:UpdateSAMLProvider in production",
    "iam/UpdateSAMLProvider--3.json":
      "account (role ServiceRole) called iam:UpdateSAMLProvider in production",
  },
};

/** A trust policy. */
const trusting = (Service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  });

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
      title: "a role is made to trust the service, behind an escape",
      severity: "HIGH",
      says: "mallory (role Admin) let account-access.amazonaws.com take Backdoor of management",
      happen: happens(
        call(admin, "iam:UpdateAssumeRolePolicy", {
          requestParameters: {
            roleName: "Backdoor",
            policyDocument: trusting("account-access.amazonaws.com").replace(
              "count",
              "\\u0063ount",
            ),
          },
        }),
      ),
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
    {
      title: "a role is made that another service may take",
      happen: happens(
        call(admin, "iam:CreateRole", {
          requestParameters: {
            roleName: "Function",
            assumeRolePolicyDocument: trusting("lambda.amazonaws.com"),
          },
        }),
      ),
    },
  ],
  recorded: {},
};

export const identityScenarios: Readonly<Record<string, TripwireScenarios>> = {
  "access-entitlement": accessEntitlement,
  "federation-provider": federationProvider,
  "identity-source": identitySource,
};
