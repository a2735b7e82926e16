/** Who wants a role, and whether its trust policy lets them have it. */
import { type ContextValue, evaluate, type PolicyDocument, type Request } from "@holdfast/policy";

/** An account or a service by its id, or a caller with the condition keys of the call. */
export type Taker =
  | string
  | {
      readonly principal: Request["principal"];
      readonly context: Readonly<Record<string, ContextValue>>;
    };

// Whether the caller's own policies allow it is decided before.
const ALLOWED = {
  name: "allowed",
  document: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
} as const;

/** `role` is the ARN and account of what is wanted. */
export function isTrusted(
  role: { readonly arn: string; readonly account: string },
  trust: PolicyDocument,
  by: Taker,
): boolean {
  const { principal, context } = typeof by === "string" ? takerOf(by, role.account) : by;
  const request = { action: "sts:AssumeRole", resource: role.arn, resourceAccount: role.account };
  const policies = { identity: [ALLOWED], trust: { name: "trust", document: trust } };
  return evaluate({ ...request, principal, context }, policies).allowed;
}

/** A trust policy that lets accounts and services in, whoever they act for. */
export function trusting(takers: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: takers.map((by) => ({
      Effect: "Allow",
      Principal: isService(by) ? { Service: by } : { AWS: rootOf(by) },
      Action: "sts:AssumeRole",
    })),
  };
}

function takerOf(by: string, account: string): Exclude<Taker, string> {
  if (isService(by)) return { principal: { arn: by, account, service: by }, context: {} };
  const context = { "aws:PrincipalArn": rootOf(by), "aws:PrincipalAccount": by };
  return { principal: { arn: rootOf(by), account: by }, context };
}

const isService = (by: string): boolean => by.endsWith(".amazonaws.com");
const rootOf = (account: string): string => `arn:aws:iam::${account}:root`;
