/** Which services may see the organization, and which members administer them. */
import type { LabClock } from "../clock.ts";
import { type Operation, ServiceError } from "../service.ts";
import { accountNotFound, accountNotRegistered, constraint, invalid } from "./errors.ts";
import { type Input, limited, text } from "./input.ts";
import { withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

type Name =
  | "EnableAWSServiceAccess"
  | "DisableAWSServiceAccess"
  | "RegisterDelegatedAdministrator"
  | "DeregisterDelegatedAdministrator";

// How many administrators a service may have is each service's own affair, and not modelled.
export function trustOperations(
  store: OrganizationStore,
  clock: Pick<LabClock, "now">,
): Readonly<Record<Name, Operation>> {
  function member(input: Input): string {
    const account = text(input, "AccountId");
    if (!store.current().accounts.has(account)) throw accountNotFound();
    return account;
  }

  function setDelegations(account: string, services: ReadonlyMap<string, number>): void {
    const { delegations } = store.current();
    const left = services.size > 0 ? services : undefined;
    store.update({ delegations: withEntry(delegations, account, left) });
  }

  return {
    EnableAWSServiceAccess(input) {
      const service = servicePrincipal(input);
      const { trustedServices } = store.current();
      // Enabling it again succeeds and changes nothing.
      if (trustedServices.has(service)) return {};
      store.update({ trustedServices: withEntry(trustedServices, service, clock.now()) });
      return {};
    },
    DisableAWSServiceAccess(input) {
      const { trustedServices } = store.current();
      store.update({
        trustedServices: withEntry(trustedServices, servicePrincipal(input), undefined),
      });
      return {};
    },
    RegisterDelegatedAdministrator(input) {
      const [account, service] = [member(input), servicePrincipal(input)];
      const { accounts, management, trustedServices, delegations } = store.current();
      if (account === management) {
        const message = "You can't register the management account as a delegated administrator.";
        throw constraint("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", message);
      }
      if (accounts.get(account)?.state !== "ACTIVE") {
        const message = "You can't register a suspended account as a delegated administrator.";
        throw constraint("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", message);
      }
      if (!trustedServices.has(service)) {
        const message = "You must enable service access before you register an administrator.";
        throw constraint("SERVICE_ACCESS_NOT_ENABLED", message);
      }
      const services = delegations.get(account) ?? new Map();
      if (services.has(service)) {
        throw new ServiceError(
          "AccountAlreadyRegisteredException",
          "The provided account is already a delegated administrator for your organization.",
        );
      }
      setDelegations(account, withEntry(services, service, clock.now()));
      return {};
    },
    DeregisterDelegatedAdministrator(input) {
      const [account, service] = [member(input), servicePrincipal(input)];
      const services = store.current().delegations.get(account);
      if (!services?.has(service)) throw accountNotRegistered();
      setDelegations(account, withEntry(services, service, undefined));
      return {};
    },
  };
}

// AWS has a list of its own; the lab takes every name that one of its services could have.
function servicePrincipal(input: Input): string {
  const service = limited(text(input, "ServicePrincipal"), "ServicePrincipal", 128);
  if (/^[\w.-]+\.amazonaws\.com$/.test(service)) return service;
  throw invalid("UNRECOGNIZED_SERVICE_PRINCIPAL", `${service} is no service principal.`);
}
