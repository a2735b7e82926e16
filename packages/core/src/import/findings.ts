/** What looks odd in an organization as it was found: for people to decide on, and not vouched for until then. */
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import type { ReviewItem } from "../baseline/model.ts";
import type { LiveOrganization, LivePolicy, LiveTrust } from "./model.ts";
import { delegates, outsidersSpared, sweeping } from "./odd-policies.ts";

export type Finding = Omit<ReviewItem, "since">;

/** What the baseline makes of the organization, by id. */
export interface Declared {
  readonly organization: LiveOrganization;
  /** Id of an account -> its name. */
  readonly accounts: ReadonlyMap<string, string>;
  /** Id of the root or of a unit -> its path. */
  readonly units: ReadonlyMap<string, string>;
  /** Policies that are declared, with their names in the baseline and their documents. */
  readonly policies: readonly DeclaredPolicy[];
  /** Id of the root, a unit or an account -> names of the policies on it, in order; without entry: none. */
  readonly attached: ReadonlyMap<string, readonly string[]>;
  /** Undefined if the section is left out. */
  readonly trust?: LiveTrust & { readonly document?: PolicyDocument };
}

/** Its targets are those that are declared. */
export interface DeclaredPolicy extends LivePolicy {
  readonly key: string;
  readonly document: PolicyDocument;
}

/** Whoever administers StackSets runs templates, and so code, as administrator of every account. */
const STACKSETS = "member.org.stacksets.cloudformation.amazonaws.com";
const FULL_ACCESS = "p-FullAWSAccess";

/** In an order that depends on the organization alone. */
export function findingsIn(declared: Declared): Finding[] {
  return [...attachments(declared), ...contents(declared), ...trusted(declared)];
}

function attachments({ organization, accounts, units, attached }: Declared): Finding[] {
  const guardrail = "scp-attachment";
  const onAccounts = [...accounts].flatMap(([id, key]): Finding[] => {
    const own = attached.get(id);
    if (own === undefined) return [];
    const finding =
      id === organization.management
        ? `${own.join(", ")} on the management account, where control policies have no effect`
        : `${own.join(", ")} on this account alone: an account moved in beside it goes without`;
    return [{ guardrail, key, finding }];
  });
  const full = organization.policies.find(({ id }) => id === FULL_ACCESS);
  const having = new Set(full?.targets);
  const without = [...units, ...accounts]
    .filter(([id]) => full !== undefined && !having.has(id))
    .map(([, key]): Finding => {
      const finding =
        "FullAWSAccess is not attached here: only what its other policies allow is allowed, and " +
        "Holdfast takes it for attached when it judges policies";
      return { guardrail, key, finding };
    });
  return [
    ...onAccounts,
    ...(organization.policyTypes.includes("SERVICE_CONTROL_POLICY") ? without : []),
  ];
}

function contents({ organization, policies }: Declared): Finding[] {
  const own = new Set(organization.accounts.map(({ id }) => id));
  return policies.flatMap(({ key, type, document, targets }) => {
    const statements = statementsOf(document);
    const findings = [
      ...(targets.length === 0 ? ["attached nowhere: it protects nothing"] : []),
      ...sweeping(statements, type),
      ...outsidersSpared(statements, { accounts: own, id: organization.id }),
    ];
    return findings.map((finding) => ({ guardrail: "scp-content", key, finding }));
  });
}

function trusted({ organization, accounts, trust }: Declared): Finding[] {
  if (trust === undefined) return [];
  const guardrail = "organization-trust";
  const own = new Set(organization.accounts.map(({ id }) => id));
  const stackSets = trust.delegatedAdministrators
    .filter(({ services }) => services.includes(STACKSETS))
    .map(({ account }): Finding => {
      const key = `delegated administrator ${accounts.get(account) ?? account}`;
      const finding =
        "administers StackSets: it can run anything as administrator of every account";
      return { guardrail, key, finding };
    });
  const policy = trust.document === undefined ? [] : statementsOf(trust.document);
  return [
    ...stackSets,
    ...delegates(policy, { accounts: own, id: organization.id }).map(
      (finding): Finding => ({ guardrail, key: "delegation policy", finding }),
    ),
  ];
}

function statementsOf({ Statement }: PolicyDocument): readonly PolicyStatement[] {
  return [Statement].flat();
}
