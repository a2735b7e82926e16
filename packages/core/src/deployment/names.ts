/** The fixed names of everything that is deployed, so that policies can name it. */

/** Path of every role that Holdfast creates. */
export const ROLE_PATH = "/holdfast/";

/** CloudWatch namespace of Holdfast's own metrics. */
export const METRICS_NAMESPACE = "Holdfast";

/** `holdfast-<stage>-<what>` */
export function nameOf(stage: string, what: string): string {
  return `holdfast-${stage}-${what}`;
}

/** Bucket names are AWS's, not the account's: nobody else has one with our account's number in it. */
export function bucketOf(stage: string, account: string, region: string): string {
  return `${nameOf(stage, "reports")}-${account}-${region}`;
}

/** Path and name, without a leading slash, of the two roles that every account has for Holdfast. */
export function memberRoles(stage: string): {
  readonly observe: string;
  readonly remediate: string;
} {
  const role = (what: string) => `${ROLE_PATH.slice(1)}${nameOf(stage, what)}`;
  return { observe: role("observe"), remediate: role("remediate") };
}
