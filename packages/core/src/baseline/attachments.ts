/** Attachments: what is named exists once, and AWS has room for it. */
import type { Draft, Target } from "./draft.ts";
import { repeats, targetsOf } from "./draft.ts";
import type { PolicyType } from "./model.ts";
import type { Problem } from "./problem.ts";

/**
 * Policies that one root, unit or account can carry beside AWS's own (hard quotas: 10 SCPs, of which
 * one is FullAWSAccess; 5 RCPs, of which one is RCPFullAWSAccess and can't be detached).
 */
const MAX_DECLARED: Readonly<Record<PolicyType, number>> = {
  SERVICE_CONTROL_POLICY: 9,
  RESOURCE_CONTROL_POLICY: 4,
};

export function attachmentProblems(draft: Draft): Problem[] {
  return targetsOf(draft).flatMap((target) => [
    ...repeated(draft, target),
    ...tooMany(draft, target),
    ...onManagement(draft, target),
  ]);
}

function repeated({ file }: Draft, { path, policies }: Target): Problem[] {
  return repeats(policies).map((index) =>
    file.problem([...path, index], `${policies[index]} is listed twice`),
  );
}

function tooMany({ file, source }: Draft, { name, path, policies }: Target): Problem[] {
  return Object.entries(MAX_DECLARED).flatMap(([type, max]) => {
    const count = policies.filter(
      (policy) => (source.policies[policy]?.type ?? "SERVICE_CONTROL_POLICY") === type,
    ).length;
    if (count <= max) return [];
    const kind = type === "SERVICE_CONTROL_POLICY" ? "service control" : "resource control";
    const message = `${name} declares ${count} ${kind} policies; AWS has room for ${max} beside its own`;
    return [file.problem(path, message, "merge some, or attach them to a unit above")];
  });
}

function onManagement({ file, source }: Draft, { path, policies }: Target): Problem[] {
  const [section, name] = path;
  const isManagement =
    section === "accounts" &&
    source.accounts[name ?? ""]?.id === source.organization.management &&
    policies.length > 0;
  if (!isManagement) return [];
  return [file.problem(path, "control policies have no effect on the management account")];
}
