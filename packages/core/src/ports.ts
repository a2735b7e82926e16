/** What the engine needs from the outside. packages/aws implements it; tests may too. */
import type { Action, Input, Output } from "./actions.ts";
import type { Announcement } from "./announcement.ts";
import type { Mode } from "./baseline/model.ts";
import type { Alert, Finding } from "./finding.ts";
import type { Json } from "./json.ts";
import type { Cause } from "./record.ts";
import type { ScanScope } from "./scan/model.ts";

/** Where a call is made. */
export interface Place {
  /** Twelve digits. */
  readonly account: string;
  /** `us-east-1` for services that have none. */
  readonly region: string;
}

/** Calls AWS. `A` is what a guardrail has declared: the compiler accepts nothing else. */
export interface Caller<A extends Action> {
  /** One call. Throws an `AwsError`; throttling and transient errors have been retried by then. */
  call<One extends A>(action: One, input: Input<One>): Promise<Output<One>>;
  /** All pages of a list call, until AWS gives no further token; a page may be empty. */
  pages<One extends A>(action: One, input: Input<One>): AsyncIterable<Output<One>>;
  /**
   * The same elsewhere: in any account, the management account included, by the role there that may
   * only look. Where it can't be taken every call throws an `AwsError` that says so.
   */
  at(place: Place): Caller<A>;
}

/** One item of the incident table. */
export interface Item {
  readonly partition: string;
  readonly sort: string;
  /** 1 for a new item, one more with every write. */
  readonly version: number;
  readonly body: Json;
  /** Epoch seconds after which DynamoDB may drop it. */
  readonly expiresAt?: number;
}

/** The incident table: Get, Query and version-conditioned Put, nothing else. */
export interface Table {
  /** A strongly consistent read; undefined if there is no such item. */
  get(partition: string, sort: string): Promise<Item | undefined>;
  /**
   * All items of a partition whose sort key begins with `prefix`, in order; strongly consistent. With
   * `after`, which goes with an empty prefix, only those whose sort key is greater.
   */
  query(partition: string, prefix: string, after?: string): Promise<readonly Item[]>;
  /**
   * Writes `item` if the stored one still has version `item.version - 1` (0: there is none).
   * Throws a `VersionConflictError` otherwise.
   */
  put(item: Item): Promise<void>;
}

/** A message that Holdfast sends to itself. */
export type OwnMessage =
  /**
   * Look at a key: because a look is owed, or, with `changedAt` (epoch milliseconds), because it may
   * have changed then. `blindSince`: see `Request`.
   */
  | {
      readonly holdfast: "look";
      readonly key: string;
      readonly changedAt?: number;
      readonly blindSince?: number;
    }
  /** Look at several keys, with what caused it: what an event leads to beyond the first few keys. */
  | {
      readonly holdfast: "looks";
      readonly keys: readonly string[];
      readonly changedAt?: number;
      readonly causes: readonly Cause[];
      /** Nothing beyond this mode is done, whatever the baseline allows: as the scan was asked. */
      readonly most?: Mode;
    }
  /**
   * Begin a scan, of `scope` or of everything; with `id`, go on with that one. Where it was asked for some
   * time ago (`since`, epoch milliseconds), a scan of the same scope that was begun after that is enough.
   */
  | {
      readonly holdfast: "scan";
      readonly id?: string;
      readonly scope?: ScanScope;
      readonly since?: number;
    }
  /** Deliver what is still in the outbox. */
  | { readonly holdfast: "outbox"; readonly attempt: number };

/** The domain's own queue. */
export interface DelayedQueue {
  /** `delay` in seconds, at most 900 (the SQS limit). */
  send(message: OwnMessage, delay: number): Promise<void>;
}

/** Where findings, alerts and announcements go. Throws if they did not arrive; the outbox keeps them then. */
export interface Sinks {
  /** Throws a `FindingsRefusedError` if all have arrived but those that it carries. */
  findings(findings: readonly Finding[]): Promise<void>;
  alert(alert: Alert): Promise<void>;
  announcement(announcement: Announcement): Promise<void>;
}

/** Structured logging; never given secrets or whole events. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, Json>>): void;
  warn(message: string, fields?: Readonly<Record<string, Json>>): void;
  error(message: string, fields?: Readonly<Record<string, Json>>): void;
}
