/** Rights that a write needs beside its own action. */
import type { DeclaredTrail, Further } from "@holdfast/core";

const SERVICE_LINKED_ROLE =
  "arn:aws:iam::*:role/aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail";

/** What CloudTrail demands of whoever makes or changes an organization's trail (CloudTrail User Guide). */
export function furtherFor({ organization }: Pick<DeclaredTrail, "organization">): Further[] {
  if (!organization) return [];
  return [
    {
      actions: [
        "organizations:DescribeOrganization",
        "organizations:ListAWSServiceAccessForOrganization",
        "organizations:ListAccounts",
      ],
      resources: ["*"],
    },
    {
      actions: ["iam:CreateServiceLinkedRole", "iam:GetRole"],
      resources: [SERVICE_LINKED_ROLE],
    },
  ];
}
