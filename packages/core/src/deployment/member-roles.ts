/** The roles by which Holdfast's functions work in every account: their template, and whom they let in. */
import type { Json } from "../json.ts";
import type { Deployment, MemberRole } from "./model.ts";
import { nameOf } from "./names.ts";
import type { Parts, Rendered } from "./templates.ts";

// biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in, in each account.
const THIS_ACCOUNT = "${AWS::AccountId}";

/** The roles by which functions work in an account: once in each, the management account included. */
export function accessOf(parts: Parts): Rendered[] {
  const { stage, region, memberRoles } = parts;
  if (memberRoles.length === 0) return [];
  return [
    {
      name: nameOf(stage, "access"),
      description: "Holdfast: the roles by which its functions look and remediate in an account",
      template: "templates/access.json",
      regions: [region],
      managementRegions: [region],
      content: {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: "Holdfast: what its functions in the management account may do in this one",
        Resources: Object.fromEntries(
          memberRoles.map((one, index) => [`Access${index + 1}`, memberRole(one, parts)]),
        ),
      },
    },
  ];
}

function memberRole(role: MemberRole, parts: Parts): Json {
  const { name, path, statements } = role;
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: name,
      Path: path,
      // As long as a session may last that another role's session takes.
      MaxSessionDuration: 3600,
      AssumeRolePolicyDocument: memberTrust(role, parts),
      Policies: [
        {
          PolicyName: "holdfast",
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: statements.map(({ Resource, ...rest }) => ({
              ...rest,
              Resource: Resource.map((arn) => ({ "Fn::Sub": inAccount(arn, THIS_ACCOUNT) })),
            })) as Json,
          },
        },
      ],
    },
  };
}

/** Whom a role of every account lets in. */
export function memberTrust(
  { trusted }: Pick<MemberRole, "trusted">,
  { account, organization }: Pick<Deployment, "account" | "organization">,
) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "HoldfastsFunctionsOnly",
        Effect: "Allow",
        // By condition: a role that is named here and deleted would leave an id that nobody can read.
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
        Condition: {
          ArnEquals: { "aws:PrincipalArn": trusted },
          StringEquals: { "aws:PrincipalOrgID": organization },
        },
      },
    ],
  } as const;
}

/** An ARN of a member role's statement, in one account. */
export function inAccount(arn: string, account: string): string {
  return arn.replace(/^(arn:[^:]*:[^:]*:[^:]*:)\*:/, (_, before: string) => `${before}${account}:`);
}
