/** Whom the organization trusts now. */
import {
  AwsError,
  type Baseline,
  type Caller,
  type Observed,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import { declaredKeys, keyOf, partOf } from "./keys.ts";

export type Live =
  | { readonly kind: "services"; readonly services: readonly string[] }
  | { readonly kind: "delegation-policy"; readonly content: string }
  | {
      readonly kind: "administrator";
      readonly services: readonly string[];
      /** Services that the organization trusts: only those can be delegated. */
      readonly trusted: readonly string[];
    };

export type Reads =
  | "organizations:ListAWSServiceAccessForOrganization"
  | "organizations:ListDelegatedAdministrators"
  | "organizations:ListDelegatedServicesForAccount"
  | "organizations:DescribeResourcePolicy";

export async function observe(
  key: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const part = partOf(key);
  if (part.kind === "services") {
    return { kind: "present", live: { kind: "services", services: await trustedServices(aws) } };
  }
  if (part.kind === "delegation-policy") return delegationPolicy(aws);
  return administrator(part.account, aws, baseline, () => trustedServices(aws));
}

/** Two lists, and one call for each administrator: a second each at AWS's rate, and there are few. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  if (baseline.organizationTrust === undefined) return;
  const services = await trustedServices(aws);
  const live: Live = { kind: "services", services };
  yield { key: keyOf(baseline, { kind: "services" }), observed: { kind: "present", live } };
  yield {
    key: keyOf(baseline, { kind: "delegation-policy" }),
    observed: await delegationPolicy(aws),
  };
  for (const account of await administrators(aws, baseline)) {
    const key = keyOf(baseline, { kind: "administrator", account });
    yield { key, observed: await administrator(account, aws, baseline, async () => services) };
  }
}

async function trustedServices(aws: Caller<Reads>): Promise<readonly string[]> {
  const services: string[] = [];
  for await (const page of aws.pages("organizations:ListAWSServiceAccessForOrganization", {})) {
    for (const { ServicePrincipal } of page.EnabledServicePrincipals ?? []) {
      if (ServicePrincipal !== undefined) services.push(ServicePrincipal);
    }
  }
  return services.toSorted();
}

async function delegationPolicy(aws: Caller<Reads>): Promise<Observed<Live>> {
  try {
    const { ResourcePolicy } = await aws.call("organizations:DescribeResourcePolicy", {});
    const content = ResourcePolicy?.Content ?? "";
    return { kind: "present", live: { kind: "delegation-policy", content } };
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "ResourcePolicyNotFoundException") {
      return { kind: "absent" };
    }
    throw error;
  }
}

async function administrator(
  account: string,
  aws: Caller<Reads>,
  baseline: Baseline,
  trustedNow: () => Promise<readonly string[]>,
): Promise<Observed<Live>> {
  const services: string[] = [];
  try {
    const pages = aws.pages("organizations:ListDelegatedServicesForAccount", {
      AccountId: account,
    });
    for await (const page of pages) {
      for (const { ServicePrincipal } of page.DelegatedServices ?? []) {
        if (ServicePrincipal !== undefined) services.push(ServicePrincipal);
      }
    }
  } catch (error) {
    if (!isNoAdministrator(error)) throw error;
  }
  const declared = baseline.organizationTrust?.delegatedAdministrators ?? [];
  const wanted = declared.find((one) => one.account === account)?.services ?? [];
  const complete = wanted.every((service) => services.includes(service));
  // Asked only where something has to be registered: the call has one of AWS's lowest rates.
  const trusted = complete ? [] : await trustedNow();
  return {
    kind: "present",
    live: { kind: "administrator", services: services.toSorted(), trusted },
  };
}

/** AWS's words for an account that administers nothing, or is not in the organization any more. */
function isNoAdministrator(error: unknown): boolean {
  const codes = ["AccountNotRegisteredException", "AccountNotFoundException"];
  return error instanceof AwsError && codes.includes(error.awsCode);
}

/** Those that AWS lists, and those that are declared, each once. */
async function administrators(aws: Caller<Reads>, baseline: Baseline): Promise<string[]> {
  const accounts = new Set<string>();
  for await (const page of aws.pages("organizations:ListDelegatedAdministrators", {})) {
    for (const { Id } of page.DelegatedAdministrators ?? []) if (Id !== undefined) accounts.add(Id);
  }
  for (const key of declaredKeys(baseline)) {
    const part = partOf(key);
    if (part.kind === "administrator") accounts.add(part.account);
  }
  return [...accounts].toSorted();
}
