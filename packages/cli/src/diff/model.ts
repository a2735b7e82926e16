/** What a change to a baseline does, as data: every renderer shows this and nothing else. */
import type { Exemption, Mode, ReviewItem } from "@holdfast/core";
import type { ControlPolicyType, Witness } from "@holdfast/policy";

export interface Diff {
  /** What is possible with the new side and was not with the old one; the most severe first. */
  readonly opens: readonly Effect[];
  /** What is no longer possible; in the same order. */
  readonly closes: readonly Effect[];
  /** What could not be settled: it may open something. */
  readonly undecided: readonly Undecided[];
  /** What was changed besides, or was changed without opening or closing anything. */
  readonly changes: readonly Change[];
}

export type Direction = "opened" | "closed";

export interface AccountRef {
  readonly name: string;
  /** Twelve digits. */
  readonly id: string;
}

/** One thing that the change opens or closes. */
export type Effect =
  | PolicyEffect
  | ManagementEffect
  | ModeEffect
  | LeaveAloneEffect
  | ExemptionEffect
  | ReviewEffect
  | AssignmentEffect
  | PermissionSetEffect
  | SessionEffect
  | MembershipEffect
  | GroupEffect
  | IdentityCenterEffect
  | AccountsEffect;

/** A statement, and where it stands or stood on the way to the accounts in question. */
export interface StatementPlace {
  readonly type: ControlPolicyType;
  readonly policy: string;
  /** Its Sid, or `#1` for the first if it has none. */
  readonly statement: string;
  /** Path of the unit that the policy is attached to; `account`: to the accounts themselves. */
  readonly level: string;
}

/** How a statement came, or ceased, to refuse something. */
export type Cause =
  /** The statement is new (closed) or gone (opened). */
  | "statement"
  /** It says something else now. */
  | "rewording"
  /** The policy was attached (closed) or detached (opened). */
  | "attachment"
  /** The accounts, or a unit above them, were moved. */
  | "move";

export interface PolicyEffect extends StatementPlace {
  readonly kind: "policy";
  readonly cause: Cause;
  /** None, if policy files were compared. */
  readonly accounts: readonly AccountRef[];
  /** A request of the first of the accounts; with their own ids it is true of the others. */
  readonly witness: Witness;
  /** The statement's action patterns that do it; empty: it has `NotAction`. */
  readonly actions: readonly string[];
  /** Of today's actions, how many these patterns cover. */
  readonly breadth: number;
}

/** An account that became the management account, which control policies never reach, or ceased to be. */
export interface ManagementEffect {
  readonly kind: "management";
  readonly accounts: readonly AccountRef[];
}

export interface ModeEffect {
  readonly kind: "mode";
  readonly guardrail: string;
  readonly from: Mode;
  readonly to: Mode;
  /** Paths of units and names of accounts. */
  readonly where: readonly string[];
  readonly accounts: readonly AccountRef[];
}

/** A policy that Holdfast leaves alone from now on (opened), or no longer does (closed). */
export interface LeaveAloneEffect {
  readonly kind: "leave-alone";
  /** `p-…` */
  readonly policyId: string;
  readonly accounts: readonly AccountRef[];
}

export interface ExemptionEffect {
  readonly kind: "exemption";
  readonly exemption: Exemption;
  /** Its last day so far, where only that was changed. */
  readonly before?: string;
  readonly accounts: readonly AccountRef[];
}

/** Something that nobody vouches for from now on (opened), so that it is not put back, or that is decided. */
export interface ReviewEffect {
  readonly kind: "review";
  readonly review: ReviewItem;
  readonly accounts: readonly AccountRef[];
}

/** A group or user that gains (opened) or loses (closed) a permission set. */
export interface AssignmentEffect {
  readonly kind: "assignment";
  readonly principal: { readonly type: "GROUP" | "USER"; readonly name: string };
  readonly permissionSet: string;
  readonly accounts: readonly AccountRef[];
  /** Also in accounts that join the organization later. */
  readonly later: boolean;
}

/** What a permission set's own policies and its boundary allow. */
export interface PermissionSetEffect {
  readonly kind: "permission-set";
  readonly permissionSet: string;
  /** Where it is assigned. */
  readonly accounts: readonly AccountRef[];
  readonly witness: Witness;
  /** Names of AWS managed policies that are known by an approximation only. */
  readonly restsOn: readonly string[];
}

export interface SessionEffect {
  readonly kind: "session";
  readonly permissionSet: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly accounts: readonly AccountRef[];
}

export interface MembershipEffect {
  readonly kind: "membership";
  readonly group: string;
  readonly user: string;
  /** Where the group is assigned something. */
  readonly accounts: readonly AccountRef[];
}

/** A group whose members are no longer guarded (opened), or are from now on (closed). */
export interface GroupEffect {
  readonly kind: "group";
  readonly group: string;
  readonly accounts: readonly AccountRef[];
}

/** How far Identity Center is guarded at all. */
export interface IdentityCenterEffect {
  readonly kind: "identity-center";
  /** A sentence. Escape it. */
  readonly what: string;
  readonly accounts: readonly AccountRef[];
}

/** What may be in the accounts themselves, and what watches them. */
export interface AccountsEffect {
  readonly kind: "accounts";
  /** A sentence. Escape it. */
  readonly what: string;
  readonly accounts: readonly AccountRef[];
}

export interface Undecided {
  /** The statement in question; or else the permission set. */
  readonly place?: StatementPlace;
  readonly permissionSet?: string;
  readonly reason: string;
  readonly accounts: readonly AccountRef[];
}

/** A plain fact about the two sides. */
export interface Change {
  readonly subject:
    | "organization"
    | "unit"
    | "account"
    | "policy"
    | "exemption"
    | "permission-set"
    | "group"
    | "break-glass"
    | "notifications";
  readonly name: string;
  /** What became of it, as half a sentence: "moved from Root/Dev to Root/Live". Escape it. */
  readonly what: string;
}
