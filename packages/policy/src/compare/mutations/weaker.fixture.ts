/** Changes after which something is allowed that was refused, and nothing the other way round. */
import { many } from "../../many.ts";
import { loadActionUniverse } from "../../universe/universe.ts";
import { FULL_ACCESS } from "../paths.fixture.ts";
import {
  actionsAt,
  type Mutation,
  policiesAt,
  policy,
  replacing,
  statementAt,
  statements,
} from "./mutation.fixture.ts";

const { services } = await loadActionUniverse();
const hsmDeletions = (services.get("cloudhsm") ?? []).filter((name) => name.startsWith("Delete"));

export const WEAKER: readonly Mutation[] = [
  {
    title: "a statement is removed",
    sample: "restrict_untrusted_endpoints_scp",
    change: statements((list) => list.filter(({ Sid }) => Sid !== "PreventUntrustedSESv1Emails")),
    because: "nothing else denies e-mails to others by version 1 of the API",
  },
  {
    title: "an action is removed from a Deny",
    sample: "Deny-enabling-and-disabling-AWS-Config",
    change: actionsAt(0, (list) =>
      list.filter((action) => action !== "config:StopConfigurationRecorder"),
    ),
    because: "the recorder can be stopped now",
    opens: "config:StopConfigurationRecorder",
  },
  {
    title: "the exempted role becomes any role",
    sample: "Deny-enabling-and-disabling-AWS-Config",
    change: replacing("role/PRIVILEGED_ROLE", "role/*"),
    because: "every role may do now what one might",
  },
  {
    title: "a wildcard is replaced by all actions that it covers today",
    sample: "Deny-CloudHSM-deletion",
    change: actionsAt(0, () => hsmDeletions.map((name) => `cloudhsm:${name}`)),
    because: "a Delete action that AWS adds tomorrow is not in the list",
    future: true,
  },
  {
    title: "a service is added to the actions that are left out of a Deny",
    sample: "Deny-the-root-user-from-performing-actions-except-S3-bucketpolicy-changes",
    change: actionsAt(0, (list) => [...list, "iam:*"]),
    because: "the root user may call IAM now",
  },
  {
    title: "a condition is added to a Deny",
    sample: "Deny-RAM-from-sharing-resources-to-external-accounts",
    change: statementAt(0, (one) => ({
      ...one,
      Condition: { ...one.Condition, StringNotEquals: { "aws:PrincipalTag/sharing": "yes" } },
    })),
    because: "a Deny with more conditions denies less: principals with the tag may share",
  },
  {
    title: "a limit is lowered",
    sample: "Enforce-30-days-for-KMS-deletion",
    change: replacing('"30"', '"7"'),
    because: "7 to 29 days are enough now",
    opens: "kms:ScheduleKeyDeletion",
  },
  {
    title: "a value is removed from what a Deny looks for",
    sample: "ProtectPodIdentitiesTagsOnRolesAndUsers",
    change: replacing(',"kubernetes-pod-uid"', ""),
    because: "that tag key by itself is no reason to deny any more",
  },
  {
    title: "the protected resources become fewer",
    sample: "Deny-SAML-provider-changes-for-AWS-IAM-Identity-Center",
    change: replacing("AWSSSO_*", "AWSSSO_prod*"),
    because: "providers of other names are open",
  },
  {
    title: "the policy is detached",
    sample: "Deny-member-accounts-from-leaving-your-AWS-organization",
    change: policiesAt(1, () => [FULL_ACCESS]),
    because: "nothing else keeps the account in the organization",
    opens: "organizations:LeaveOrganization",
  },
  {
    title: "a Region is added to those that are approved",
    sample: "Deny-access-to-AWS-based-on-the-requested-AWS-region-with-Bedrock-CRIS",
    change: replacing('"us-east-1"', '"us-east-1","ap-southeast-2"'),
    because: "both statements leave the third Region alone now",
  },
  {
    title: "BoolIfExists becomes Bool",
    sample: "data_perimeter_governance_scp",
    change: replacing('"BoolIfExists"', '"Bool"'),
    because: "where a request lacks the key, the Deny doesn't apply any more",
    opens: "kms:CreateGrant",
  },
  {
    title: "the Region of protected resources is fixed",
    sample: "Deny-modification-to-SSM-service-settings",
    change: replacing(
      "arn:aws:ssm:*:*:servicesetting/ssm/documents",
      "arn:aws:ssm:eu-west-1:*:servicesetting/ssm/documents",
    ),
    because: "the setting of all other Regions is open",
  },
  {
    title: "a limit is no longer included",
    sample: "Deny-Bedrock-api-keys-longer-than-30-days",
    change: replacing("NumericGreaterThanEquals", "NumericGreaterThan"),
    because: "exactly 30 days are allowed now",
    opens: "iam:CreateServiceSpecificCredential",
  },
  {
    title: "the expected network becomes twice as large",
    sample: "Deny-use-of-IAM-user-credentials-from-unexpected-networks",
    change: replacing("203.0.113.0/24", "203.0.112.0/23"),
    because: "users may come from 203.0.112.0/24 too",
  },
  {
    title: "a Deny of a whole service is narrowed to a prefix",
    sample: "Deny-permission-sets-for-AWS-IAM-Identity-Center",
    change: replacing('"sso:*"', '"sso:Create*"'),
    because: "permission sets may be deleted and provisioned now",
  },
  {
    title: "Deny becomes Allow",
    sample: "Deny-disabling-default-EBS-encryption",
    change: replacing('"Deny"', '"Allow"'),
    because: "FullAWSAccess allows it at every level, and nothing denies it",
    opens: "ec2:DisableEbsEncryptionByDefault",
  },
  {
    title: "FullAWSAccess takes the place of an allow list",
    sample: "Deny-member-accounts-from-leaving-your-AWS-organization",
    given: policiesAt(2, () => [
      policy({ Effect: "Allow", Action: ["s3:*", "ec2:*"], Resource: "*" }),
    ]),
    change: policiesAt(2, () => [FULL_ACCESS]),
    because: "the level allowed two services and allows all; the Deny stays",
  },
  {
    title: "one kind of protected resource goes",
    sample: "Deny-modifications-to-specific-AWS-CloudFormation-resources",
    change: statementAt(0, (one) => ({
      ...one,
      Resource: many(one.Resource ?? []).filter((arn) => !arn.includes(":stackset/")),
    })),
    because: "stack sets are not among the resources that remain",
  },
  {
    title: "a second role is exempted",
    sample: "Deny-AWS-CLI-login-using-console-credentials",
    change: replacing(
      '"arn:aws:iam::111122223333:role/PRIVILEGED_ROLE"',
      '["arn:aws:iam::111122223333:role/PRIVILEGED_ROLE","arn:aws:iam::111122223333:role/Second"]',
    ),
    because: "ArnNotLike fails for a principal that any of its values matches",
  },
  {
    title: "a second value passes a Deny of all others",
    sample: "Deny-ACL-disablement-for-all-new-buckets",
    change: replacing('"BucketOwnerEnforced"', '["BucketOwnerEnforced","BucketOwnerPreferred"]'),
    because: "StringNotEquals fails for a value that is any of those listed",
    opens: "s3:CreateBucket",
  },
  {
    title: "the tag that exempts may be written in any case",
    sample: "restrict_idp_configurations_scp",
    change: replacing("StringNotEqualsIfExists", "StringNotEqualsIgnoreCaseIfExists"),
    because: "True and TRUE exempt as well as true",
  },
];
