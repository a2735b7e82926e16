/** Whom the organization trusts: the one part that a baseline can do without, and says so. */
import { AwsError } from "../errors.ts";
import type { Caller } from "../ports.ts";
import type { LiveTrust } from "./model.ts";

export const TRUST_READS = [
  "organizations:DescribeResourcePolicy",
  "organizations:ListAWSServiceAccessForOrganization",
  "organizations:ListDelegatedAdministrators",
  "organizations:ListDelegatedServicesForAccount",
] as const;

type Reads = (typeof TRUST_READS)[number];

/** All of it, or why not: a list that is not complete would make drift of what it lacks. */
export async function readTrust(aws: Caller<Reads>): Promise<LiveTrust | { unread: string }> {
  try {
    const trustedServices = await readServices(aws);
    const delegatedAdministrators = await readAdministrators(aws);
    const delegationPolicy = await readDelegationPolicy(aws);
    return {
      trustedServices,
      delegatedAdministrators,
      ...(delegationPolicy !== undefined && { delegationPolicy }),
    };
  } catch (error) {
    if (error instanceof AwsError && error.class === "denied") return { unread: error.message };
    throw error;
  }
}

async function readServices(aws: Caller<Reads>): Promise<string[]> {
  const services: string[] = [];
  for await (const page of aws.pages("organizations:ListAWSServiceAccessForOrganization", {})) {
    for (const { ServicePrincipal } of page.EnabledServicePrincipals ?? []) {
      if (ServicePrincipal !== undefined) services.push(ServicePrincipal);
    }
  }
  return services.toSorted();
}

async function readAdministrators(aws: Caller<Reads>) {
  const accounts: string[] = [];
  for await (const page of aws.pages("organizations:ListDelegatedAdministrators", {})) {
    for (const { Id } of page.DelegatedAdministrators ?? []) {
      if (Id !== undefined) accounts.push(Id);
    }
  }
  const administrators: { account: string; services: readonly string[] }[] = [];
  for (const account of accounts.toSorted()) {
    const services: string[] = [];
    const pages = aws.pages("organizations:ListDelegatedServicesForAccount", {
      AccountId: account,
    });
    for await (const page of pages) {
      for (const { ServicePrincipal } of page.DelegatedServices ?? []) {
        if (ServicePrincipal !== undefined) services.push(ServicePrincipal);
      }
    }
    administrators.push({ account, services: services.toSorted() });
  }
  return administrators;
}

async function readDelegationPolicy(aws: Caller<Reads>): Promise<string | undefined> {
  try {
    const { ResourcePolicy } = await aws.call("organizations:DescribeResourcePolicy", {});
    return ResourcePolicy?.Content ?? "";
  } catch (error) {
    const absent = "ResourcePolicyNotFoundException";
    if (error instanceof AwsError && error.awsCode === absent) return undefined;
    throw error;
  }
}
