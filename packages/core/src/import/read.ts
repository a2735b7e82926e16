/** Reads an organization with few calls. What could not be read to the end is an error, never less. */
import type { ControlPolicyType } from "@holdfast/policy";
import { CONTROL_POLICY_TYPES } from "../baseline/policy-types.ts";
import { AwsError, HoldfastError } from "../errors.ts";
import type { Caller } from "../ports.ts";
import type { LiveAccount, LiveOrganization, LivePolicy, LiveUnit } from "./model.ts";
import { readTrust, TRUST_READS } from "./read-trust.ts";

/** Every call that an import makes by itself. */
export const IMPORT_READS = [
  "organizations:DescribeOrganization",
  "organizations:DescribePolicy",
  "organizations:ListAccounts",
  "organizations:ListOrganizationalUnitsForParent",
  "organizations:ListPolicies",
  "organizations:ListRoots",
  "organizations:ListTargetsForPolicy",
  ...TRUST_READS,
] as const;

type Reads = (typeof IMPORT_READS)[number];

/** AWS nests units five deep below the root: the fifth level has no children to ask for. */
const MAX_UNIT_DEPTH = 5;

export interface ReadOptions {
  /** Id of the account whose credentials are at hand. */
  readonly account: string;
  /** Hears what is being read. */
  onProgress?(text: string): void;
}

/**
 * Reads everything that a baseline declares. Throws a `HoldfastError`: `WRONG_ACCOUNT` for an account that
 * is not the management account, `IMPORT_UNREAD` if a call is refused, `IMPORT_CHANGED` if the parts don't
 * fit together, because the organization changed meanwhile.
 */
export async function readOrganization(
  aws: Caller<Reads>,
  { account, onProgress = () => {} }: ReadOptions,
): Promise<LiveOrganization> {
  try {
    onProgress("reading the organization");
    const organization = await readBasics(account, aws);
    const accounts = await readAccounts(aws, onProgress);
    const units = await readUnits(organization.root, aws, onProgress);
    const policies: LivePolicy[] = [];
    for (const type of CONTROL_POLICY_TYPES) {
      policies.push(...(await readPolicies(type, aws, onProgress)));
    }
    onProgress("reading whom the organization trusts");
    const trust = await readTrust(aws);
    const read = { ...organization, accounts, units, policies, trust };
    assertWhole(read);
    return read;
  } catch (error) {
    throw error instanceof AwsError ? unread(error) : error;
  }
}

async function readBasics(account: string, aws: Caller<Reads>) {
  const { Organization } = await aws.call("organizations:DescribeOrganization", {});
  const { Id, MasterAccountId, FeatureSet } = Organization ?? {};
  const id = known(Id, "the organization's id");
  const management = known(MasterAccountId, "the id of the management account");
  // A member may read this much, and little more; nor can Holdfast live there.
  if (account !== management) {
    const message = `These credentials are of account ${account}, but the organization's management account is ${management}.`;
    const hint = "Use credentials of the management account.";
    throw new HoldfastError("WRONG_ACCOUNT", message, { source: "user", hint });
  }
  if (FeatureSet !== "ALL") {
    const message = `Organization ${id} has the feature set ${FeatureSet}: there are no policies in it.`;
    throw new HoldfastError("IMPORT_NO_POLICIES", message, {
      source: "user",
      hint: "Enable all features in AWS Organizations first.",
    });
  }
  for await (const { Roots = [] } of aws.pages("organizations:ListRoots", {})) {
    for (const { Id: root, PolicyTypes = [] } of Roots) {
      const enabled = PolicyTypes.filter(({ Status }) => Status === "ENABLED");
      const policyTypes = CONTROL_POLICY_TYPES.filter((type) =>
        enabled.some(({ Type }) => Type === type),
      );
      return { id, management, root: known(root, "the root's id"), policyTypes };
    }
  }
  throw new HoldfastError("IMPORT_CHANGED", "AWS lists no root.", { source: "aws" });
}

