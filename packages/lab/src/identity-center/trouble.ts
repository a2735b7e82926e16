/** Trouble that Identity Center alone can have: roles that can't be made, writes that come too soon. */

/** What a test or a story asks for, and below what Identity Center asks. */
export interface CenterTrouble {
  /** The next `times` that a permission set is pushed to an account, that fails. */
  failProvisioning(account: string, times: number): void;
  /**
   * A write to a permission set, or to its assignments in an account, is refused with
   * `ConflictException` until `ms` milliseconds after the last one, which has not reached all of AWS's
   * hosts before; 0 ends it.
   */
  settling(ms: number): void;

  /** Why pushing a permission set to an account shall fail; counts as one of `times`. */
  failsProvisioning(account: string): string | undefined;
  /** For how many milliseconds a write is not settled. */
  settlesIn(): number;
}

export function createCenterTrouble(): CenterTrouble {
  const failures = new Map<string, number>();
  let unsettled = 0;
  return {
    failProvisioning: (account, times) => void failures.set(account, times),
    settling(ms) {
      unsettled = ms;
    },
    failsProvisioning(account) {
      const left = failures.get(account) ?? 0;
      if (left === 0) return undefined;
      failures.set(account, left - 1);
      return "Received a 409 status error: EntityAlreadyExists. The role could not be updated.";
    },
    settlesIn: () => unsettled,
  };
}
