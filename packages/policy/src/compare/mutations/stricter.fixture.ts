// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
/** Changes after which something is refused that was allowed, and nothing the other way round. */
import {
  actionsAt,
  inSample,
  type Mutation,
  policiesAt,
  policy,
  replacing,
  statementAt,
  withoutVersion,
} from "./mutation.fixture.ts";

export const STRICTER: readonly Mutation[] = [
  {
    title: "an action is added to a Deny",
    sample: "Deny-deletion-of-AWS-Access-Analyzer-and-findings-in-an-account",
    change: actionsAt(0, (list) => [...list, "access-analyzer:CreateAnalyzer"]),
    because: "what it denied it still denies",
    closes: "access-analyzer:CreateAnalyzer",
  },
  {
    title: "the condition of a Deny goes",
    sample: "Deny-disabling-default-EBS-encryption",
    change: statementAt(0, ({ Condition, ...rest }) => rest),
    because: "the privileged role is denied like everybody else",
    closes: "ec2:DisableEbsEncryptionByDefault",
  },
  {
    title: "an action is no longer left out of a Deny",
    sample: "Deny-the-root-user-from-performing-actions-except-S3-bucketpolicy-changes",
    change: actionsAt(0, (list) => list.filter((action) => action !== "s3:PutBucketPolicy")),
    because: "the root user could repair a bucket's policy and can't now",
    closes: "s3:PutBucketPolicy",
  },
  {
    title: "an allow list takes the place of FullAWSAccess",
    sample: "Deny-CloudHSM-deletion",
    change: policiesAt(2, () => [
      policy({ Effect: "Allow", Action: ["s3:*", "ec2:*"], Resource: "*" }),
    ]),
    because: "each level must allow, and this one allows two services",
  },
  {
    title: "the last Allow of a level goes",
    sample: "Deny-CloudHSM-deletion",
    change: policiesAt(2, () => []),
    because: "a level without an Allow allows nothing",
  },
  {
    title: "the exemption of several roles shrinks to one",
    sample: "Deny-account-region-enable-and-disable-actions",
    given: replacing("role/PRIVILEGED_ROLE", "role/Privileged*"),
    change: replacing("role/Privileged*", "role/PrivilegedAdmin"),
    because: "the other roles of that prefix are denied now",
  },
  {
    title: "Bool becomes BoolIfExists",
    sample: "Deny-RAM-from-sharing-resources-to-external-accounts",
    change: replacing('"Bool"', '"BoolIfExists"'),
    because: "where a request lacks the key, the Deny applies now",
  },
  {
    title: "more resources are protected",
    sample: "Deny-SAML-provider-changes-for-AWS-IAM-Identity-Center",
    change: replacing("saml-provider/AWSSSO_*", "saml-provider/*"),
    because: "all providers are, not only those of Identity Center",
  },
  {
    title: "a limit is raised",
    sample: "Enforce-30-days-for-KMS-deletion",
    change: replacing('"30"', '"31"'),
    because: "30 days were enough and aren't now",
    closes: "kms:ScheduleKeyDeletion",
  },
  {
    title: "an action becomes a wildcard that covers it",
    sample: "Prevent-creating-or-expanding-public-connectivity-for-VPCs",
    change: replacing('"ec2:CreateVpcPeeringConnection"', '"ec2:*VpcPeeringConnection*"'),
    because: "peering connections can't even be described now",
  },
  {
    title: "another policy that denies is attached to the root",
    sample: "Deny-Bedrock-long-term-api-keys",
    change: policiesAt(0, (list) => [
      ...list,
      policy({ Effect: "Deny", Action: "s3:PutAccountPublicAccessBlock", Resource: "*" }),
    ]),
    because: "a Deny at any level counts",
    closes: "s3:PutAccountPublicAccessBlock",
  },
  {
    title: "two values become a pattern that covers both",
    sample: "ProtectPodIdentitiesTagsOnRolesAndUsers",
    change: (levels) =>
      replacing(
        '"eks-cluster-arn","eks-cluster-name"',
        '"eks-cluster-*"',
      )(replacing("ForAnyValue:StringEquals", "ForAnyValue:StringLike")(levels)),
    because: "other tag keys of that prefix are denied now",
  },
  {
    title: "one of several conditions of a Deny goes",
    sample: "network_perimeter_iam_users_scp",
    change: replacing('"BoolIfExists":{"aws:ViaAWSService":"false"},', ""),
    because: "calls that a service makes for a user are denied now",
  },
  {
    title: "a Region is no longer approved",
    sample: "Deny-access-to-AWS-based-on-the-requested-AWS-region-with-Bedrock-CRIS",
    change: replacing(',"us-east-1"', ""),
    because: "both statements deny the second Region now",
  },
  {
    title: "a Deny is no longer about one service's credentials",
    sample: "Deny-Bedrock-api-keys-longer-than-30-days",
    change: replacing(
      '"StringEquals":{"iam:ServiceSpecificCredentialServiceName":"bedrock.amazonaws.com"},',
      "",
    ),
    because: "long-lived credentials of all services are denied now",
    closes: "iam:CreateServiceSpecificCredential",
  },
  {
    title: "the version goes from a policy whose exemption has a variable",
    sample: "Deny-disabling-default-EBS-encryption",
    given: replacing("iam::111122223333:role", "iam::${aws:PrincipalAccount}:role"),
    change: inSample(withoutVersion),
    because: "the variable is ordinary text then, no ARN matches it and nobody is exempted",
    closes: "ec2:DisableEbsEncryptionByDefault",
  },
  {
    title: "an Allow gets a condition",
    sample: "Deny-creation-of-default-VPC-and-subnet",
    change: policiesAt(2, () => [
      policy({
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      }),
    ]),
    because: "the level allows one Region only",
  },
  {
    title: "the pattern of an exemption is read as plain text",
    sample: "Deny-enabling-and-disabling-AWS-Config",
    given: replacing("role/PRIVILEGED_ROLE", "role/Privileged*"),
    change: replacing("ArnNotLike", "StringNotEquals"),
    because: "StringNotEquals knows no wildcards, so that the roles of that prefix are denied",
  },
  {
    title: "one protected topic becomes all resources",
    sample: "Deny-modifications-to-specific-SNS-topics",
    change: replacing('"arn:aws:sns:*:*:SNS_TOPIC_TO_PROTECT"', '"*"'),
    because: "it covers every topic, that one too",
  },
];
