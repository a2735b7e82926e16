/** Attachments: what is named exists once, and AWS has room for it. */
import type { Draft, Target } from "./draft.ts";
import { repeats, targetsOf } from "./draft.ts";
import { attachmentQuota, policyTypeName } from "./policy-types.ts";
import { type Problem, ruled } from "./problem.ts";

export function attachmentProblems(draft: Draft): Problem[] {
  return targetsOf(draft).flatMap((target) => [
    ...repeated(draft, target),
    ...tooMany(draft, target),
  ]);
}

function repeated({ file }: Draft, { path, policies }: Target): Problem[] {
  return repeats(policies).map((index) =>
    file.problem([...path, index], `${policies[index]} is listed twice`),
  );
}

function tooMany({ file, source }: Draft, { name, path, policies }: Target): Problem[] {
  const types = Map.groupBy(
    policies,
    (policy) => source.policies[policy]?.type ?? "SERVICE_CONTROL_POLICY",
  );
  return [...types].flatMap(([type, { length: count }]) => {
    // One of AWS's own is always there where one has to be: FullAWSAccess, RCPFullAWSAccess.
    const { max, min } = attachmentQuota(type);
    const room = max - min;
    if (count <= room) return [];
    const kind = policyTypeName(type);
    const beside = min > 0 ? " beside its own" : "";
    const message = `${name} declares ${count} ${kind} policies; AWS has room for ${room}${beside}`;
    const hint = "merge some, or attach them to a unit above";
    return ruled("quota", [file.problem(path, message, hint)]);
  });
}
