/** What Identity Center does in the management account with its caller's own rights. */
import type { Baseline, Further } from "@holdfast/core";

/**
 * In member accounts Identity Center makes its roles itself; in the management account only with the
 * rights of whoever asks for it (Identity Center User Guide). IAM lets nobody else than Identity Center
 * change these roles, so the rights are worth nothing without it.
 */
const ACTIONS = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:GetRole",
  "iam:ListAttachedRolePolicies",
  "iam:ListRolePolicies",
  "iam:PutRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/** Nothing, as long as the baseline does not declare Identity Center. */
export function roleRights({ identityCenter, organization }: Baseline): readonly Further[] {
  if (identityCenter === undefined) return [];
  const arn = `arn:aws:iam::${organization.management}`;
  return [
    { actions: ACTIONS, resources: [`${arn}:role/aws-reserved/sso.amazonaws.com/*`] },
    {
      actions: ["iam:GetSAMLProvider"],
      resources: [`${arn}:saml-provider/AWSSSO_*_DO_NOT_DELETE`],
    },
  ];
}
