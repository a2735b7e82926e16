/**
 * What people of Identity Center may do: somebody in an account chooses one of the permission sets that
 * they have there, and calls as its role, whose own policies and the organization's must let them.
 */
import type { AwsManagedPolicies } from "@holdfast/policy/aws-managed";
import type { PermissionSet } from "../identity-center/model.ts";
import { policiesOfSet, type SetPolicies } from "../identity-center/set-policies.ts";
import type { Call, Judge, OwnPolicies, Refusal } from "../judge.ts";
import { permissionSetRole } from "../lint/realistic.ts";
import type { Account, Baseline } from "../model.ts";
import type { Case } from "./cases.ts";
import { type Outcome, whyRefused } from "./outcome.ts";
import { nameOf, type Person, type Way, waysOf } from "./people.ts";

/** An outcome, and which approximations of AWS managed policies it rests on. */
export type PersonOutcome = Outcome & { readonly restsOn: readonly string[] };

export type PersonJudge = (request: Case, person: Person) => PersonOutcome;

export function createPersonJudge(
  baseline: Baseline,
  judge: Judge,
  aws: AwsManagedPolicies,
): PersonJudge {
  const known = new Map<PermissionSet, Policies>();
  const policiesOf = (set: PermissionSet): Policies => {
    const found = known.get(set) ?? read(policiesOfSet(set, baseline.identityCenter ?? {}, aws));
    known.set(set, found);
    return found;
  };

  return (request, person) => {
    const account = baseline.accounts.find(({ name }) => name === request.account);
    const ways = account === undefined ? [] : waysOf(person, account, baseline);
    const outcomes = ways.map((way) => ({ way, outcome: taken(way, account as Account) }));
    return together(outcomes, `${nameOf(person)} has no permission set in ${request.account}`);

    function taken({ set }: Way, { id }: Account): PersonOutcome {
      const { own, exact } = policiesOf(set);
      const { person: _, ...call } = request;
      const asRole: Call = {
        ...call,
        principal: `arn:aws:iam::${id}:${permissionSetRole(baseline, set.name)}`,
        context: {
          ...(person.type === "USER" && { "identitystore:UserId": person.id }),
          ...call.context,
        },
      };
      const judgement = judge({ ...asRole, own });
      const restsOn = own.approximated.map(({ name }) => name);
      if (judgement.kind === "unreadable") {
        return { kind: "unreadable", because: judgement.problem, restsOn: [] };
      }
      const open = openness(own, judgement.kind === "allowed" ? undefined : judgement.refusal);
      if (open !== undefined) {
        const because = `the permission set ${set.name} has ${open}, whose document is not known`;
        return { kind: "unreadable", because, restsOn: [] };
      }
      if (judgement.kind === "allowed") {
        const anyway = restsOn.length > 0 && judge({ ...asRole, own: exact }).kind === "allowed";
        const because = `the permission set ${set.name} allows it`;
        return { kind: "allowed", because, restsOn: anyway ? [] : restsOn };
      }
      const { refusal, deniedBy } = judgement;
      const because = whyRefusedTo(set, refusal);
      const certain = refusal.reason === "explicit-deny" || !isOwn(refusal);
      return { kind: "denied", because, refusal, deniedBy, restsOn: certain ? [] : restsOn };
    }
  };
}

interface Policies {
  readonly own: SetPolicies;
  /** Without those that are approximated. */
  readonly exact: OwnPolicies;
}

function read(own: SetPolicies): Policies {
  const isExact = ({ name }: { readonly name: string }) =>
    !own.approximated.some((one) => one.name === name);
  const { identity, boundary } = own;
  return {
    own,
    exact: {
      identity: identity.filter(isExact),
      // A boundary that allows nothing: nothing is sure under one that is approximated.
      ...(boundary && { boundary: boundary.filter(isExact) }),
    },
  };
}

/** The policy of unknown content that could have decided otherwise. */
function openness(
  { unknown, unknownBoundary }: SetPolicies,
  refusal: Refusal | undefined,
): string | undefined {
  // A deny anywhere wins, and what an organization's policy doesn't allow nothing else can.
  if (refusal?.reason === "explicit-deny") return undefined;
  if (refusal !== undefined && !isOwn(refusal)) return undefined;
  const [first] = unknown;
  if (first !== undefined && refusal?.by !== "boundary") return first;
  return refusal === undefined ? unknownBoundary : undefined;
}

function isOwn({ by }: Refusal): boolean {
  return by === "identity" || by === "boundary";
}

function whyRefusedTo({ name }: PermissionSet, refusal: Refusal): string {
  if (!isOwn(refusal)) return whyRefused(refusal);
  const { by, policy, statement } = refusal;
  if (policy !== undefined)
    return `${policy} of the permission set ${name} denies it by ${statement}`;
  return by === "boundary"
    ? `the boundary of the permission set ${name} does not allow it`
    : `the permission set ${name} does not allow it`;
}

/** Of several permission sets, the one that allows is the one that people choose. */
function together(
  outcomes: readonly { readonly way: Way; readonly outcome: PersonOutcome }[],
  nothing: string,
): PersonOutcome {
  const of = (kind: Outcome["kind"]) => outcomes.filter(({ outcome }) => outcome.kind === kind);
  const allowed = of("allowed");
  const [sure] = allowed.filter(({ way }) => way.perhapsThrough === undefined);
  if (sure !== undefined) return sure.outcome;
  const [unreadable] = of("unreadable");
  if (unreadable !== undefined) return unreadable.outcome;
  const [perhaps] = allowed;
  if (perhaps !== undefined) {
    const { way, outcome } = perhaps;
    const because = `${outcome.because} to the members of ${way.perhapsThrough}, who are not declared`;
    return { kind: "unreadable", because, restsOn: [] };
  }
  const denied = outcomes.flatMap(({ outcome }) => (outcome.kind === "denied" ? [outcome] : []));
  const [first] = denied;
  if (first === undefined) {
    return { kind: "denied", because: nothing, deniedBy: () => new Set(), restsOn: [] };
  }
  return {
    ...first,
    // Whoever is to deny it must do so whichever set they choose.
    deniedBy: () => {
      const others = denied.slice(1).map((one) => one.deniedBy());
      return new Set(
        [...first.deniedBy()].filter((name) => others.every((names) => names.has(name))),
      );
    },
    restsOn: [...new Set(denied.flatMap(({ restsOn }) => restsOn))],
  };
}