async function readAccounts(
  aws: Caller<Reads>,
  onProgress: (text: string) => void,
): Promise<LiveAccount[]> {
  const accounts: LiveAccount[] = [];
  for await (const { Accounts = [] } of aws.pages("organizations:ListAccounts", {})) {
    for (const { Id, Name = "", State, Status, Paths } of Accounts) {
      const id = known(Id, "an account's id");
      // `o-…/r-…/ou-…/<account>/`: with it, no account has to be asked for its parent.
      const path = known(Paths?.[0], `the path of account ${id}`).split("/").filter(Boolean);
      const parent = known(path.at(-2), `the parent of account ${id}`);
      accounts.push({ id, name: Name, parent, state: State ?? Status ?? "UNKNOWN" });
    }
    onProgress(`${accounts.length} accounts read`);
  }
  return accounts.toSorted(byId);
}

async function readUnits(
  root: string,
  aws: Caller<Reads>,
  onProgress: (text: string) => void,
): Promise<LiveUnit[]> {
  const units: LiveUnit[] = [];
  let level = [root];
  for (let depth = 0; depth < MAX_UNIT_DEPTH && level.length > 0; depth++) {
    const children: string[] = [];
    for (const parent of level) {
      const pages = aws.pages("organizations:ListOrganizationalUnitsForParent", {
        ParentId: parent,
      });
      for await (const { OrganizationalUnits = [] } of pages) {
        for (const { Id, Name = "" } of OrganizationalUnits) {
          const id = known(Id, "a unit's id");
          units.push({ id, name: Name, parent });
          children.push(id);
        }
      }
      onProgress(`${units.length} units read`);
    }
    level = children;
  }
  return units.toSorted(byId);
}

async function readPolicies(
  type: ControlPolicyType,
  aws: Caller<Reads>,
  onProgress: (text: string) => void,
): Promise<LivePolicy[]> {
  const policies: LivePolicy[] = [];
  for await (const { Policies = [] } of aws.pages("organizations:ListPolicies", { Filter: type })) {
    for (const { Id, Name = "", Description = "", AwsManaged: awsManaged = false } of Policies) {
      const id = known(Id, "a policy's id");
      const targets: string[] = [];
      const pages = aws.pages("organizations:ListTargetsForPolicy", { PolicyId: id });
      for await (const { Targets = [] } of pages) {
        targets.push(...Targets.map(({ TargetId }) => known(TargetId, `a target of ${id}`)));
      }
      const content = awsManaged ? "" : await readContent(id, aws);
      const description = Description;
      policies.push({ id, name: Name, type, description, content, awsManaged, targets });
      onProgress(`${policies.length} policies of type ${type} read`);
    }
  }
  return policies.toSorted(byId);
}

async function readContent(id: string, aws: Caller<Reads>): Promise<string> {
  const { Policy } = await aws.call("organizations:DescribePolicy", { PolicyId: id });
  return known(Policy?.Content, `the text of policy ${id}`);
}

/** Whatever is named was listed too: otherwise something moved between two calls. */
function assertWhole({ root, accounts, units, policies }: Omit<LiveOrganization, "trust">): void {
  const places = new Set([root, ...units.map(({ id }) => id)]);
  const targets = new Set([...places, ...accounts.map(({ id }) => id)]);
  const strays = [
    ...accounts.filter(({ parent }) => !places.has(parent)).map(({ id }) => `account ${id}`),
    ...policies
      .filter((policy) => policy.targets.some((target) => !targets.has(target)))
      .map(({ id, name }) => `a target of policy ${JSON.stringify(name)} (${id})`),
  ];
  const [stray] = strays;
  if (stray === undefined) return;
  const message = `${stray} is in a place that AWS did not list: the organization changed while it was read.`;
  const hint = "Run it again.";
  throw new HoldfastError("IMPORT_CHANGED", message, { source: "aws", hint });
}

function known<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new HoldfastError("IMPORT_UNREAD", `AWS did not say ${what}.`, { source: "aws" });
}

function unread(error: AwsError): HoldfastError {
  if (error.awsCode === "AWSOrganizationsNotInUseException") {
    const message = "This account is in no organization.";
    return new HoldfastError("IMPORT_NO_ORGANIZATION", message, { source: "user", cause: error });
  }
  const message = `The organization can't be read: ${error.message}`;
  const hint = `A baseline with a part missing would be taken for complete, so none was written. An import needs: ${IMPORT_READS.join(", ")}.`;
  return new HoldfastError("IMPORT_UNREAD", message, { source: "aws", hint, cause: error });
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
