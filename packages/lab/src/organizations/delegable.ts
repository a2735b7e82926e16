/**
 * What the management account can hand to members (Organizations User Guide, "Delegated administrator
 * for AWS Organizations"): policies and reads, never the structure or the delegation itself.
 */
const DELEGABLE =
  /^(?:(?:Attach|Detach|Create|Update|Delete|Describe)Policy|(?:En|Dis)ablePolicyType|(?:Tag|Untag)Resource|Describe.+|List.+)$/i;

/** Whether a resource policy can delegate an operation. */
export function isDelegable(operation: string): boolean {
  return DELEGABLE.test(operation);
}

/** Whether a member may call an operation because it administers some service. */
export function isOpenToAdministrators(operation: string): boolean {
  return /^(?:Describe|List)/.test(operation);
}
