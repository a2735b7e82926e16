/** What the baseline's own policies make of a call: SCPs of the caller's account, RCPs of the resource's. */
import {
  type CompiledPolicies,
  type ContextValue,
  compilePolicies,
  PolicyError,
  type PolicySet,
  type Request,
  type Verdict,
} from "@holdfast/policy";
import { levelsFor } from "./levels.ts";
import type { Baseline } from "./model.ts";
import { accountById, unitOf } from "./query.ts";

/** A call by somebody whom nothing but the organization's policies can stop, or their own as well. */
export interface Call {
  /** ARN of a user, a role (not of its session) or a root user; or an AWS service's name. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** Id of the account that owns the resource. */
  readonly owner: string;
  /** Condition keys beside those that follow from the rest, or instead of them. */
  readonly context?: Readonly<Record<string, ContextValue>>;
  /** The caller's own permissions; left out: they are unlimited. The same object for many calls saves time. */
  readonly own?: OwnPolicies;
}

/** What a principal may do by itself, before the organization's policies. */
export type OwnPolicies = Pick<PolicySet, "identity" | "boundary">;

export type Refusal = Extract<Verdict, { readonly allowed: false }>;

export type Judgement =
  | {
      readonly kind: "allowed";
      /** Why no policy could have stopped it. */
      readonly beyond?: "management-account" | "service-linked-role";
    }
  | {
      readonly kind: "denied";
      /** The first to refuse it: levels in their order, a deny before a missing allow. */
      readonly refusal: Refusal;
      /** Names of all policies that deny it, each once. */
      readonly deniedBy: () => ReadonlySet<string>;
    }
  /** A condition that can't be evaluated: neither allowed nor denied. */
  | { readonly kind: "unreadable"; readonly problem: string };

export type Judge = (call: Call) => Judgement;

/** Only the organization's policies are judged. */
const UNLIMITED: OwnPolicies = {
  identity: [
    {
      name: "AdministratorAccess",
      document: {
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "*", Resource: "*" },
      },
    },
  ],
};

/** A judge of calls under a baseline. */
export function createJudge(baseline: Baseline): Judge {
  const { management } = baseline.organization;
  const compiled = new Map<OwnPolicies, Map<string, CompiledPolicies>>();
  const policiesFor = (
    own: OwnPolicies,
    caller: string | undefined,
    owner: string,
  ): CompiledPolicies => {
    const known = compiled.get(own) ?? new Map<string, CompiledPolicies>();
    compiled.set(own, known);
    const key = `${caller} ${owner}`;
    const found = known.get(key) ?? compile(baseline, own, caller, owner);
    known.set(key, found);
    return found;
  };

  return (call) => {
    const caller = accountOf(call.principal);
    const request = requestFor(baseline, call, caller);
    try {
      const policies = policiesFor(call.own ?? UNLIMITED, caller, call.owner);
      const verdict = policies.decide(request);
      if (!verdict.allowed) {
        const deniedBy = () =>
          new Set(policies.explain(request).deniedBy.flatMap(({ policy }) => policy ?? []));
        return { kind: "denied", refusal: verdict, deniedBy };
      }
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      return { kind: "unreadable", problem: error.message };
    }
    if (request.principal.isServiceLinkedRole === true) {
      return { kind: "allowed", beyond: "service-linked-role" };
    }
    return caller === management
      ? { kind: "allowed", beyond: "management-account" }
      : { kind: "allowed" };
  };
}

/** The account id in a principal's or resource's ARN; undefined if it has none. */
export function accountOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** Strangers are under no SCP of ours, and their resources under no RCP. */
function compile(
  baseline: Baseline,
  { identity, boundary }: OwnPolicies,
  caller: string | undefined,
  owner: string,
): CompiledPolicies {
  const { management } = baseline.organization;
  const from = accountById(baseline, caller ?? "");
  const to = accountById(baseline, owner);
  return compilePolicies({
    identity,
    ...(boundary && { boundary }),
    ...(from && { serviceControl: levelsFor(baseline, from, "SERVICE_CONTROL_POLICY") }),
    ...(to && { resourceControl: levelsFor(baseline, to, "RESOURCE_CONTROL_POLICY") }),
    managementAccount: caller === management,
    managementResource: owner === management,
  });
}

function requestFor(baseline: Baseline, call: Call, caller: string | undefined): Request {
  const { principal, action, resource, owner, context } = call;
  return {
    action,
    resource,
    principal: {
      arn: principal,
      account: caller ?? "",
      isServiceLinkedRole: /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\//.test(principal),
      ...(caller === undefined && { service: principal }),
    },
    context: merged(
      {
        ...(caller === undefined
          ? { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": principal }
          : callerKeys(baseline, principal, caller)),
        "aws:RequestedRegion": baseline.organization.hubRegion,
        "aws:SecureTransport": "true",
        "aws:ViaAWSService": "false",
        "aws:ResourceAccount": owner,
        ...organizationKeys(baseline, owner, "Resource"),
      },
      context,
    ),
  };
}

/** What AWS says about a caller by itself. */
function callerKeys(baseline: Baseline, principal: string, account: string) {
  const [kind = "", ...name] = (principal.split(":")[5] ?? "").split("/");
  return {
    "aws:PrincipalArn": principal,
    "aws:PrincipalAccount": account,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": { root: "Account", user: "User" }[kind] ?? "AssumedRole",
    ...(kind === "user" && { "aws:username": name.at(-1) ?? "" }),
    ...organizationKeys(baseline, account, "Principal"),
  };
}

/** The organization of an account and its place there; nothing for a stranger. */
function organizationKeys(baseline: Baseline, id: string, whose: "Principal" | "Resource") {
  const account = accountById(baseline, id);
  if (account === undefined) return {};
  const units = account.unit.split("/");
  const ids = units.map((_, index) => unitOf(baseline, units.slice(0, index + 1).join("/"))?.id);
  const organization = baseline.organization.id;
  return {
    [`aws:${whose}OrgID`]: organization,
    [`aws:${whose}OrgPaths`]: [`${[organization, ...ids].join("/")}/`],
  };
}

/** Condition keys are the same in any case, so a given one must replace its equal. */
function merged(
  derived: Readonly<Record<string, ContextValue>>,
  given: Readonly<Record<string, ContextValue>> = {},
): Record<string, ContextValue> {
  const own = new Set(Object.keys(given).map((key) => key.toLowerCase()));
  return {
    ...Object.fromEntries(Object.entries(derived).filter(([key]) => !own.has(key.toLowerCase()))),
    ...given,
  };
}
