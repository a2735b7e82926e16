/** The ways in which an organization's structure drifts: what each means and how far Holdfast goes. */
import type { Aspect } from "@holdfast/core";

export const ACCOUNT_MOVED = "account-moved";
export const ACCOUNT_LEFT = "account-left";
export const ACCOUNT_CLOSED = "account-closed";
export const ACCOUNT_JOINED = "account-joined";
export const UNIT_RENAMED = "unit-renamed";
export const UNIT_DELETED = "unit-deleted";
export const UNIT_CREATED = "unit-created";

/** There is nothing to write about most of them, and saying so is the honest mode. */
export const ASPECTS: Readonly<Record<string, Aspect>> = {
  [ACCOUNT_MOVED]: {
    title: "an account is in another unit than declared",
    severity: "CRITICAL",
  },
  [ACCOUNT_LEFT]: {
    title: "a declared account is no member any more: it left, or was removed",
    // Nobody but the account itself can accept an invitation back.
    most: "alert",
    severity: "CRITICAL",
  },
  [ACCOUNT_CLOSED]: {
    title: "a declared account is closed or being closed",
    // AWS reopens accounts on request only, within 90 days.
    most: "alert",
    severity: "HIGH",
  },
  [ACCOUNT_JOINED]: {
    title: "an account is a member, and nobody declared it",
    // Removing it would take away the policies that it inherits.
    most: "alert",
    severity: "HIGH",
  },
  [UNIT_RENAMED]: {
    title: "a unit has another name than declared",
    severity: "LOW",
  },
  [UNIT_DELETED]: {
    title: "a declared unit is gone",
    // A new one of its name has another id, which no policy and no lock file knows.
    most: "alert",
    severity: "CRITICAL",
  },
  [UNIT_CREATED]: {
    title: "a unit is there, and nobody declared it",
    // It may hold accounts by now, and accounts can't hang in the air.
    most: "alert",
    severity: "MEDIUM",
  },
};
