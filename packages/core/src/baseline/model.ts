/**
 * The compiled baseline: what `holdfast build` puts into the artifact and every function reads.
 * Plain JSON; every reference is resolved and every name is checked (see `load.ts`).
 */

import type {
  ControlPolicyType,
  DataObject,
  ManagementPolicyType,
  PolicyDocument,
} from "@holdfast/policy";
import type { IdentityCenter } from "./identity-center/model.ts";
import type { DeclaredTrust } from "./trust/model.ts";

/** How far Holdfast goes for a guardrail. A ladder: each rung does what the one before does, and more. */
export type Mode = "off" | "alert" | "restrict" | "revert";

export interface Account {
  /** Name used throughout the baseline, e.g. `production`. */
  readonly name: string;
  /** Twelve digits. */
  readonly id: string;
  /** Path of the unit it sits in, e.g. `Root/Workloads`. */
  readonly unit: string;
  /** Names of policies attached to the account itself. */
  readonly policies: readonly string[];
}

export interface Unit {
  /** `Root`, or `Root/…` with the names of the units on the way. */
  readonly path: string;
  /** Its name in AWS, where that is not the end of its path; see `nameInAws`. */
  readonly awsName?: string;
  /** `r-…` for the root, `ou-…` for the others; pinned in the lock file. */
  readonly id: string;
  /** Names of policies attached to the unit itself. */
  readonly policies: readonly string[];
}

interface AnyPolicy {
  /** The baseline's own name for it. */
  readonly name: string;
  /** Its name in AWS, where that is another one; see `nameInAws`. */
  readonly awsName?: string;
  /** `p-…`, pinned in the lock file: identity is never taken from a name or a tag. */
  readonly id: string;
  readonly description: string;
  /** Holdfast was about to make it again and nobody came back to say how that went; see the ledger. */
  readonly intended?: true;
}

/** Bounds what may be done. */
export interface ControlPolicy extends AnyPolicy {
  readonly type: ControlPolicyType;
  readonly content: PolicyDocument;
}

/** Configures a service (management and declarative policies); neither allows nor denies a call by itself. */
export interface ManagementPolicy extends AnyPolicy {
  readonly type: ManagementPolicyType;
  /** In the service's own grammar. */
  readonly content: DataObject;
}

export type Policy = ControlPolicy | ManagementPolicy;

/** A drift that somebody accepted for a time. It is still shown, and enforced again afterwards. */
export interface Exemption {
  readonly guardrail: string;
  /** The subject's name as alerts show it: a unit (`Root/Sandbox`), an account or a policy. */
  readonly key: string;
  readonly reason: string;
  readonly owner: string;
  readonly ticket?: string;
  /** Last day (UTC, `YYYY-MM-DD`) on which it holds. */
  readonly expiresOn: string;
}

/**
 * Something that was found as it is, and that nobody has vouched for. It is declared, so that a change
 * to it is told; but what nobody wanted for sure is not put back.
 */
export interface ReviewItem {
  readonly guardrail: string;
  /** The subject's name as alerts show it. */
  readonly key: string;
  readonly finding: string;
  /** Day (UTC, `YYYY-MM-DD`) on which it was found. */
  readonly since: string;
}

/** Access for emergencies, when nothing else works: no policy may stand in its way. */
export interface BreakGlass {
  /** Relative to their account, e.g. `user/break-glass/olivia`. */
  readonly principals: readonly string[];
  /** Names of the accounts that each of them is in. */
  readonly accounts: readonly string[];
  /** Names of permission sets that are for emergencies alone; undefined: none. */
  readonly permissionSets?: readonly string[];
  /** How long an access key of such a user may be active, in milliseconds; undefined: as long as nobody ends it. */
  readonly accessKeysFor?: number;
}

/** Whom the organization lets act for it. All three are allow-lists. */
export interface OrganizationTrust {
  /** Member accounts that administer a service for the organization, by account id. */
  readonly delegatedAdministrators: readonly {
    readonly account: string;
    /** Service principals, e.g. `guardduty.amazonaws.com`. */
    readonly services: readonly string[];
  }[];
  /** Service principals with trusted access to the organization. */
  readonly trustedServices: readonly string[];
  /** The organization's one resource policy, which delegates policy administration; undefined: none may be. */
  readonly delegationPolicy?: PolicyDocument;
}

/** Who may change billing, payment and account data. */
export interface Finance {
  /** Names of accounts, all of whose principals may. */
  readonly accounts: readonly string[];
  /** Relative to their account, e.g. `role/finance/Controller`; in every account. */
  readonly principals: readonly string[];
}

