/**
 * What a guardrail declares. Event rules, roles, documentation, CLI listing, Security Hub generator
 * and lab wiring are all derived from it: adding one is adding a folder.
 */
import type { Action } from "./actions.ts";
import type { Baseline, Mode } from "./baseline/model.ts";
import type { Difference, Observed, Severity } from "./drift.ts";
import type { EventPattern } from "./events/pattern.ts";
import type { Impact, Subject } from "./finding.ts";
import type { Inspection } from "./inspection.ts";
import type { ResourceKey } from "./key.ts";
import type { Caller } from "./ports.ts";
import type { TrailRecord } from "./record.ts";
import type { Step } from "./step.ts";
import type { SurveyContext } from "./survey.ts";

/** What has a queue, a function and a role of its own: three parts of an organization, and the tripwires. */
export type Domain = "organization" | "identity-center" | "accounts" | "tripwires";

/** Events that lead to keys. */
export interface Watch {
  /** `failed` governs `errorCode`: a pattern names it only to include some failed calls and not others. */
  readonly pattern: EventPattern;
  /** Regions the service records these events in; undefined: every Region. */
  readonly regions?: readonly string[];
  /** Whether failed calls count as well. A failed call has changed nothing, so the default is `ignore`. */
  readonly failed?: "ignore" | "include";
  /** Whether any of the calls is read-only, which needs a rule in a state of its own. */
  readonly readOnly?: boolean;
  /** Where to look. Pure; must survive records without parameters. */
  keys(record: TrailRecord, baseline: Baseline): readonly ResourceKey[];
}

/** Operator -> key -> values, as in a policy statement. */
export type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** An API call that a guardrail makes, and on what. */
export interface Declared<A extends Action = Action> {
  readonly action: A;
  /** Resource ARNs for the generated role; none: this baseline gives no reason for the call. */
  resources(baseline: Baseline): readonly string[];
  /** What AWS demands of the caller besides. */
  further?(baseline: Baseline): readonly Further[];
  /**
   * Made by the function's own role, in the management account. Only in the domain `accounts` does that
   * need saying: there calls are made by the roles that every account has.
   */
  readonly home?: true;
  /** Conditions of the generated statement, where the resource alone can't narrow it. */
  condition?(baseline: Baseline): Condition | undefined;
}

