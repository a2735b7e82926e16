/**
 * In what a live permission set deviates from the declared one, and the call that puts each right.
 * Differences and steps are made of the same list, so that none is told and forgotten.
 */
import { type Json, type PermissionSet, secondsOf } from "@holdfast/core";
import {
  boundaryDeviation,
  customerManagedDeviations,
  managedDeviations,
} from "./attached-policies.ts";
import { type Deviation, deviation, type Named } from "./deviation.ts";
import { inlineDeviation } from "./inline-policy.ts";
import type { LiveSet } from "./live.ts";

/** Everything that deviates: first what takes access away, then the rest of what may be wider, and then the rest. */
export async function deviationsOf(
  instance: string,
  want: PermissionSet,
  live: LiveSet,
): Promise<readonly Deviation[]> {
  const named = { InstanceArn: instance, PermissionSetArn: live.arn };
  const all = [
    ...boundaryDeviation(named, want, live),
    ...managedDeviations(named, want, live),
    ...customerManagedDeviations(named, want, live),
    ...(await inlineDeviation(named, want, live)),
    ...durationDeviation(named, want, live),
    ...labelDeviations(named, want, live),
    ...tagDeviations(instance, want, live),
  ];
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ step: { effect }, difference: { aspect } }: Deviation): number {
  if (effect === "restrict") return 0;
  return aspect === "wider" ? 1 : 2;
}

function durationDeviation(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const expected = secondsOf(want.sessionDuration) ?? 0;
  // AWS takes durations in years and months as well, whose length nobody knows: it may be any.
  const actual = secondsOf(live.sessionDuration);
  if (expected === actual) return [];
  const shorter = actual !== undefined && expected < actual;
  return [
    deviation({
      path: "sessionDuration",
      expected: want.sessionDuration,
      actual: live.sessionDuration,
      message: `sessions may last ${live.sessionDuration} instead of ${want.sessionDuration}`,
      aspect: shorter || actual === undefined ? "wider" : "narrower",
      action: "sso:UpdatePermissionSet",
      input: { ...named, SessionDuration: want.sessionDuration, ...keepingRelayState(live) },
      effect: shorter ? "restrict" : "grant",
      reason: `set the session duration to ${want.sessionDuration}, as declared`,
    }),
  ];
}

/** UpdatePermissionSet clears a relay state that is not sent again; nobody asked for that. */
const keepingRelayState = ({ relayState }: LiveSet) =>
  relayState === null ? {} : { RelayState: relayState };

/** Where a session begins that nobody sent elsewhere. */
const HOME = "https://console.aws.amazon.com/";

/**
 * AWS takes no empty description: one that is not declared is left alone. The relay state comes last, as
 * every other update sends the one that there was.
 */
function labelDeviations(named: Named, want: PermissionSet, live: LiveSet): Deviation[] {
  const found: Deviation[] = [];
  if (want.description !== "" && want.description !== live.description) {
    found.push(
      deviation({
        path: "description",
        expected: want.description,
        actual: live.description,
        message: "the description was changed",
        aspect: "labels",
        action: "sso:UpdatePermissionSet",
        input: { ...named, Description: want.description, ...keepingRelayState(live) },
        effect: "neutral",
        reason: "write the description as declared",
      }),
    );
  }
  const [expected, actual] = [want.relayState ?? HOME, live.relayState ?? HOME];
  if (expected !== actual) {
    found.push(
      deviation({
        path: "relayState",
        expected,
        actual,
        message: `sessions begin at ${actual}`,
        aspect: "labels",
        action: "sso:UpdatePermissionSet",
        input: { ...named, RelayState: expected },
        effect: "neutral",
        reason: `set the relay state to ${expected}`,
      }),
    );
  }
  return found;
}

/** Policies may decide by tags of permission sets, in whichever way: writing one may give access. */
function tagDeviations(InstanceArn: string, want: PermissionSet, live: LiveSet): Deviation[] {
  const named = { InstanceArn, ResourceArn: live.arn };
  const tag = (tags: Readonly<Record<string, string>>, key: string): Json =>
    Object.hasOwn(tags, key) ? (tags[key] ?? null) : null;
  const keys = [...new Set([...Object.keys(want.tags), ...Object.keys(live.tags)])].toSorted();
  return keys.flatMap((key) => {
    const [expected, actual] = [tag(want.tags, key), tag(live.tags, key)];
    if (expected === actual) return [];
    const common = {
      path: `tags.${key}`,
      expected,
      actual,
      message: `the tag ${key} is ${actual ?? "missing"} instead of ${expected ?? "nothing"}`,
      aspect: "tags",
      effect: "grant",
      provisioned: false,
    } as const;
    return expected === null
      ? [
          deviation({
            ...common,
            action: "sso:UntagResource",
            input: { ...named, TagKeys: [key] },
            reason: `remove the tag ${key}, which is not declared`,
          }),
        ]
      : [
          deviation({
            ...common,
            action: "sso:TagResource",
            input: { ...named, Tags: [{ Key: key, Value: String(expected) }] },
            reason: `write the tag ${key} as declared`,
          }),
        ];
  });
}
