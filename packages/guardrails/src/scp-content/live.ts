/** Live policies: one for events, all declared ones for the scan. */
import {
  AwsError,
  type Baseline,
  type Caller,
  nameInAws,
  type Observed,
  type Policy,
  type PolicyType,
  policyByName,
  type ResourceKey,
  type Surveyed,
} from "@holdfast/core";
import { orUnknown } from "../or-unknown.ts";
import { keyOf } from "./keys.ts";

export type LivePolicy = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** As it was stored: AWS changes nothing in it. */
  readonly content: string;
  readonly awsManaged: boolean;
};

export type Live = {
  /** The one with the declared id; null if there is none. */
  readonly policy: LivePolicy | null;
  /**
   * Another policy of the type that has the declared name, with a name that is free for it. Null if there
   * is none, or if nobody asked: while ours has its name, no other can have it.
   */
  readonly namesake: (LivePolicy & { readonly spareName: string }) | null;
};

export type Reads = "organizations:DescribePolicy" | "organizations:ListPolicies";

type Summary = { readonly id: string; readonly name: string };

/**
 * Pages of 20 that are searched for a namesake: 12 seconds of our share of AWS's rate. Whoever fills the
 * organization with policies must not keep ours from being made again; if the name is taken all the
 * same, AWS refuses, and that is told.
 */
const PAGES = 25;

/** One call where the policy has its name: AWS allows two a second, for everybody together. */
export async function observe(
  { resource }: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const declared = policyByName(baseline, resource);
  if (declared === undefined) return { kind: "absent" };
  const live = await see(declared, aws, () => list(declared.type, aws, PAGES));
  return { kind: "present", live };
}

/** One call per policy, and one list per type where a policy is gone or has another name. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
): AsyncGenerator<Surveyed<Live>> {
  const lists = new Map<PolicyType, Promise<readonly Summary[]>>();
  for (const declared of baseline.policies) {
    const { name, type } = declared;
    const listed = () => {
      const known = lists.get(type) ?? list(type, aws, Number.POSITIVE_INFINITY);
      lists.set(type, known);
      return known;
    };
    yield {
      key: keyOf(baseline, name),
      observed: await orUnknown(async () => ({
        kind: "present",
        live: await see(declared, aws, listed),
      })),
    };
  }
}

async function see(
  declared: Policy,
  aws: Caller<Reads>,
  listed: () => Promise<readonly Summary[]>,
): Promise<Live> {
  const wanted = nameInAws(declared);
  const policy = await describe(declared.id, aws);
  if (policy?.name === wanted) return { policy, namesake: null };
  const all = await listed();
  const other = all.find(({ id, name }) => name === wanted && id !== declared.id);
  const found = other && (await describe(other.id, aws));
  // Lists and single reads may be of different ages; the single one is what counts.
  if (!found || found.name !== wanted) return { policy, namesake: null };
  return { policy, namesake: { ...found, spareName: spareName(found.id, all) } };
}

async function list(
  type: PolicyType,
  aws: Caller<Reads>,
  most: number,
): Promise<readonly Summary[]> {
  const all: Summary[] = [];
  let pages = 0;
  for await (const { Policies = [] } of aws.pages("organizations:ListPolicies", { Filter: type })) {
    all.push(...Policies.map(({ Id: id = "", Name: name = "" }) => ({ id, name })));
    pages += 1;
    if (pages >= most) break;
  }
  return all;
}

async function describe(PolicyId: string, aws: Caller<Reads>): Promise<LivePolicy | null> {
  try {
    const { Policy } = await aws.call("organizations:DescribePolicy", { PolicyId });
    const {
      Name: name = "",
      Description: description = "",
      AwsManaged: awsManaged = false,
    } = Policy?.PolicySummary ?? {};
    return { id: PolicyId, name, description, content: Policy?.Content ?? "", awsManaged };
  } catch (error) {
    if (error instanceof AwsError && error.awsCode === "PolicyNotFoundException") return null;
    throw error;
  }
}

/** Numbered until it is free: whoever knows how namesakes are renamed could take the first one, too. */
function spareName(id: string, taken: readonly Summary[]): string {
  const names = new Set(taken.map(({ name }) => name));
  for (let number = 1; ; number++) {
    // AWS takes 128 characters.
    const name = `renamed-by-holdfast-${number === 1 ? "" : `${number}-`}${id}`.slice(0, 128);
    if (!names.has(name)) return name;
  }
}
