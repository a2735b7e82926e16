/** ARNs of what an organization consists of, for the resources of declared calls. */
import { type Baseline, guardedTypes, type PolicyType } from "@holdfast/core";

/** @param resource e.g. `root/o-…/r-…` */
export function organizationArn({ organization }: Baseline, resource: string): string {
  return `arn:aws:organizations::${organization.management}:${resource}`;
}

/** @param id `p-…`, or `*` for all of the type */
export function policyArn(baseline: Baseline, type: PolicyType, id: string): string {
  return organizationArn(
    baseline,
    `policy/${baseline.organization.id}/${type.toLowerCase()}/${id}`,
  );
}

/** Every policy of the guarded types that is the organization's own, now and to come. */
export function ownPolicyArns(baseline: Baseline): string[] {
  return guardedTypes(baseline).map((type) => policyArn(baseline, type, "*"));
}

/** AWS's own policies of the guarded types. */
export function awsPolicyArns(baseline: Baseline): string[] {
  return guardedTypes(baseline).map(
    (type) => `arn:aws:organizations::aws:policy/${type.toLowerCase()}/*`,
  );
}

/** Root, units and accounts: everything that policies can be attached to. */
export function targetArns(baseline: Baseline): string[] {
  const { id } = baseline.organization;
  return ["root", "ou", "account"].map((kind) => organizationArn(baseline, `${kind}/${id}/*`));
}
