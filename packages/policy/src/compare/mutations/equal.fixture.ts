/** Changes that change nothing. */
import { many } from "../../many.ts";
import {
  actionsAt,
  inSample,
  type Mutation,
  policiesAt,
  policy,
  replacing,
  statementAt,
  statements,
  withoutVersion,
} from "./mutation.fixture.ts";

const config = "Deny-enabling-and-disabling-AWS-Config";
const defaultVpc = "Deny-creation-of-default-VPC-and-subnet";

export const EQUAL: readonly Mutation[] = [
  {
    title: "a Sid is renamed",
    sample: "Deny-SAML-provider-changes-for-AWS-IAM-Identity-Center",
    change: replacing("DenySAMLProviderChanges", "Renamed"),
    because: "a Sid is a name for people",
  },
  {
    title: "the actions are written in capitals",
    sample: config,
    change: actionsAt(0, (list) => list.map((action) => action.toUpperCase())),
    because: "AWS compares action names without case",
  },
  {
    title: "a Deny is split in two",
    sample: config,
    change: statements(([one]) =>
      one === undefined
        ? []
        : [
            { ...one, Action: many(one.Action ?? []).slice(0, 9) },
            { ...one, Action: many(one.Action ?? []).slice(9) },
          ],
    ),
    because: "any one of the statements denies, and together they list the same actions",
  },
  {
    title: "a list of one is written as a scalar",
    sample: "Deny-member-accounts-from-leaving-your-AWS-organization",
    change: inSample(({ Statement, ...rest }) => ({
      ...rest,
      Statement: {
        Effect: "Deny",
        Action: "organizations:LeaveOrganization",
        Resource: [many(Statement)[0]?.Resource].flatMap((one) => (one ? many(one) : [])),
      },
    })),
    because: "AWS takes one value where it takes a list",
  },
  {
    title: "a Deny goes that another one covers without a condition",
    sample: "deny-creating-any-service-specific-credentials",
    change: statements((list) => list.slice(0, 1)),
    because: "the first statement denies the same action on everything, always",
  },
  {
    title: "the policy moves from the unit to the account",
    sample: defaultVpc,
    change: (levels) => {
      const moved = levels
        .flatMap(({ policies }) => policies)
        .filter(({ name }) => name === defaultVpc);
      return levels.map((level) => ({
        ...level,
        policies: [
          ...level.policies.filter(({ name }) => name !== defaultVpc),
          ...(level.name === "Production" ? moved : []),
        ],
      }));
    },
    because: "a Deny counts at whichever level it stands",
  },
  {
    title: "the policy is attached to the root as well",
    sample: defaultVpc,
    change: (levels) => {
      const again = levels
        .flatMap(({ policies }) => policies)
        .filter(({ name }) => name === defaultVpc);
      return policiesAt(0, (list) => [...list, ...again])(levels);
    },
    because: "what is denied twice is denied",
  },
  {
    title: "a Deny is added for an action that a wildcard covers already",
    sample: "Deny-CloudHSM-deletion",
    change: statements((list) => [
      ...list,
      ...list.map((one) => ({ ...one, Action: "cloudhsm:DeleteHsm" })),
    ]),
    because: "cloudhsm:Delete* with the same condition denies it",
  },
  {
    title: "StringNotLike becomes StringNotLikeIfExists",
    sample: "restrict_untrusted_endpoints_scp",
    change: replacing('"StringNotLike"', '"StringNotLikeIfExists"'),
    because: "a negated operator holds for an absent key with and without IfExists",
  },
  {
    title: "ArnNotLike becomes ArnNotEquals",
    sample: "Deny-account-region-enable-and-disable-actions",
    change: replacing('"ArnNotLike"', '"ArnNotEquals"'),
    because: "AWS documents both as the same, wildcards included",
  },
  {
    title: "StringNotEquals becomes StringNotLike for a value without wildcards",
    sample: "Deny-ACL-disablement-for-all-new-buckets",
    change: replacing('"StringNotEquals"', '"StringNotLike"'),
    because: "a pattern without wildcards matches itself alone, and both compare case",
  },
  {
    title: "the name of a condition key is written in another case",
    sample: "Deny-billing-modification-action",
    change: replacing("aws:PrincipalARN", "AWS:principalarn"),
    because: "AWS compares the names of condition keys without case",
  },
  {
    title: "a number is written without quotes",
    sample: "Enforce-30-days-for-KMS-deletion",
    change: replacing('"30"', "30"),
    because: "the grammar leaves the quotes to the author",
  },
  {
    title: "a boolean is written without quotes",
    sample: "Deny-RAM-from-sharing-resources-to-external-accounts",
    change: replacing('"true"', "true"),
    because: "the grammar leaves the quotes to the author",
  },
  {
    title: "the root users of all accounts become the root user of this one",
    sample: "Deny-the-root-user-from-performing-actions-except-S3-bucketpolicy-changes",
    change: replacing("arn:aws:iam::*:root", "arn:aws:iam::111122223333:root"),
    because: "the SCPs of an account are asked about its own principals only",
  },
  {
    title: "a role of another account is exempted",
    sample: config,
    change: replacing(
      '"arn:aws:iam::111122223333:role/PRIVILEGED_ROLE"',
      '["arn:aws:iam::111122223333:role/PRIVILEGED_ROLE","arn:aws:iam::444455556666:role/Other"]',
    ),
    because: "no principal of this account has that ARN",
  },
  {
    title: "resources are listed the other way round and twice",
    sample: "Deny-users-from-disabling-or-altering-CloudWatch",
    change: statementAt(0, (one) => {
      const list = many(one.Resource ?? []);
      return { ...one, Resource: [...list.toReversed(), ...list] };
    }),
    because: "a list of resources is a set",
  },
  {
    title: "the values of ForAnyValue are split over two statements",
    sample: "ProtectPodIdentitiesTagsOnRolesAndUsers",
    change: statements((list) =>
      list.flatMap((one) => {
        const keys = many(one.Condition?.["ForAnyValue:StringEquals"]?.["aws:TagKeys"] ?? []);
        return [keys.slice(0, 2), keys.slice(2)].map((some) => ({
          ...one,
          Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": some } },
        }));
      }),
    ),
    because: "some tag key is in one of two lists just if it is in their union",
  },
  {
    title: "a Deny for users asks in addition whether there is a principal",
    sample: "Deny-use-of-IAM-user-credentials-from-unexpected-networks",
    change: statementAt(0, (one) => ({
      ...one,
      Condition: { ...one.Condition, Null: { "aws:PrincipalArn": "false" } },
    })),
    because: "ArnLike on the same key fails already where the key is absent",
  },
  {
    title: "some resources are listed beside *",
    sample: "Prevent-creating-or-expanding-public-connectivity-for-VPCs",
    change: replacing('"Resource":"*"', '"Resource":["*","arn:aws:ec2:*:*:vpc/*"]'),
    because: "* covers them",
  },
  {
    title: "one action is listed beside all of its service",
    sample: "Deny-permission-sets-for-AWS-IAM-Identity-Center",
    change: replacing('"sso:*"', '["SSO:CreatePermissionSet","sso:*"]'),
    because: "sso:* covers it",
  },
  {
    title: "Null becomes StringNotLike *",
    sample: "Prevent-Amazon-S3-unencrypted-object-uploads",
    change: replacing(
      '"Null":{"s3:x-amz-server-side-encryption":"true"}',
      '"StringNotLike":{"s3:x-amz-server-side-encryption":"*"}',
    ),
    because: "* matches every value, so that the negated operator holds just where there is none",
  },
  {
    title: "statements and actions change places and an action is exempted twice",
    sample: "Deny-access-to-AWS-based-on-the-requested-AWS-region-with-Bedrock-CRIS",
    change: (levels) =>
      statements((list) => list.toReversed())(
        actionsAt(0, (list) => [...list.toReversed(), "iam:PassRole"])(levels),
      ),
    because: "statements and lists have no order, and iam:* exempts iam:PassRole already",
  },
  {
    title: "the version goes from a policy without variables",
    sample: "restrict_idp_configurations_scp",
    change: inSample(withoutVersion),
    because: "the version only decides whether variables are read",
  },
  {
    title: "StringEquals becomes StringLike for a value without wildcards",
    sample: "network_perimeter_vpceorgid_scp",
    change: replacing('"StringEquals":{', '"StringLike":{'),
    because: "a pattern without wildcards matches itself alone",
  },
  {
    title: "a Deny is added that no request can meet",
    sample: "Deny-users-from-disabling-block-public-access-on-AMIs",
    change: statements((list) => [
      ...list,
      {
        Effect: "Deny",
        Action: "iam:CreateUser",
        Resource: "*",
        Condition: {
          Null: { "aws:MultiFactorAuthPresent": "true" },
          Bool: { "aws:MultiFactorAuthPresent": "true" },
        },
      },
    ]),
    because: "the key would have to be absent and true at once",
  },
  {
    title: "an Allow is added beside FullAWSAccess",
    sample: "Deny-Bedrock-long-term-api-keys",
    change: policiesAt(2, (list) => [
      ...list,
      policy({ Effect: "Allow", Action: "bedrock:*", Resource: "*" }),
    ]),
    because: "the level allows everything as it is, and an Allow lifts no Deny",
  },
];
