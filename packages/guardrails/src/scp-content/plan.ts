/** The steps that make a live policy the declared one again. */
import {
  type Effect,
  isControlPolicy,
  nameInAws,
  type Policy,
  type ResourceKey,
  type Step,
} from "@holdfast/core";
import { effectOfAttaching } from "@holdfast/policy/effect";
import { orphanOf, type Want } from "./diff.ts";
import type { Live, LivePolicy } from "./live.ts";
import { deviationOf } from "./meaning.ts";

type Write = Step<"organizations:CreatePolicy" | "organizations:UpdatePolicy">;

/**
 * What a policy says comes first and depends on nothing: with a name that somebody else has taken in the
 * same call, AWS would refuse all of it.
 */
export async function plan(
  _key: ResourceKey,
  want: Want | undefined,
  live: Live | undefined,
): Promise<readonly Write[]> {
  if (want === undefined || live === undefined) return [];
  const { policy } = live;
  if (policy === null) return remake(want, live);
  // AWS lets nobody change its own policies (IMMUTABLE_POLICY).
  return policy.awsManaged ? [] : restore(want, policy, live.namesake);
}

async function restore(
  want: Want,
  live: LivePolicy,
  namesake: Live["namesake"],
): Promise<readonly Write[]> {
  const { policy: declared } = want;
  const deviation = await deviationOf(declared, live.content);
  const room = namesake === null ? [] : makeRoom(want, namesake);
  const blocked = namesake !== null && room.length === 0;
  const labels = {
    ...(nameInAws(declared) !== live.name && !blocked && { Name: nameInAws(declared) }),
    ...(declared.description !== live.description && { Description: declared.description }),
  };
  const mislabelled = Object.keys(labels).length > 0;
  // One call for all of it, unless a mode of its own may let only a part of it run.
  const together = deviation?.aspect === "weaker" && namesake === null;
  const steps: Write[] = [];
  if (deviation !== undefined) {
    const { aspect, restoring } = deviation;
    steps.push({
      action: "organizations:UpdatePolicy",
      input: { PolicyId: live.id, Content: contentOf(declared), ...(together && labels) },
      effect: restoring,
      reason: `write ${listed(together ? labels : {}, "content")} of ${declared.name} (${live.id}) as declared`,
      aspect,
    });
  }
  if (!mislabelled || together) return steps;
  steps.push(...room, {
    action: "organizations:UpdatePolicy",
    input: { PolicyId: live.id, ...labels },
    effect: "neutral",
    reason: `write ${listed(labels)} of ${declared.name} (${live.id}) as declared`,
    ...(room.length > 0 && { requires: [steps.length] }),
    aspect: "renamed",
  });
  return steps;
}

/** A deleted policy can't be undeleted: it is made again, and has a new id from then on. */
function remake(want: Want, live: Live): readonly Write[] {
  const { policy: declared } = want;
  const { name, description, type } = declared;
  const creation = {
    effect: effectOfMaking(declared),
    creates: { kind: "policy", name, idAt: ["Policy", "PolicySummary", "Id"] },
    aspect: "deleted",
  } as const;
  const content = {
    Name: nameInAws(declared),
    Description: description,
    Content: contentOf(declared),
  };
  const orphan = orphanOf(want, live);
  if (orphan !== null) {
    return [
      {
        action: "organizations:UpdatePolicy",
        input: { PolicyId: orphan.id, ...content },
        reason: `take over ${orphan.id}, made as ${name} before its id could be noted`,
        ...creation,
      },
    ];
  }
  const room = live.namesake === null ? [] : makeRoom(want, live.namesake);
  return [
    ...room,
    {
      action: "organizations:CreatePolicy",
      input: { ...content, Type: type },
      reason: `create ${name}, which is declared, again`,
      ...(room.length > 0 && { requires: [0] }),
      ...creation,
    },
  ];
}

/**
 * Attached to nothing it does nothing: it counts as what it is made for, or mode `restrict` would never
 * bring a deny back. What a management policy does is not known.
 */
function effectOfMaking(policy: Policy): Effect {
  return isControlPolicy(policy) ? effectOfAttaching(policy.content, policy.type) : "grant";
}

/** Empty: the namesake is AWS's own, or somebody else looks after it by the baseline's word. */
function makeRoom({ policy, leaveAlone }: Want, namesake: NonNullable<Live["namesake"]>): Write[] {
  const { id, awsManaged, spareName } = namesake;
  if (awsManaged || leaveAlone.includes(id)) return [];
  return [
    {
      action: "organizations:UpdatePolicy",
      input: { PolicyId: id, Name: spareName },
      effect: "neutral",
      reason: `rename ${id}, which has taken the name of ${policy.name}, to ${spareName}`,
      aspect: "squatted",
    },
  ];
}

/** Without formatting, as AWS counts every character (Organizations quotas). */
function contentOf({ content }: Policy): string {
  return JSON.stringify(content);
}

function listed(labels: object, ...more: readonly string[]): string {
  return [...Object.keys(labels).map((label) => label.toLowerCase()), ...more].join(" and ");
}
