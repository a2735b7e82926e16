/** A request that shows a difference: put together, made to look real, and confirmed by the evaluator. */
import { PolicyError } from "../errors.ts";
import type { ContextValue } from "../evaluate/context.ts";
import type { Request } from "../evaluate/request.ts";
import type { Verdict } from "../evaluate/verdict.ts";
import { foldCase } from "../fold.ts";
import type { ActionUniverse } from "../universe/universe.ts";
import { likelyPrincipals, likelyResources, likelyValues, SOME_ACCOUNT } from "./likely.ts";
import { isAlwaysThere, onlyValues, type Scope } from "./scope.ts";
import type { Found } from "./search.ts";
import type { Test, Value } from "./test.ts";

export type Refusal = Extract<Verdict, { readonly allowed: false }>;

/** One request that one side allows and the other refuses. */
export interface Witness {
  readonly request: Request & { readonly context: Readonly<Record<string, ContextValue>> };
  /** Why the refusing side refuses it. */
  readonly refusal: Refusal;
  /** False: no action of today does it, but one that AWS may add would. */
  readonly known: boolean;
}

export type Decide = (request: Request) => Verdict;

export interface Evidence {
  readonly action: string;
  readonly known: boolean;
  readonly found: Found;
  /** The tests that the class of actions is put to. */
  readonly tests: readonly Test[];
  readonly allowing: Decide;
  readonly refusing: Decide;
  readonly scope: Scope;
  readonly universe: ActionUniverse | undefined;
}

type Draft = Pick<Request, "resource"> & { readonly context: ReadonlyMap<string, ContextValue> };

/** The witness behind what a search found; undefined if the evaluator does not confirm it. */
export function witnessFor(evidence: Evidence): Witness | undefined {
  const start = draftOf(evidence);
  if (refusalOf(start, evidence) === undefined) return undefined;
  const draft = withLikelyResource(withLikelyContext(start, evidence), evidence);
  const refusal = refusalOf(draft, evidence);
  if (refusal === undefined) return undefined;
  return { request: requestOf(draft, evidence), refusal, known: evidence.known };
}

function draftOf({ found, tests, scope }: Evidence): Draft {
  const context = new Map<string, ContextValue>(Object.entries(scope.samples));
  if (scope.type === "SERVICE_CONTROL_POLICY") {
    context.set("aws:principalarn", someone(scope));
    context.set("aws:principalaccount", scope.account ?? SOME_ACCOUNT);
  }
  let resource = "*";
  for (const { dimension, key } of tests) {
    const value = found.values.get(dimension);
    if (key !== undefined) put(context, foldCase(key), value);
    else if (dimension === "resource" && typeof value === "string") resource = value;
  }
  return { resource, context };
}

/** Leaves every key out that is not needed, and gives the others likely values where those do as well. */
function withLikelyContext(start: Draft, evidence: Evidence): Draft {
  const { scope, tests } = evidence;
  let draft = start;
  for (const [key, value] of start.context) {
    const dimension = `key ${key}` as const;
    const mine = tests.filter((test) => test.dimension === dimension);
    const likely = onlyValues(dimension, scope) ?? likelyValues(key, mine, scope);
    const candidates = [
      ...(isAlwaysThere(dimension, scope) ? [] : [undefined]),
      ...likely.map((text) => (typeof value === "string" ? text : [text])),
    ];
    const drafts = candidates.map((candidate) => ({
      ...draft,
      context: put(new Map(draft.context), key, candidate),
    }));
    draft = drafts.find((one) => refusalOf(one, evidence) !== undefined) ?? draft;
  }
  return draft;
}

function withLikelyResource(draft: Draft, evidence: Evidence): Draft {
  const { action, scope, tests, universe } = evidence;
  const mine = tests.filter(({ dimension }) => dimension === "resource");
  const drafts = likelyResources(universe?.resourcesOf(action) ?? [], mine, scope).map(
    (resource) => ({ ...draft, resource }),
  );
  return drafts.find((one) => refusalOf(one, evidence) !== undefined) ?? draft;
}

function put(context: Map<string, ContextValue>, key: string, value: Value) {
  if (value === undefined) context.delete(key);
  else context.set(key, value);
  return context;
}

/** Why one side refuses what the other allows; undefined if it's not so, or can't be evaluated. */
function refusalOf(draft: Draft, evidence: Evidence): Refusal | undefined {
  const request = requestOf(draft, evidence);
  const refused = verdict(request, evidence.refusing);
  if (refused === undefined || refused.allowed) return undefined;
  return verdict(request, evidence.allowing)?.allowed === true ? refused : undefined;
}

function verdict(request: Request, decide: Decide): Verdict | undefined {
  try {
    return decide(request);
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

function requestOf(
  { resource, context }: Draft,
  { action, tests, scope }: Evidence,
): Witness["request"] {
  const arn = context.get("aws:principalarn");
  const account = context.get("aws:principalaccount");
  const spelled = new Map(
    ["aws:PrincipalArn", "aws:PrincipalAccount", ...tests.flatMap(({ key }) => key ?? [])].map(
      (key) => [key.toLowerCase(), key] as const,
    ),
  );
  return {
    action,
    resource,
    principal: {
      arn: typeof arn === "string" ? arn : someone(scope),
      account: scope.account ?? (typeof account === "string" ? account : SOME_ACCOUNT),
    },
    context: Object.fromEntries(
      [...context].map(([key, value]) => [spelled.get(key) ?? key, value]),
    ),
  };
}

function someone({ account }: Scope): string {
  return likelyPrincipals(account)[0];
}
