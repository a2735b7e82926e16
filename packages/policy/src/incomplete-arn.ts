/** ARNs with fewer than six parts. IAM completes those of identity policies: `arn:aws:sqs` is every queue. */

/** The pattern with `*` for each part that it lacks; as it is if it lacks none, or is no ARN. */
export function completedArn(pattern: string): string {
  const colons = pattern.replace(/\$\{[^}]*\}/g, "").split(":").length - 1;
  return pattern.startsWith("arn:") ? pattern + ":*".repeat(Math.max(0, 5 - colons)) : pattern;
}
