/** The rules about Identity Center. */
import type { LintRule } from "../rule.ts";
import {
  longAdministratorSession,
  organizationAdministrator,
  wideJustInTime,
} from "./administrators.ts";
import { directUserAssignment, redundantAssignment, unguardedGroup } from "./assignments.ts";
import { emptyGroup, noBreakGlass, unusedGroup } from "./groups.ts";
import {
  customerManagedPolicy,
  emptyPermissionSet,
  permissionSetDenied,
  unassignedPermissionSet,
  unlimitedInlinePolicy,
} from "./permission-sets.ts";

export const IDENTITY_CENTER_RULES: readonly LintRule[] = [
  customerManagedPolicy,
  directUserAssignment,
  emptyGroup,
  emptyPermissionSet,
  longAdministratorSession,
  noBreakGlass,
  organizationAdministrator,
  permissionSetDenied,
  redundantAssignment,
  unassignedPermissionSet,
  unguardedGroup,
  unlimitedInlinePolicy,
  unusedGroup,
  wideJustInTime,
];
