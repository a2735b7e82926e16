/** Changes that blind, networks where none belong, and billing data. */
import { call, happens, refused, root, session } from "./record.ts";
import type { TripwireScenarios } from "./scenarios.ts";

const admin = session("management", "Admin", "mallory");
const QUEUE = "https://sqs.us-east-1.amazonaws.com/100000000001/holdfast-lab-organization";

const blinding: TripwireScenarios = {
  subject: "management",
  trips: [
    {
      title: "the trail is stopped",
      severity: "CRITICAL",
      says: "mallory (role Admin) called cloudtrail:StopLogging on audit-trail in management",
      happen: happens(
        call(admin, "cloudtrail:StopLogging", {
          requestParameters: { name: "audit-trail" },
        }),
      ),
    },
    {
      title: "the trail's selectors are changed",
      severity: "HIGH",
      says: "mallory (role Admin) called cloudtrail:PutEventSelectors on audit-trail",
      happen: happens(
        call(admin, "cloudtrail:PutEventSelectors", {
          requestParameters: { trailName: "audit-trail", eventSelectors: [] },
        }),
      ),
    },
    {
      title: "a rule in Security Hub that may close findings as they come in",
      severity: "HIGH",
      says: "mallory (role Admin) called securityhub:CreateAutomationRule on quiet in management",
      happen: happens(
        call(admin, "securityhub:CreateAutomationRule", {
          requestParameters: { RuleName: "quiet", RuleStatus: "ENABLED" },
        }),
      ),
    },
    {
      title: "the secret that opens Slack is deleted",
      severity: "CRITICAL",
      says: "mallory (role Admin) called secretsmanager:DeleteSecret on holdfast/slack in management",
      happen: happens(
        call(admin, "secretsmanager:DeleteSecret", {
          requestParameters: { secretId: "holdfast/slack", recoveryWindowInDays: 7 },
        }),
      ),
    },
    {
      title: "a rule is disabled",
      severity: "CRITICAL",
      says: "mallory (role Admin) called events:DisableRule on holdfast-lab-forward-1",
      happen: happens(
        call(admin, "events:DisableRule", {
          requestParameters: { name: "holdfast-lab-forward-1", eventBusName: "default" },
        }),
      ),
    },
    {
      title: "a rule is rewritten",
      severity: "HIGH",
      says: "mallory (role Admin) called events:PutRule on holdfast-lab-forward-1",
      happen: happens(
        call(admin, "events:PutRule", { requestParameters: { name: "holdfast-lab-forward-1" } }),
      ),
    },
    {
      title: "the function is replaced, under an event name with a date",
      severity: "HIGH",
      says: "mallory (role Admin) called lambda:UpdateFunctionCode20150331v2 on holdfast-lab-enforce",
      happen: happens(
        call(admin, "lambda:UpdateFunctionCode20150331v2", {
          requestParameters: { functionName: "holdfast-lab-enforce-organization" },
        }),
      ),
    },
    {
      title: "the function's queue is cut off, which only the answer names",
      severity: "CRITICAL",
      says: "mallory (role Admin) called lambda:UpdateEventSourceMapping20150331 on holdfast-lab",
      happen: happens(
        call(admin, "lambda:UpdateEventSourceMapping20150331", {
          requestParameters: { uUID: "5c2d", enabled: false },
          responseElements: {
            functionArn: "arn:aws:lambda:us-east-1:100000000001:function:holdfast-lab-enforce-x",
          },
        }),
      ),
    },
    {
      title: "a queue is purged",
      severity: "CRITICAL",
      says: "mallory (role Admin) called sqs:PurgeQueue on holdfast-lab-organization",
      happen: happens(call(admin, "sqs:PurgeQueue", { requestParameters: { queueUrl: QUEUE } })),
    },
    {
      title: "somebody is refused it, and AWS doesn't say on what",
      severity: "MEDIUM",
      says: "mallory (role Admin) tried events:DeleteRule in management: AccessDenied",
      happen: happens(call(admin, "events:DeleteRule", refused("events:DeleteRule", "*"))),
    },
  ],
  passes: [
    {
      title: "a declared trail is stopped, which its guardrail undoes and tells",
      happen: happens(
        call(admin, "cloudtrail:StopLogging", {
          requestParameters: { name: "organization-trail" },
        }),
      ),
    },
    {
      title: "another rule is disabled",
      happen: happens(
        call(admin, "events:DisableRule", { requestParameters: { name: "nightly-report" } }),
      ),
    },
    {
      title: "somebody is refused to disable another rule",
      happen: happens(
        call(
          admin,
          "events:DisableRule",
          refused("events:DisableRule", "arn:aws:events:us-east-1:100000000001:rule/nightly"),
        ),
      ),
    },
    {
      title: "another account stops a trail of its own",
      happen: happens(
        call(session("dev", "Admin"), "cloudtrail:StopLogging", {
          requestParameters: { name: "dev-trail" },
        }),
      ),
    },
    {
      title: "another account's Lambda code is updated",
      happen: happens(
        call(session("dev", "CiCd"), "lambda:UpdateFunctionCode20150331v2", {
          requestParameters: { functionName: "shop" },
        }),
      ),
    },
  ],
  recorded: {},
};

