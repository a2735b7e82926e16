/** Who can do what since a permission set was changed, with an example call where one can be found. */
import {
  type Baseline,
  type IdentityCenter,
  type Impact,
  levelsFor,
  policiesOfSet,
  type SetContent,
} from "@holdfast/core";
import type { Level, PolicyDocument } from "@holdfast/policy";
import { loadAwsManagedPolicies } from "@holdfast/policy/aws-managed";
import { PolicyError, parsePolicy } from "@holdfast/policy/read";
import { impactOf } from "../access-impact.ts";
import { membersOf } from "../identity-center/who.ts";
import type { Live, LiveSet } from "./live.ts";
import type { Want } from "./plan.ts";

/** Undefined where nothing is known of it, or nobody has it. */
export async function impact(
  label: string,
  want: Want | undefined,
  live: Live | undefined,
  baseline: Baseline,
): Promise<Impact | undefined> {
  const declared = want?.declared;
  const { identityCenter: center } = baseline;
  if (declared === undefined || !live?.set || center === undefined) return undefined;
  const { accounts, groups } = membersOf(baseline, label);
  if (accounts.length === 0) return undefined;
  const before = await levelsOf(label, declared, center);
  const after = await levelsOf(label, contentOf(live.set, declared), center);
  const changes = accounts.map((account) => {
    const above = levelsFor(baseline, account, "SERVICE_CONTROL_POLICY");
    return {
      account,
      // Policies of a role add up and deny as those of one level do, and a boundary is another level.
      type: "SERVICE_CONTROL_POLICY" as const,
      declared: [...above, ...before.levels],
      live: [...above, ...after.levels],
    };
  });
  const found = await impactOf(changes, baseline);
  const added = after.unknown.filter((policy) => !before.unknown.includes(policy));
  const sentences = [
    ...(found?.sentences ?? []),
    ...added.map((policy) => `whoever has ${label} also has what ${policy} allows`),
    ...(readable(live.set.inlinePolicy) === undefined && live.set.inlinePolicy !== null
      ? [`what the inline policy of ${label} gives is not known: it can't be read`]
      : []),
  ];
  if (sentences.length === 0) return undefined;
  return {
    sentences: [...sentences, `it is assigned to ${groups.join(", ")}`, arrived(live, live.set)],
    accounts: found?.accounts ?? accounts.length,
  };
}

async function levelsOf(
  label: string,
  content: SetContent,
  center: IdentityCenter,
): Promise<{ readonly levels: readonly Level[]; readonly unknown: readonly string[] }> {
  const aws = await loadAwsManagedPolicies();
  const { identity, boundary, unknown } = policiesOfSet(content, center, aws);
  const levels = [{ name: label, policies: identity }];
  const bound = boundary === undefined ? [] : [{ name: "boundary", policies: boundary }];
  return { levels: [...levels, ...bound], unknown };
}

/** An inline policy that can't be read counts as the declared one here: it must hide nothing of the rest. */
function contentOf({ inlinePolicy, boundary, ...rest }: LiveSet, declared: SetContent): SetContent {
  const document =
    inlinePolicy === null ? undefined : (readable(inlinePolicy) ?? declared.inlinePolicy);
  return {
    managedPolicies: rest.managedPolicies,
    customerManagedPolicies: rest.customerManagedPolicies,
    ...(document && { inlinePolicy: document }),
    ...(boundary && { boundary }),
  };
}

function arrived({ behind, places }: Live, { sessionDuration }: LiveSet): string {
  return places > 0 && behind.length >= places
    ? "no account has it as it was changed: it has not been provisioned"
    : `it has been provisioned: sessions that began with it last up to ${sessionDuration}`;
}

/** Undefined: there is none, or it can't be read. */
function readable(text: string | null): PolicyDocument | undefined {
  if (text === null) return undefined;
  try {
    return parsePolicy(text);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
