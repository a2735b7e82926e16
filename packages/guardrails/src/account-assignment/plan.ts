/** What differs between who has a permission set in an account and who should, and the steps that put it right. */
import type {
  Baseline,
  Difference,
  IdentityPrincipal,
  ResourceKey,
  Step,
  Tolerance,
} from "@holdfast/core";
import { toleratedAssignment } from "../identity-center/just-in-time.ts";
import type { Live, LivePrincipal } from "./live.ts";
import { declaredIn, identify } from "./want.ts";

export interface Want {
  readonly baseline: Baseline;
  readonly account: string;
  /** Name of the permission set, or the end of its ARN where nobody declared it. */
  readonly label: string;
}

type Write = Step<"sso:CreateAccountAssignment" | "sso:DeleteAccountAssignment">;

/** Somebody who has it and should not, or the other way round. */
type Deviation =
  | { readonly kind: "missing"; readonly principal: IdentityPrincipal }
  | {
      readonly kind: "unexpected";
      readonly principal: LivePrincipal;
      readonly tolerance: Tolerance | undefined;
    };

export function diff(want: Want, live: Live | undefined): readonly Difference[] {
  if (live === undefined) return [];
  const [failure] = live.failures;
  const why = failure === undefined ? "" : `; AWS failed at it before: ${failure}`;
  return deviationsOf(want, live).map((one) => {
    const { label } = want;
    const path = identify(one.principal);
    if (one.kind === "missing") {
      const { type, name, id } = one.principal;
      const message = `the ${type.toLowerCase()} ${name} does not have ${label}${why}`;
      return { path, kind: "missing", expected: id, actual: null, message, aspect: "missing" };
    }
    const { tolerance, principal } = one;
    return {
      path,
      kind: "unexpected",
      expected: null,
      actual: principal.id,
      message: `${whoHas(principal, label)}${why}`,
      aspect: aspectOf(one),
      ...(tolerance && { tolerance }),
    };
  });
}

export function plan(key: ResourceKey, want: Want, live: Live | undefined): readonly Write[] {
  const { identityCenter: center } = want.baseline;
  if (live === undefined || center === undefined) return [];
  return deviationsOf(want, live).flatMap((one): Write[] => {
    const { type, id } = one.principal;
    const input = {
      InstanceArn: center.instance,
      TargetId: key.account,
      TargetType: "AWS_ACCOUNT",
      PermissionSetArn: live.set,
      PrincipalType: type,
      PrincipalId: id,
    } as const;
    if (one.kind === "missing") {
      return [
        {
          action: "sso:CreateAccountAssignment",
          input,
          effect: "grant",
          reason: `give ${want.label} back to ${one.principal.name}, who has it by declaration`,
          beneficiaries: [id],
          aspect: "missing",
        },
      ];
    }
    // Of somebody who can't be found nothing is known; nobody can use it, and it is told.
    if (one.principal.name === null) return [];
    return [
      {
        action: "sso:DeleteAccountAssignment",
        input,
        effect: "restrict",
        reason: `take ${want.label} away from the ${type.toLowerCase()} ${one.principal.name ?? id}`,
        aspect: aspectOf(one),
        ...(one.tolerance && { undoes: identify(one.principal) }),
      },
    ];
  });
}

function deviationsOf({ baseline, account, label }: Want, live: Live): readonly Deviation[] {
  const place = { id: account, ...(live.unit !== null && { unit: live.unit }) };
  const wanted = declaredIn(baseline, place, label);
  const present = new Set(live.principals.map(identify));
  const unexpected = live.principals
    .filter((one) => !wanted.has(identify(one)))
    .map((principal): Deviation => {
      const { type, name } = principal;
      const tolerance =
        typeof name === "string"
          ? toleratedAssignment(baseline, label, place, { type, name })
          : undefined;
      return { kind: "unexpected", principal, tolerance };
    });
  const missing = [...wanted.values()]
    .filter((one) => !present.has(identify(one)))
    .map((principal): Deviation => ({ kind: "missing", principal }));
  return [...unexpected, ...missing];
}

function aspectOf({ principal }: Extract<Deviation, { kind: "unexpected" }>): string {
  if (principal.name === null) return "unresolved";
  return principal.type === "USER" ? "user" : "group";
}

function whoHas({ type, id, name }: LivePrincipal, label: string): string {
  const what = type.toLowerCase();
  if (name === null) {
    return `${label} is assigned to the ${what} ${id}, whom the identity store does not know`;
  }
  return `the ${what} ${name ?? id} has ${label}, and nobody declared it`;
}
