/** SecureCart with a role that trusts another account's, and what IAM may say of it. */
import type { Baseline, DeclaredTrust } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import { idOf, securecart } from "../securecart.fixture.ts";
import type { Live } from "./live.ts";
import type { Want } from "./want.ts";

export const PRODUCTION = idOf("production");
export const DEVOPS = idOf("devops");
export const OUTSIDE = "999999999999";
export const ROLE = `arn:aws:iam::${PRODUCTION}:role/DeployRole`;
export const CI = `arn:aws:iam::${DEVOPS}:role/CiCd`;
export const CI_ID = "AROAEXAMPLECICD000001";
export const SUCCESSOR = "AROAEXAMPLESUCCESSOR1";
export const ROLE_ID = "AROAEXAMPLEDEPLOY0001";

export const DEPLOY: DeclaredTrust = {
  account: PRODUCTION,
  role: "DeployRole",
  id: ROLE_ID,
  principals: [{ kind: "role", name: "role:devops/CiCd", arn: CI, id: CI_ID }],
  externalId: "deploy-7f3a",
};

export const OPERATORS = [
  `arn:aws:iam::100000000001:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_${"?".repeat(16)}`,
];

export function baselineWith(...trust: readonly DeclaredTrust[]): Baseline {
  return { ...securecart, trust };
}

export function wantOf(declared?: DeclaredTrust): Want {
  const { id, management } = securecart.organization;
  const organization = { id, management, operators: OPERATORS };
  return { account: PRODUCTION, organization, ...(declared && { declared }) };
}

export function policy(...Statement: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement };
}

/** Lets somebody in; with the declared external id unless said otherwise. */
export function admitting(
  principal: string | readonly string[],
  Condition: PolicyStatement["Condition"] | null = {
    StringEquals: { "sts:ExternalId": "deploy-7f3a" },
  },
): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: "sts:AssumeRole",
    ...(Condition && { Condition }),
  };
}

export function liveWith(document: PolicyDocument, changes: Partial<Live> = {}): Live {
  return {
    arn: ROLE,
    id: ROLE_ID,
    policy: JSON.stringify(document),
    principals: { [CI]: CI_ID },
    ...changes,
  };
}
