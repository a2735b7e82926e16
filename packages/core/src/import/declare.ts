/** What of a live organization a baseline can declare, under which names, and what has to be left out. */
import { type ControlPolicyType, checkPolicy, type PolicyDocument } from "@holdfast/policy";
import { readPolicyFile } from "../baseline/policy-document.ts";
import type { Declared, DeclaredPolicy } from "./findings.ts";
import { type IdentityCenterSections, identityCenterSections } from "./identity-center.ts";
import type { LiveAccount, LiveOrganization, LivePolicy, LiveTrust } from "./model.ts";
import { ACCOUNT_NAMES, namesFor, POLICY_NAMES, UNIT_NAMES } from "./names.ts";
import { laidOut } from "./policy-text.ts";

/** Names of files below `policies/`; no policy gets that of the delegation policy. */
export const DELEGATION = "delegation-policy";

export interface Declaration extends Declared {
  /** Policies whose text can't be declared, and why. */
  readonly illegible: readonly { readonly policy: LivePolicy; readonly why: string }[];
  /** Policies of a type that is not enabled: no guardrail could hold them to anything. */
  readonly disabled: readonly LivePolicy[];
  /** Accounts that are closed or being closed: declared are those in use. */
  readonly closed: readonly LiveAccount[];
  /** Why whom the organization trusts is not declared; undefined if it is. */
  readonly untold?: string;
  /** Undefined: it has no Identity Center. */
  readonly identityCenter?: IdentityCenterSections | { readonly untold: string };
}

export function declare(organization: LiveOrganization): Declaration {
  const closed = organization.accounts.filter(({ state }) => CLOSED.has(state));
  const accounts = accountNames(organization, closed);
  const isInUse = (target: string) => !closed.some(({ id }) => id === target);
  const own = organization.policies.filter(({ awsManaged }) => !awsManaged);
  const disabled = own.filter((one) => !isEnabled(one.type, organization));
  const names = namesFor(own, POLICY_NAMES, [DELEGATION]);
  const policies: DeclaredPolicy[] = [];
  const illegible: { policy: LivePolicy; why: string }[] = [];
  for (const policy of own) {
    if (disabled.includes(policy)) continue;
    const { document, why } = legible(policy.content, policy.type);
    const key = names.get(policy.id) ?? policy.id;
    if (document === undefined) illegible.push({ policy, why });
    else policies.push({ ...policy, key, document, targets: policy.targets.filter(isInUse) });
  }
  const trust = declarable(organization, accounts);
  const identityCenter = identityCenterSections(organization, accounts);
  return {
    organization,
    accounts,
    units: unitPaths(organization),
    policies,
    attached: attachedTo(policies),
    illegible,
    disabled,
    closed,
    ...("untold" in trust ? trust : { trust }),
    ...(identityCenter && { identityCenter }),
  };
}

function attachedTo(policies: readonly DeclaredPolicy[]): Map<string, readonly string[]> {
  const attached = new Map<string, string[]>();
  for (const { key, targets } of policies.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    for (const target of targets) {
      const here = attached.get(target);
      if (here === undefined) attached.set(target, [key]);
      else here.push(key);
    }
  }
  return attached;
}

/** AWS keeps a closed account as a member for 90 days; nothing happens in it any more. */
const CLOSED: ReadonlySet<string> = new Set(["PENDING_CLOSURE", "SUSPENDED", "CLOSED"]);

/** A type that is disabled may still have policies; nothing carries them. */
function isEnabled(type: ControlPolicyType, { policyTypes }: LiveOrganization): boolean {
  return policyTypes.includes(type);
}

/** The document, if the text can be written into a file that loads; otherwise why not. */
function legible(
  content: string,
  kind: Parameters<typeof checkPolicy>[1],
  store?: "DELEGATION_POLICY",
): { readonly document?: PolicyDocument; readonly why: string } {
  // Only JSON can be laid out; the reader of files says the rest, with the file's own rules.
  const [first] = checkPolicy(content, kind).problems.filter(({ code }) => code !== "TOO_LARGE");
  if (first !== undefined) return { why: first.problem };
  const { document, problems } = readPolicyFile("policy", laidOut(content), kind, store);
  const [problem] = problems;
  if (problem !== undefined || document === undefined) {
    return { why: problem?.message ?? "it can't be read" };
  }
  return { document: document.content, why: "" };
}

function accountNames(
  { accounts: all, management }: LiveOrganization,
  closed: readonly LiveAccount[],
): Map<string, string> {
  const accounts = all.filter((account) => !closed.includes(account));
  const payer = accounts.find(({ id }) => id === management);
  // The one name that only the management account may have.
  const keeps = payer?.name === "management";
  const others = keeps ? accounts.filter(({ id }) => id !== management) : accounts;
  const names = namesFor(others, ACCOUNT_NAMES, ["management"]);
  return keeps ? new Map([[management, "management"], ...names]) : names;
}

/** Paths of the root and of all units, siblings told apart. */
function unitPaths({ root, units }: LiveOrganization): Map<string, string> {
  const children = Map.groupBy(units, ({ parent }) => parent);
  const paths = new Map([[root, "Root"]]);
  for (const [parent, path] of paths) {
    // A map takes what is added while it is walked: level by level, down to the leaves.
    for (const [id, name] of namesFor(children.get(parent) ?? [], UNIT_NAMES)) {
      paths.set(id, `${path}/${name}`);
    }
  }
  return paths;
}

const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com$/;

/** The lists are complete or not there: part of one would make drift of the rest. */
function declarable(
  { trust, management }: LiveOrganization,
  names: ReadonlyMap<string, string>,
): (LiveTrust & { readonly document?: PolicyDocument }) | { readonly untold: string } {
  if ("unread" in trust) return { untold: `it could not be read: ${trust.unread}` };
  const { trustedServices, delegatedAdministrators, delegationPolicy } = trust;
  const odd = trustedServices.find((service) => !SERVICE.test(service));
  if (odd !== undefined) return { untold: `${JSON.stringify(odd)} is no service principal` };
  for (const { account, services } of delegatedAdministrators) {
    if (account === management || !names.has(account)) {
      return { untold: `${account}, a delegated administrator, is no member account in use` };
    }
    const untrusted = services.find((service) => !trustedServices.includes(service));
    if (untrusted !== undefined) {
      const who = names.get(account) ?? account;
      return { untold: `${who} administers ${untrusted}, which is not a trusted service` };
    }
  }
  if (delegationPolicy === undefined) return trust;
  const { document, why } = legible(delegationPolicy, "RESOURCE", "DELEGATION_POLICY");
  if (document === undefined) return { untold: `the delegation policy can't be declared: ${why}` };
  return { ...trust, document };
}
