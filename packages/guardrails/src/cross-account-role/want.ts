/** What is wanted of a role, and which of it holds now. */
import type { Baseline, DeclaredTrust, TrustedPrincipal } from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { declaredDocument } from "./document.ts";
import type { Live } from "./live.ts";
import { isUniqueId, type WayIn, waysIn } from "./ways-in.ts";

/** What tells Holdfast's own roles from others of their names. */
export interface Organization extends Pick<Baseline["organization"], "id" | "management"> {
  /** ARNs of the roles that may look into the accounts, `?` for each digit that AWS adds. */
  readonly operators: readonly string[];
}

export interface Want {
  /** Of the role. */
  readonly account: string;
  readonly organization: Organization;
  /** Undefined: it is to trust nobody beyond its account. */
  readonly declared?: DeclaredTrust;
}

/** A declared principal with the one way in that it is to have. */
export interface Admitted {
  readonly principal: TrustedPrincipal;
  readonly way: WayIn;
}

/** Whether whoever has the declared name is still the one that was declared. */
export function isVerified({ arn, id }: TrustedPrincipal, live: Live): boolean {
  return id === undefined || live.principals[arn] === id;
}

/** Declared principals that may be let in: not whoever was made again under a trusted name. */
export function admitted(declared: DeclaredTrust, live: Live): readonly Admitted[] {
  return declared.principals
    .filter((principal) => isVerified(principal, live))
    .flatMap((principal) =>
      waysIn(declaredDocument(declared, [principal])).map((way) => ({ principal, way })),
    );
}

/** Ways on which somebody can come: those who are gone can't. */
export function openWays(document: PolicyDocument): readonly WayIn[] {
  return waysIn(document).filter(({ principal }) => !isUniqueId(principal));
}
