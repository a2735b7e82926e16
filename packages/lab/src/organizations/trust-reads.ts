/** Reads of whom the organization trusts: services, delegated administrators, resource policy. */
import type { Operation } from "../service.ts";
import { accountNotFound, accountNotRegistered, resourcePolicyNotFound } from "./errors.ts";
import { optionalText, text } from "./input.ts";
import type { Reader } from "./reader.ts";
import { describedMember, describedResourcePolicy } from "./shapes.ts";

export function trustReads({ view, listed }: Reader): Readonly<Record<string, Operation>> {
  return {
    ListAWSServiceAccessForOrganization(input) {
      const { trustedServices } = view();
      return listed("EnabledServicePrincipals", input, trustedServices, ([service, since]) => ({
        ServicePrincipal: service,
        DateEnabled: new Date(since),
      }));
    },
    ListDelegatedAdministrators(input) {
      const state = view();
      const wanted = optionalText(input, "ServicePrincipal");
      const found = [...state.delegations].flatMap(([id, services]) => {
        const account = state.accounts.get(id);
        const dates = [...services].filter(([name]) => wanted === undefined || name === wanted);
        const since = Math.min(...dates.map(([, date]) => date));
        return account && dates.length > 0 ? [{ account, since }] : [];
      });
      return listed("DelegatedAdministrators", input, found, ({ account, since }) => ({
        ...describedMember(state, account),
        DelegationEnabledDate: new Date(since),
      }));
    },
    ListDelegatedServicesForAccount(input) {
      const { accounts, delegations } = view();
      const account = text(input, "AccountId");
      if (!accounts.has(account)) throw accountNotFound();
      const services = delegations.get(account);
      if (!services) throw accountNotRegistered();
      return listed("DelegatedServices", input, services, ([service, since]) => ({
        ServicePrincipal: service,
        DelegationEnabledDate: new Date(since),
      }));
    },
    DescribeResourcePolicy() {
      const state = view();
      if (!state.resourcePolicy) throw resourcePolicyNotFound();
      return { ResourcePolicy: describedResourcePolicy(state, state.resourcePolicy) };
    },
  };
}
