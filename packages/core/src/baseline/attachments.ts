/** Attachments: what is named exists once, and AWS has room for it. */
import { ATTACHMENT_QUOTAS } from "@holdfast/policy";
import type { Draft, Target } from "./draft.ts";
import { repeats, targetsOf } from "./draft.ts";
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
  return Object.entries(ATTACHMENT_QUOTAS).flatMap(([type, quota]) => {
    const max = quota.max - 1; // One of AWS's own is always there: FullAWSAccess, RCPFullAWSAccess.
    const count = policies.filter(
      (policy) => (source.policies[policy]?.type ?? "SERVICE_CONTROL_POLICY") === type,
    ).length;
    if (count <= max) return [];
    const kind = type === "SERVICE_CONTROL_POLICY" ? "service control" : "resource control";
    const message = `${name} declares ${count} ${kind} policies; AWS has room for ${max} beside its own`;
    const hint = "merge some, or attach them to a unit above";
    return ruled("quota", [file.problem(path, message, hint)]);
  });
}