/** A Slack channel, and what opens it. */
export interface SlackSettings {
  /** Name or full ARN of the secret in AWS Secrets Manager. */
  readonly secret: string;
  /** `C…` or `G…` */
  readonly channel: string;
}

/** Where people are told besides the alert topic. */
export interface Notifications {
  readonly slack: SlackSettings;
}

/** A trail of CloudTrail that logs all management events of all Regions, with validation. */
export interface DeclaredTrail {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  /** Its home Region. */
  readonly region: string;
  /** Whether it records every account of the organization. */
  readonly organization: boolean;
  readonly bucket: string;
  readonly prefix?: string;
  /** ARN of a KMS key. */
  readonly key?: string;
}

/** Protection plans that every Region and account can have (GuardDuty API Reference). */
export type GuardDutyFeature =
  | "EBS_MALWARE_PROTECTION"
  | "EKS_AUDIT_LOGS"
  | "LAMBDA_NETWORK_LOGS"
  | "RDS_LOGIN_EVENTS"
  | "RUNTIME_MONITORING"
  | "S3_DATA_EVENTS";

/** GuardDuty as the organization's administrator of it keeps it, in every Region of the baseline. */
export interface DeclaredGuardDuty {
  /** Id of the account that administers it. */
  readonly administrator: string;
  /** On for it and for every member. */
  readonly features: readonly GuardDutyFeature[];
  /** Names of the filters that may archive findings. */
  readonly archiveFilters: readonly string[];
  /** Names of the lists of addresses that may be trusted. */
  readonly trustedIpLists: readonly string[];
}

/** The services that watch, as they have to be. */
export interface SecurityServices {
  readonly trails: readonly DeclaredTrail[];
  /** Undefined: nobody has declared how it has to be. */
  readonly guardDuty?: DeclaredGuardDuty;
}

/** IAM users: whoever is neither allowed nor for emergencies has to be contained. */
export interface IamUsers {
  /** ARNs. */
  readonly allowed: readonly string[];
}

export interface Baseline {
  readonly version: 1;
  /** SHA-256 of everything below, in hex: stands in every finding and alert. */
  readonly hash: string;
  readonly organization: {
    /** `o-…` */
    readonly id: string;
    /** Account id of the management account. */
    readonly management: string;
    /** Region of bus, queues, functions, table and findings. */
    readonly hubRegion: string;
    readonly identityCenterRegion: string;
    readonly regions: readonly string[];
  };
  readonly accounts: readonly Account[];
  readonly units: readonly Unit[];
  readonly policies: readonly Policy[];
  /** Ids of policies that somebody else looks after (Control Tower's): neither attached nor detached. */
  readonly leaveAlone: readonly string[];
  readonly modes: {
    readonly default: Mode;
    /** Guardrail id -> mode. */
    readonly guardrails: Readonly<Record<string, Mode>>;
    /** Unit path -> guardrail id -> mode; the longest matching path wins. */
    readonly units: Readonly<Record<string, Readonly<Record<string, Mode>>>>;
  };
  readonly exemptions: readonly Exemption[];
  /** What is still to be decided on; undefined: nothing. */
  readonly review?: readonly ReviewItem[];
  /** Undefined: the defaults. */
  readonly limits?: {
    /** How many things a guardrail may take away in an hour of what no event explains. */
    readonly removalsPerHour: number;
  };
  /** Undefined: none is declared. */
  readonly breakGlass?: BreakGlass;
  /** Where people can read this repository, without a slash at the end; undefined: no links are given. */
  readonly links?: { readonly repository: string };
  /** Undefined: nobody has declared whom the organization trusts, so it is not guarded. */
  readonly organizationTrust?: OrganizationTrust;
  /** Undefined: nobody has declared who may be what, so Identity Center is not guarded. */
  readonly identityCenter?: IdentityCenter;
  /** Undefined: nobody has declared how the services that watch have to be. */
  readonly securityServices?: SecurityServices;
  /** Undefined: nobody has declared which users there may be, so they are not guarded. */
  readonly iamUsers?: IamUsers;
  /** Undefined: nobody has declared which roles trust whom, so they are not guarded. */
  readonly trust?: readonly DeclaredTrust[];
  /** Permission sets whose sessions in the management account may look into every account; undefined: none. */
  readonly operators?: readonly string[];
  /** Names of the accounts that networks come from. Undefined: none is declared. */
  readonly networkAccounts?: readonly string[];
  /** Undefined: none is declared. */
  readonly finance?: Finance;
  /** Undefined: people are told through the topic alone. */
  readonly notifications?: Notifications;
}
