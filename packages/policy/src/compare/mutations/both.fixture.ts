/** Changes after which some requests are allowed that were refused, and others the other way round. */
import { type Mutation, policiesAt, policy, replacing, statementAt } from "./mutation.fixture.ts";

const root = "Deny-the-root-user-from-performing-actions-except-S3-bucketpolicy-changes";

export const BOTH: readonly Mutation[] = [
  {
    title: "one approved Region is exchanged for another",
    sample: "Deny-access-to-AWS-based-on-the-requested-AWS-region-with-Bedrock-CRIS",
    change: replacing('"us-east-1"', '"ap-southeast-2"'),
    because: "one Region opens and one closes",
  },
  {
    title: "true becomes false",
    sample: "Deny-RAM-from-sharing-resources-to-external-accounts",
    change: replacing('"true"', '"false"'),
    because: "external sharing is open and internal sharing denied",
  },
  {
    title: "the value of a Deny is exchanged",
    sample: "Deny-Bedrock-long-term-api-keys",
    change: replacing('"LONG_TERM"', '"SHORT_TERM"'),
    because: "long-term keys are open and short-term ones denied",
    opens: "bedrock:CallWithBearerToken",
    closes: "bedrock:CallWithBearerToken",
  },
  {
    title: "the value of a Deny is written in another case",
    sample: "Deny-Bedrock-long-term-api-keys",
    change: replacing('"LONG_TERM"', '"Long_Term"'),
    because: "StringEquals compares case: the value that AWS sends is open, the other denied",
  },
  {
    title: "one action of a Deny is exchanged for another",
    sample: "Deny-enabling-and-disabling-AWS-Config",
    change: replacing('"config:DeleteConfigRule"', '"config:DescribeConfigRules"'),
    because: "rules can be deleted and not described",
    opens: "config:DeleteConfigRule",
    closes: "config:DescribeConfigRules",
  },
  {
    title: "another role is exempted instead",
    sample: "Deny-disabling-default-EBS-encryption",
    change: replacing("role/PRIVILEGED_ROLE", "role/Other"),
    because: "the one may now and the other may not",
  },
  {
    title: "absent becomes present",
    sample: "Prevent-Amazon-S3-unencrypted-object-uploads",
    change: replacing('"true"', '"false"'),
    because: "uploads without the header are open, those with it denied",
    opens: "s3:PutObject",
    closes: "s3:PutObject",
  },
  {
    title: "like becomes not like",
    sample: root,
    change: replacing('"ArnLike"', '"ArnNotLike"'),
    because: "the root user may do everything, all others next to nothing",
  },
  {
    title: "all but these actions become these actions",
    sample: root,
    change: replacing('"NotAction"', '"Action"'),
    because: "the root user may do everything but what it alone might",
  },
  {
    title: "some value becomes every value, negated",
    sample: "restrict_untrusted_endpoints_scp",
    change: replacing("ForAnyValue:StringNotLike", "ForAllValues:StringNotLike"),
    because: "one trusted recipient among others opens it, and no recipient at all is denied",
  },
  {
    title: "some value becomes every value",
    sample: "ProtectPodIdentitiesTagsOnRolesAndUsers",
    change: replacing("ForAnyValue", "ForAllValues"),
    because: "a harmless tag key beside the protected one opens it, and no tag key is denied",
  },
  {
    title: "less becomes greater",
    sample: "Enforce-30-days-for-KMS-deletion",
    change: replacing("NumericLessThan", "NumericGreaterThan"),
    because: "short waits are open and long ones denied",
    opens: "kms:ScheduleKeyDeletion",
    closes: "kms:ScheduleKeyDeletion",
  },
  {
    title: "another resource is protected instead",
    sample: "Deny-users-from-disabling-or-altering-CloudWatch",
    change: replacing("alarm:ALARM_NAME", "alarm:Other"),
    because: "the one alarm is open and the other protected",
  },
  {
    title: "one service of an allow list is exchanged for another",
    sample: "Deny-CloudHSM-deletion",
    given: policiesAt(2, () => [
      policy({ Effect: "Allow", Action: ["s3:*", "ec2:*"], Resource: "*" }),
    ]),
    change: policiesAt(2, () => [
      policy({ Effect: "Allow", Action: ["s3:*", "iam:*"], Resource: "*" }),
    ]),
    because: "IAM opens and EC2 closes",
  },
  {
    title: "another network is expected",
    sample: "Deny-use-of-IAM-user-credentials-from-unexpected-networks",
    change: replacing("203.0.113.0/24", "198.51.100.0/24"),
    because: "the two networks have no address in common",
  },
  {
    title: "a resource becomes all but that resource",
    sample: "Deny-modification-to-SSM-service-settings",
    change: statementAt(0, ({ Resource, ...rest }) => ({
      ...rest,
      ...(Resource === undefined ? {} : { NotResource: Resource }),
    })),
    because: "the protected setting opens and all others close",
  },
  {
    title: "another tag exempts",
    sample: "restrict_idp_configurations_scp",
    change: replacing("dp:exclude:identity", "dp:exclude:network"),
    because: "who has the one tag is denied and who has the other is exempted",
  },
];
