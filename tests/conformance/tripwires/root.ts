/** What root does, and what is done about it. */
import { accountId, call, happens, refused, root, session } from "./record.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const PRODUCTION = accountId("production");
const SESSION = {
  targetPrincipal: PRODUCTION,
  taskPolicyArn: { arn: "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy" },
};
const admin = session("management", "Admin", "alice");

const rootActivity: TripwireScenarios = {
  subject: "production",
  trips: [
    {
      title: "root signs in",
      severity: "CRITICAL",
      says: "root signed in to production without MFA",
      happen: (lab) => lab.signIn({ account: PRODUCTION, kind: "root", outcome: "success" }),
    },
    {
      title: "root signs in, as the other guide spells it, in another Region",
      severity: "CRITICAL",
      says: "root signed in to production without MFA",
      happen: (lab) =>
        lab.signIn({
          account: PRODUCTION,
          kind: "root",
          outcome: "success",
          spelling: "Signin",
          region: "us-west-2",
        }),
    },
    {
      title: "root fails to sign in",
      severity: "MEDIUM",
      says: "a sign-in as root of production failed",
      happen: (lab) => lab.signIn({ account: PRODUCTION, kind: "root", outcome: "failure" }),
    },
    {
      title: "root's password is changed",
      severity: "CRITICAL",
      says: "PasswordUpdated for root of production",
      happen: happens({
        ...call(root("production"), "signin:PasswordUpdated"),
        eventType: "AwsConsoleSignIn",
        responseElements: { PasswordUpdated: "Success" },
      }),
    },
    {
      title: "root makes an access key",
      severity: "CRITICAL",
      says: "root called iam:CreateAccessKey in production",
      happen: happens(call(root("production"), "iam:CreateAccessKey")),
    },
    {
      title: "root reads in another Region",
      severity: "HIGH",
      says: "root called ec2:DescribeInstances in production",
      happen: happens(
        call(root("production"), "ec2:DescribeInstances", {
          readOnly: true,
          awsRegion: "eu-west-1",
        }),
      ),
    },
    {
      title: "root is refused",
      severity: "HIGH",
      says: "root called iam:CreateUser in production: AccessDenied",
      happen: happens(
        call(root("production"), "iam:CreateUser", refused("iam:CreateUser", "user x")),
      ),
    },
  ],
  passes: [
    {
      title: "a service reads with root's rights",
      happen: happens(
        call(
          { ...root("production"), invokedBy: "support.amazonaws.com" },
          "trustedadvisor:DescribeChecks",
          { readOnly: true },
        ),
      ),
    },
    {
      title: "root's MFA is checked on the way in",
      happen: happens({
        ...call(root("production"), "signin:CheckMfa"),
        eventType: "AwsConsoleSignIn",
      }),
    },
    {
      title: "a session names itself root",
      happen: happens(call(session("production", "Developer", "root"), "iam:CreateAccessKey")),
    },
  ],
  recorded: {
    "signin/NonConsoleLogin--1.json": "root signed in to production with MFA",
    "signin/PasswordUpdated--1.json": "PasswordUpdated for root of production",
    "iam/CreateUser--11.json": "root called iam:CreateUser in production",
    "iam/DeactivateMFADevice--1.json": "root called iam:DeactivateMFADevice in production",
    "iam/AttachUserPolicy--6.json": "root called iam:AttachUserPolicy in production",
    "sns/CreateTopic--1.json": "root called sns:CreateTopic in production",
  },
};

const assumeRoot: TripwireScenarios = {
  subject: "production",
  trips: [
    {
      title: "somebody takes a root session",
      severity: "CRITICAL",
      says: "alice (role Admin) took a root session in production for S3UnlockBucketPolicy",
      happen: happens(
        call(admin, "sts:AssumeRoot", { readOnly: true, requestParameters: SESSION }),
      ),
    },
    {
      title: "somebody takes one by the ARN of root, in another Region",
      severity: "CRITICAL",
      says: "alice (role Admin) took a root session in production",
      happen: happens(
        call(admin, "sts:AssumeRoot", {
          awsRegion: "eu-west-1",
          requestParameters: { targetPrincipal: `arn:aws:iam::${PRODUCTION}:root` },
        }),
      ),
    },
    {
      title: "somebody takes one that can only look",
      severity: "MEDIUM",
      says: "alice (role Admin) took a root session in production for IAMAuditRootUserCredentials",
      happen: happens(
        call(admin, "sts:AssumeRoot", {
          requestParameters: {
            ...SESSION,
            taskPolicyArn: { arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials" },
          },
        }),
      ),
    },
    {
      title: "somebody is refused one, which AWS records with its parameters",
      severity: "HIGH",
      says: "alice (role Admin) tried to take a root session in production for S3UnlockBucketPolicy",
      happen: happens(
        call(admin, "sts:AssumeRoot", {
          ...refused("sts:AssumeRoot", "*"),
          requestParameters: SESSION,
        }),
      ),
    },
  ],
  passes: [
    {
      title: "somebody takes a role",
      happen: happens(
        call(admin, "sts:AssumeRole", {
          readOnly: true,
          requestParameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/Admin` },
        }),
      ),
    },
  ],
  recorded: {},
};

const rootCredentialsManagement: TripwireScenarios = {
  subject: "management",
  trips: [
    {
      title: "root sessions are allowed",
      severity: "CRITICAL",
      says: "alice (role Admin) allowed root sessions in member accounts",
      happen: happens(call(admin, "iam:EnableOrganizationsRootSessions")),
    },
    {
      title: "root credentials are given back",
      severity: "HIGH",
      says: "alice (role Admin) gave the root credentials of member accounts back to them",
      happen: happens(call(admin, "iam:DisableOrganizationsRootCredentialsManagement")),
    },
    {
      title: "somebody is refused it",
      severity: "MEDIUM",
      says: "alice (role Admin) tried iam:EnableOrganizationsRootSessions: AccessDenied",
      happen: happens(
        call(
          admin,
          "iam:EnableOrganizationsRootSessions",
          refused("iam:EnableOrganizationsRootSessions", "*"),
        ),
      ),
    },
  ],
  passes: [
    {
      title: "somebody looks",
      happen: happens(call(admin, "iam:ListOrganizationsFeatures", { readOnly: true })),
    },
  ],
  recorded: {},
};

export const rootScenarios: Readonly<Record<string, TripwireScenarios>> = {
  "root-activity": rootActivity,
  "assume-root": assumeRoot,
  "root-credentials-management": rootCredentialsManagement,
};