/** Rights that a call needs beside the one to make it. */
export interface Further {
  /** IAM actions, whether or not the SDK has a command of that name. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

type ActionsOf<D extends readonly Declared[]> = D[number]["action"];

/**
 * One way of drifting that can have a mode of its own, set as `<guardrail>/<aspect>`. It never goes
 * further than its guardrail does.
 */
export interface Aspect {
  /** What drifts, as a clause: "the declared meaning became stricter". */
  readonly title: string;
  /** How far it goes at most as long as the baseline sets no mode for it. */
  readonly most?: Mode;
  /** The guardrail's, if left out. */
  readonly severity?: Severity;
}

interface Metadata {
  readonly id: string;
  readonly domain: Domain;
  readonly severity: Severity;
  /** What must hold, as a sentence without a full stop. */
  readonly title: string;
  /** Why it matters: what an attacker gains. */
  readonly why: string;
  /** Where its page is, relative to the repository. */
  readonly docs: string;
  readonly watches: readonly Watch[];
  /** By name; differences and steps say which they belong to. */
  readonly aspects?: Readonly<Record<string, Aspect>>;
}

/** A part of a baseline's files: of `holdfast.yaml`, or of the document of a policy. */
export interface DeclaredAt {
  /** Keys and list indexes on the way to it. */
  readonly path: readonly (string | number)[];
  /** Name of the policy whose document it is in. */
  readonly policy?: string;
}

/** A key of another guardrail in the same domain, without which a key can't be right. */
export interface Dependency {
  readonly key: ResourceKey;
  /** Names of the calls that make both drift. */
  readonly calls: readonly string[];
}

/** Everything that the baseline declares for a guardrail. */
export interface Desired<Want> {
  readonly keys: readonly ResourceKey[];
  /** What is wanted of any key of this guardrail, also of one that is not declared. */
  of(key: ResourceKey): Want;
}

type Eventually<T> = T | Promise<T>;

/** A key with its live state, as a survey finds it. */
export interface Surveyed<Live> {
  readonly key: ResourceKey;
  readonly observed: Observed<Live>;
}

/** Where the baseline declares what is wanted of a key. Left out: its unit or account. */
type Declares = (key: ResourceKey, baseline: Baseline) => DeclaredAt | undefined;

export interface GuardrailDefinition<
  Want,
  Live,
  Reads extends readonly Declared[],
  Writes extends readonly Declared[],
> extends Metadata {
  readonly reads: Reads;
  readonly writes: Writes;
  /** Pure: asked once of each baseline. */
  desired(baseline: Baseline): Desired<Want>;
  /** What a key is, for people, modes and findings. */
  subject(key: ResourceKey, baseline: Baseline): Subject;
  readonly declaredAt?: Declares;
  /** Everything live with few calls, also what nobody declared. Agrees with `observe` on every key. */
  survey(
    aws: Caller<ActionsOf<Reads>>,
    baseline: Baseline,
    context: SurveyContext,
  ): AsyncIterable<Surveyed<Live>>;
  /** One key, live. May throw an `AwsError`: the engine makes `unknown` of it. */
  observe(
    key: ResourceKey,
    aws: Caller<ActionsOf<Reads>>,
    baseline: Baseline,
  ): Promise<Observed<Live>>;
  /**
   * `live` is undefined when the resource is absent. Like `plan` it may load what it needs: most looks
   * find nothing to plan, and a cold start should not carry it.
   */
  diff(want: Want, live: Live | undefined): Eventually<readonly Difference[]>;
  /** Asked only where something differs. */
  plan(
    key: ResourceKey,
    want: Want,
    live: Live | undefined,
  ): Eventually<readonly Step<ActionsOf<Writes>>[]>;
  /**
   * What a drift opens and closes. Asked after the revert and only when something new was seen, so
   * it may take its time and load what it needs.
   */
  impact?(
    key: ResourceKey,
    want: Want,
    live: Live | undefined,
    baseline: Baseline,
  ): Promise<Impact | undefined>;
  /**
   * Other keys that whoever caused this drift may have touched too. They are looked at a little
   * later, in case their own events were lost.
   */
  neighbours?(
    key: ResourceKey,
    differences: readonly Difference[],
    baseline: Baseline,
  ): readonly ResourceKey[];
  /**
   * Keys that have to be looked at once this drift is over, whatever their number, since it took
   * them along: a policy type that is enabled again comes back without its attachments.
   */
  follow?(
    key: ResourceKey,
    differences: readonly Difference[],
    baseline: Baseline,
  ): readonly ResourceKey[];
  /**
   * What has to be right before this key can be. While this one is pending, that one is looked at,
   * which has this one followed; and where the same calls made both drift, its alert speaks for both.
   */
  dependsOn?(key: ResourceKey, baseline: Baseline): Dependency | undefined;
}

/** What `defineGuardrail` makes: its own types are closed over, so that a list of them needs no cast. */
export interface Guardrail extends Metadata {
  readonly kind: "guardrail";
  readonly reads: readonly Declared[];
  readonly writes: readonly Declared[];
  /** All declared keys. */
  keys(baseline: Baseline): readonly ResourceKey[];
  subject(key: ResourceKey, baseline: Baseline): Subject;
  readonly declaredAt?: Declares;
  neighbours(
    key: ResourceKey,
    differences: readonly Difference[],
    baseline: Baseline,
  ): readonly ResourceKey[];
  follow(
    key: ResourceKey,
    differences: readonly Difference[],
    baseline: Baseline,
  ): readonly ResourceKey[];
  dependsOn(key: ResourceKey, baseline: Baseline): Dependency | undefined;
  /**
   * @param newest asked once there is a difference: the baseline with the ids of what Holdfast has
   * made meanwhile, so that its own new policy is not taken for a stranger's
   */
  inspect(
    key: ResourceKey,
    baseline: Baseline,
    aws: Caller<Action>,
    newest?: () => Promise<Baseline>,
  ): Promise<Inspection>;
  /** @param context left out: everything is asked for, and what can't be read is thrown */
  survey(
    baseline: Baseline,
    aws: Caller<Action>,
    context?: SurveyContext,
  ): AsyncIterable<{ readonly key: ResourceKey; readonly inspection: Inspection }>;
}
