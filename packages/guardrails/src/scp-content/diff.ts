/** What differs between a declared policy and the live one. */
import { type Difference, nameInAws, type Policy } from "@holdfast/core";
import type { Live, LivePolicy } from "./live.ts";
import { deviationOf, saysTheSame } from "./meaning.ts";

export interface Want {
  readonly policy: Policy;
  /** Ids of all declared policies. */
  readonly declared: readonly string[];
  /** Ids of policies that belong to somebody else, such as Control Tower's. */
  readonly leaveAlone: readonly string[];
}

/** @param want undefined for a policy that is no longer declared */
export async function diff(
  want: Want | undefined,
  live: Live | undefined,
): Promise<readonly Difference[]> {
  if (want === undefined || live === undefined) return [];
  const { policy: declared } = want;
  const { policy } = live;
  if (policy === null) return [gone(declared), ...(orphanOf(want, live) ? [] : squatted(live))];
  return [
    ...(await contentDifferences(declared, policy)),
    ...textDifferences(declared, policy),
    ...squatted(live),
  ];
}

/**
 * The policy that was made in the place of the declared one by somebody who did not live to note its id.
 * That it is ours can't be proven, and need not be: a policy's creator has no hold on it, what it is
 * consists of content, name, description and attachments. The first three are written when it is taken
 * over, and attachments are another guardrail's. Without the intention in the ledger, a name and a
 * content that fit prove nothing, and it is treated like any other namesake.
 */
export function orphanOf({ policy, declared, ...want }: Want, live: Live): Live["namesake"] {
  const { namesake } = live;
  if (live.policy !== null || namesake === null || policy.intended !== true) return null;
  const others = [...declared, ...want.leaveAlone];
  if (namesake.awsManaged || others.includes(namesake.id)) return null;
  return saysTheSame(policy, namesake.content) ? namesake : null;
}

function gone({ id }: Policy): Difference {
  const message = `${id} is gone: there is no such policy any more`;
  return {
    path: "policy",
    kind: "missing",
    expected: id,
    actual: null,
    message,
    aspect: "deleted",
  };
}

async function contentDifferences(declared: Policy, live: LivePolicy): Promise<Difference[]> {
  const found = await deviationOf(declared, live.content);
  if (found === undefined) return [];
  const { aspect, message, details } = found;
  const meaning: Difference = {
    path: "meaning",
    kind: "changed",
    expected: "as declared",
    actual: aspect,
    message: `${live.id} ${message}`,
  };
  return [meaning, ...details].map((one) => ({ ...one, aspect }));
}

function textDifferences(declared: Policy, live: LivePolicy): Difference[] {
  const wanted = { name: nameInAws(declared), description: declared.description };
  return (["name", "description"] as const)
    .filter((path) => wanted[path] !== live[path])
    .map((path) => ({
      path,
      kind: "changed",
      expected: wanted[path],
      actual: live[path],
      message: `the ${path} of ${live.id} was changed`,
      aspect: "renamed",
    }));
}

function squatted({ namesake }: Live): Difference[] {
  if (namesake === null) return [];
  const { id } = namesake;
  const message = `another policy, ${id}, has the declared name`;
  return [
    {
      path: `namesakes.${id}`,
      kind: "unexpected",
      expected: null,
      actual: id,
      message,
      aspect: "squatted",
    },
  ];
}
