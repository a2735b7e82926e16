/** EnablePolicyType and DisablePolicyType: asynchronous, and not each other's inverse. */
import type { PolicyType } from "@aws-sdk/client-organizations";
import { type Operation, ServiceError } from "../service.ts";
import { refuseDuringChange } from "./attachments.ts";
import { policyTypeNotEnabled, rootNotFound } from "./errors.ts";
import { policyType, text } from "./input.ts";
import { firstPolicies } from "./policy-kinds.ts";
import { describedRoot } from "./shapes.ts";
import { withEntry } from "./state.ts";
import type { OrganizationStore } from "./store.ts";

/** Milliseconds from the call to its effect. AWS documents no figure. */
const TAKES = 5_000;

export function policyTypeOperations(
  store: OrganizationStore,
): Readonly<Record<"EnablePolicyType" | "DisablePolicyType", Operation>> {
  function asked(input: Readonly<Record<string, unknown>>): PolicyType {
    if (text(input, "RootId") !== store.current().root) throw rootNotFound();
    const type = policyType(input, "PolicyType");
    refuseDuringChange(store.current());
    return type;
  }

  function setStatus(type: PolicyType, status: "PENDING_ENABLE" | "PENDING_DISABLE"): void {
    store.update({ policyTypes: withEntry(store.current().policyTypes, type, status) });
  }

  // What was attached before a disable is lost: only the full access policy comes back (ORG scps).
  function settle(type: PolicyType, enabled: boolean): void {
    const { attachments, policies, policyTypes } = store.current();
    const others = [...attachments].map(([target, ids]): [string, readonly string[]] => {
      const kept = ids.filter((id) => policies.get(id)?.type !== type);
      return [target, enabled ? [...kept, ...firstPolicies([type])] : kept];
    });
    store.update({
      attachments: new Map(others),
      policyTypes: withEntry(policyTypes, type, enabled ? "ENABLED" : undefined),
    });
  }

  return {
    EnablePolicyType(input) {
      const type = asked(input);
      if (store.current().policyTypes.has(type)) {
        const message = "The specified policy type is already enabled in the specified root.";
        throw new ServiceError("PolicyTypeAlreadyEnabledException", message);
      }
      setStatus(type, "PENDING_ENABLE");
      store.later(TAKES, () => settle(type, true));
      return { Root: describedRoot(store.current()) };
    },
    DisablePolicyType(input) {
      const type = asked(input);
      if (!store.current().policyTypes.has(type)) throw policyTypeNotEnabled(type);
      // Recorded responses still say ENABLED: the response must not be used to decide the state.
      const answer = { Root: describedRoot(store.current()) };
      setStatus(type, "PENDING_DISABLE");
      store.later(TAKES, () => settle(type, false));
      return answer;
    },
  };
}