const dave = session("dev", "Developer", "dave");

const vpcOutsideNetworkAccount: TripwireScenarios = {
  subject: "dev",
  trips: [
    {
      title: "somebody creates a VPC",
      severity: "HIGH",
      says: "dave (role Developer) created a VPC in dev, eu-west-1",
      happen: happens(
        call(dave, "ec2:CreateVpc", {
          awsRegion: "eu-west-1",
          requestParameters: { cidrBlock: "10.0.0.0/16" },
        }),
      ),
    },
    {
      title: "somebody is refused one",
      severity: "MEDIUM",
      says: "dave (role Developer) tried to create a VPC in dev, eu-west-1: Client.UnauthorizedOperation",
      happen: happens(
        call(dave, "ec2:CreateVpc", {
          awsRegion: "eu-west-1",
          errorCode: "Client.UnauthorizedOperation",
          errorMessage: "You are not authorized to perform this operation.",
          requestParameters: { cidrBlock: "10.0.0.0/16" },
        }),
      ),
    },
    {
      title: "somebody creates a default VPC",
      severity: "HIGH",
      says: "dave (role Developer) created a default VPC in dev, eu-west-1",
      happen: happens(
        call(dave, "ec2:CreateDefaultVpc", {
          awsRegion: "eu-west-1",
          requestParameters: { CreateDefaultVpcRequest: "" },
        }),
      ),
    },
  ],
  passes: [
    {
      title: "the network account creates a VPC",
      happen: happens(call(session("network", "Networks"), "ec2:CreateVpc")),
    },
    {
      title: "somebody looks at VPCs",
      happen: happens(call(dave, "ec2:DescribeVpcs", { readOnly: true })),
    },
  ],
  recorded: {
    "ec2/CreateVpc--1.json": "bert-jan created a VPC in production, us-east-1",
    "ec2/CreateDefaultVpc--1.json":
      "TrailDiscover tried to create a default VPC in production, us-east-1: Client.UnauthorizedOperation",
  },
};

const billingChange: TripwireScenarios = {
  subject: "management",
  trips: [
    {
      title: "somebody changes a contact",
      severity: "HIGH",
      says: "mallory (role Admin) called account:PutAlternateContact in management",
      happen: happens(call(admin, "account:PutAlternateContact")),
    },
    {
      title: "somebody changes the mail address of root",
      severity: "CRITICAL",
      says: "mallory (role Admin) called account:StartPrimaryEmailUpdate in management",
      happen: happens(call(admin, "account:StartPrimaryEmailUpdate")),
    },
    {
      title: "somebody changes the address in the console",
      severity: "HIGH",
      says: "mallory (role Admin) called billingconsole:SetContactAddress in management",
      happen: happens({
        ...call(admin, "billingconsole:SetContactAddress"),
        eventType: "AwsConsoleAction",
      }),
    },
    {
      title: "root does, who is nobody's finance",
      severity: "HIGH",
      says: "root called billing:UpdateIAMAccessPreference in management",
      happen: happens(call(root("management"), "billing:UpdateIAMAccessPreference")),
    },
    {
      title: "somebody is refused it",
      severity: "MEDIUM",
      says: "mallory (role Admin) tried tax:PutTaxRegistration in management: AccessDenied",
      happen: happens(
        call(admin, "tax:PutTaxRegistration", refused("tax:PutTaxRegistration", "*")),
      ),
    },
  ],
  passes: [
    {
      title: "the finance account changes it",
      happen: happens(call(session("finance", "Controller"), "payments:UpdatePaymentPreferences")),
    },
    {
      title: "the declared role changes it in the management account",
      happen: happens(
        call(session("management", "finance/Controller"), "payments:UpdatePaymentPreferences"),
      ),
    },
    {
      title: "somebody reads, in the console, which doesn't say that it is reading",
      happen: happens({
        ...call(admin, "billingconsole:GetBillsForBillingPeriod"),
        eventType: "AwsConsoleAction",
      }),
    },
  ],
  recorded: {},
};

export const changeScenarios: Readonly<Record<string, TripwireScenarios>> = {
  blinding,
  "vpc-outside-network-account": vpcOutsideNetworkAccount,
  "billing-change": billingChange,
};
