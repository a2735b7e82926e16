/** What differs between declared and live trust, and the steps that put it right. */
import type { Difference, Effect, ResourceKey, Step } from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { partOf } from "./keys.ts";
import type { Live } from "./live.ts";

export type Want =
  | { readonly kind: "services"; readonly services: readonly string[] }
  | { readonly kind: "delegation-policy"; readonly content: PolicyDocument | undefined }
  | { readonly kind: "administrator"; readonly services: readonly string[] };

export type Writes =
  | "organizations:EnableAWSServiceAccess"
  | "organizations:DisableAWSServiceAccess"
  | "organizations:RegisterDelegatedAdministrator"
  | "organizations:DeregisterDelegatedAdministrator"
  | "organizations:PutResourcePolicy"
  | "organizations:DeleteResourcePolicy";

/** Undeclared trusted services have a mode of their own: see the page. */
export const UNDECLARED_SERVICE = "undeclared-service";

export async function diff(want: Want, live: Live | undefined): Promise<readonly Difference[]> {
  if (want.kind === "delegation-policy") {
    return (await delegationPolicy(want.content, live)).differences;
  }
  const there = servicesOf(live);
  const [is, aspect] =
    want.kind === "services"
      ? ["has trusted access to the organization", UNDECLARED_SERVICE]
      : ["is administered from this account", undefined];
  return [
    ...without(want.services, there).map(
      (service): Difference => ({
        path: `services.${service}`,
        kind: "missing",
        expected: service,
        actual: null,
        message: `${service} is declared, and ${not(is)}`,
      }),
    ),
    ...without(there, want.services).map(
      (service): Difference => ({
        path: `services.${service}`,
        kind: "unexpected",
        expected: null,
        actual: service,
        message: `${service} ${is}, and nobody declared it`,
        ...(aspect && { aspect }),
      }),
    ),
  ];
}

export async function plan(
  key: ResourceKey,
  want: Want,
  live: Live | undefined,
): Promise<readonly Step<Writes>[]> {
  switch (want.kind) {
    case "delegation-policy": {
      const { effect } = await delegationPolicy(want.content, live);
      return [delegation(want.content, effect)];
    }
    case "services":
      return services(want.services, servicesOf(live));
    case "administrator":
      return administrator(key, want.services, live);
  }
}

function services(wanted: readonly string[], there: readonly string[]): Step<Writes>[] {
  return [
    ...without(there, wanted).map(
      (ServicePrincipal): Step<Writes> => ({
        action: "organizations:DisableAWSServiceAccess",
        input: { ServicePrincipal },
        effect: "restrict",
        reason: `end the trusted access of ${ServicePrincipal}, which nobody declared`,
        aspect: UNDECLARED_SERVICE,
      }),
    ),
    ...without(wanted, there).map(
      (ServicePrincipal): Step<Writes> => ({
        action: "organizations:EnableAWSServiceAccess",
        input: { ServicePrincipal },
        effect: "grant",
        reason: `trust ${ServicePrincipal}, which is declared`,
      }),
    ),
  ];
}

function administrator(
  key: ResourceKey,
  wanted: readonly string[],
  live: Live | undefined,
): Step<Writes>[] {
  const part = partOf(key);
  const AccountId = part.kind === "administrator" ? part.account : "";
  const there = servicesOf(live);
  const trusted = live?.kind === "administrator" ? live.trusted : [];
  return [
    ...without(there, wanted).map(
      (ServicePrincipal): Step<Writes> => ({
        action: "organizations:DeregisterDelegatedAdministrator",
        input: { AccountId, ServicePrincipal },
        effect: "restrict",
        reason: `no longer let ${AccountId} administer ${ServicePrincipal}, which nobody declared`,
      }),
    ),
    // AWS refuses to delegate what the organization does not trust; that is another key's to mend.
    ...without(wanted, there)
      .filter((service) => trusted.includes(service))
      .map(
        (ServicePrincipal): Step<Writes> => ({
          action: "organizations:RegisterDelegatedAdministrator",
          input: { AccountId, ServicePrincipal },
          effect: "grant",
          reason: `let ${AccountId} administer ${ServicePrincipal}, which is declared`,
        }),
      ),
  ];
}

function delegation(wanted: PolicyDocument | undefined, effect: Effect): Step<Writes> {
  if (wanted === undefined) {
    const reason = "delete the delegation policy, which nobody declared";
    return { action: "organizations:DeleteResourcePolicy", input: {}, effect, reason };
  }
  return {
    action: "organizations:PutResourcePolicy",
    input: { Content: JSON.stringify(wanted) },
    effect,
    reason: "put the declared delegation policy back",
  };
}

// Comparing documents is loaded when there are some: most looks are at other keys.
async function delegationPolicy(wanted: PolicyDocument | undefined, live: Live | undefined) {
  const { compared } = await import("./delegation-policy.ts");
  return compared(wanted, live?.kind === "delegation-policy" ? live.content : undefined);
}

function servicesOf(live: Live | undefined): readonly string[] {
  return live === undefined || live.kind === "delegation-policy" ? [] : live.services;
}

function without(services: readonly string[], others: readonly string[]): readonly string[] {
  return services.filter((service) => !others.includes(service));
}

/** "has trusted access" -> "has no trusted access" */
function not(is: string): string {
  return is.startsWith("has ") ? is.replace("has ", "has no ") : is.replace("is ", "is not ");
}
