/** IAM's decision about a request: deny anywhere wins, and every layer of policies must allow. */
import { foldCase } from "../fold.ts";
import { Context } from "./context.ts";
import { type Judgement, Layer, type Relevant } from "./layer.ts";
import { Memo } from "./memo.ts";
import type { Level, PolicySet } from "./policy-set.ts";
import { RCP_SERVICES } from "./rcp-services.ts";
import type { Request } from "./request.ts";
import type { Subject } from "./statement.ts";
import type { DecidedBy, Explanation, Verdict } from "./verdict.ts";

/**
 * Decides one request. Throws a `PolicyError` if a statement that is about the action and the resource
 * can't be evaluated. For many requests with the same policies `compilePolicies` is far quicker.
 */
export function evaluate(request: Request, policies: PolicySet): Verdict {
  return compilePolicies(policies).decide(request);
}

/** The verdict with every statement that speaks for or against the request. Throws as `evaluate`. */
export function explain(request: Request, policies: PolicySet): Explanation {
  return compilePolicies(policies).explain(request);
}

/** Policies that were read once, for any number of requests. */
export function compilePolicies(policies: PolicySet): CompiledPolicies {
  return new CompiledPolicies(policies);
}

/** Actions whose statements are kept; beyond it all are found anew. Some 22,000 actions exist. */
const MAX_ACTIONS = 32_768;

const ALLOWED: Verdict = { allowed: true };
/** A resource without a policy of its own is open to no other account. */
const UNSHARED: Verdict = { allowed: false, reason: "no-allow", by: "resource" };

/** A layer, and its statements about one action. */
interface Concern {
  readonly layer: Layer;
  readonly relevant: Relevant;
}

export class CompiledPolicies {
  readonly #byAction: Memo<readonly Concern[]>;
  readonly #bounded: boolean;
  readonly #managementAccount: boolean;
  readonly #managementResource: boolean;

  constructor(policies: PolicySet) {
    const { serviceControl, resourceControl, identity, session, boundary } = policies;
    const { resource, trust, key } = policies;
    this.#bounded = boundary !== undefined;
    this.#managementAccount = policies.managementAccount === true;
    this.#managementResource = policies.managementResource === true;
    const layers = [
      ...levels("service-control", serviceControl),
      ...levels("resource-control", resourceControl),
      new Layer("identity", identity),
      ...(session === undefined ? [] : [new Layer("session", session)]),
      ...(boundary === undefined ? [] : [new Layer("boundary", boundary)]),
      ...(resource === undefined ? [] : [new Layer("resource", [resource])]),
      ...(trust === undefined ? [] : [new Layer("trust", [trust])]),
      ...(key === undefined ? [] : [new Layer("key", [key])]),
    ];
    this.#byAction = new Memo((action) => concernsOf(layers, foldCase(action)), MAX_ACTIONS);
  }

  /** As `evaluate`. */
  decide(request: Request): Verdict {
    const subject = subjectOf(request, this.#bounded);
    const judged: Judgement[] = [];
    for (const { layer, relevant } of this.#byAction.of(request.action)) {
      if (this.#concerns(layer.origin.by, request)) judged.push(layer.judge(relevant, subject));
    }
    for (const { denied } of judged) {
      if (denied !== undefined) return { allowed: false, reason: "explicit-deny", ...denied };
    }
    const lacking = judged.find((one) => !isSatisfied(one, judged, request));
    if (lacking !== undefined) return { allowed: false, reason: "no-allow", ...lacking.origin };
    return isForeign(request) && !judged.some(isOfResource) ? UNSHARED : ALLOWED;
  }

  /** As the function `explain`. */
  explain(request: Request): Explanation {
    const verdict = this.decide(request);
    const subject = subjectOf(request, this.#bounded);
    const found = this.#byAction
      .of(request.action)
      .filter(({ layer }) => this.#concerns(layer.origin.by, request))
      .map(({ layer, relevant }) => layer.explain(relevant, subject));
    return {
      verdict,
      allowedBy: found.flatMap(({ allow }) => allow),
      deniedBy: found.flatMap(({ deny }) => deny),
    };
  }

  /** Whether a layer has a say about this request at all. */
  #concerns(by: DecidedBy, { principal, action }: Request): boolean {
    if (by === "service-control") {
      // Neither the management account nor service-linked roles nor services are subject to SCPs.
      return (
        !this.#managementAccount &&
        principal.isServiceLinkedRole !== true &&
        principal.service === undefined
      );
    }
    if (by === "resource-control") {
      return (
        !this.#managementResource && principal.isServiceLinkedRole !== true && isUnderRcps(action)
      );
    }
    // A service that calls for itself has no policies of its own: the resource's must allow.
    const own = by === "identity" || by === "session" || by === "boundary";
    return !own || principal.service === undefined;
  }
}

function concernsOf(layers: readonly Layer[], action: string): readonly Concern[] {
  return layers.map((layer) => ({ layer, relevant: layer.about(action) }));
}

function levels(by: DecidedBy, list: readonly Level[] | undefined): Layer[] {
  if (list === undefined) return [];
  if (list.length === 0) return [new Layer(by, [])];
  return list.map(({ name, policies }) => new Layer(by, policies, name));
}

function subjectOf({ resource, principal, context }: Request, bounded: boolean): Subject {
  return {
    resource,
    principal,
    bounded: bounded && principal.service === undefined,
    context: context instanceof Context ? context : new Context(context),
  };
}

function isUnderRcps(action: string): boolean {
  return RCP_SERVICES.has(foldCase(action.slice(0, action.indexOf(":"))));
}

/**
 * Whether a layer allows, or another one does in its place. Within one account the resource's policy
 * can stand in for the caller's own; between accounts both must allow.
 */
function isSatisfied(
  { origin, allows }: Judgement,
  judged: readonly Judgement[],
  request: Request,
): boolean {
  if (allows !== "nobody") return true;
  const grant = judged.find(isOfResource);
  const within = !isForeign(request);
  switch (origin.by) {
    case "identity":
      return within && (grant?.allows === "caller" || grant?.allows === "role");
    case "session":
    case "boundary":
      // What names the session or the user itself is not limited; what names the role is.
      return within && grant?.allows === "caller";
    case "resource":
      // A policy that says nothing leaves it to the caller's own, within one account.
      return within && request.principal.service === undefined;
    default:
      return false;
  }
}

function isOfResource({ origin: { by } }: Judgement): boolean {
  return by === "resource" || by === "trust" || by === "key";
}

function isForeign({ principal, resourceAccount }: Request): boolean {
  return resourceAccount !== undefined && resourceAccount !== principal.account;
}
