/**
 * Trust policies: whom they name is bound to a unique id when they are saved (IAM User Guide). Who is
 * deleted is shown by that id from then on, and whoever is made again under the name is not let in.
 */
import { type PolicyDocument, type PolicyStatement, parsePolicy } from "@holdfast/policy";
import { malformedPolicy } from "./errors.ts";
import type { Role } from "./state.ts";

/** Unique id of the user or role that has an ARN now. */
export type IdOf = (arn: string) => string | undefined;

const ENTITY = /^arn:aws:iam::\d{12}:(?:user|role)\/.+$/;

/**
 * The ids behind the ARNs that a trust policy names. Throws `MalformedPolicyDocumentException` where
 * one of them is nobody's; `knows` tells whose accounts can be looked into.
 */
export function bound(
  document: PolicyDocument,
  idOf: IdOf,
  knows: (account: string) => boolean,
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const principal of principalsIn(document)) {
    if (/^A(?:IDA|ROA)[A-Z0-9]+$/.test(principal)) throw invalidPrincipal(principal);
    if (!ENTITY.test(principal)) continue;
    const id = idOf(principal);
    if (id !== undefined) ids.set(principal, id);
    else if (knows(principal.split(":")[4] ?? "")) throw invalidPrincipal(principal);
  }
  return ids;
}

/** The text of a trust policy as IAM shows it now. */
export function shownTrust({ trust, bound }: Pick<Role, "trust" | "bound">, idOf: IdOf): string {
  const gone = [...bound].filter(([arn, id]) => idOf(arn) !== id);
  return gone.reduce(
    (text, [arn, id]) => text.replaceAll(JSON.stringify(arn), JSON.stringify(id)),
    trust,
  );
}

/** As it is evaluated now: ids of those who are gone are nobody's. */
export function effectiveTrust(role: Pick<Role, "trust" | "bound">, idOf: IdOf): PolicyDocument {
  return parsePolicy(shownTrust(role, idOf));
}

function principalsIn({ Statement }: PolicyDocument): readonly string[] {
  const statements: readonly PolicyStatement[] = [Statement].flat();
  return statements.flatMap(({ Principal, NotPrincipal }) =>
    [Principal, NotPrincipal].flatMap((block) =>
      typeof block === "object" ? [block.AWS ?? []].flat() : [],
    ),
  );
}

function invalidPrincipal(principal: string) {
  return malformedPolicy(`Invalid principal in policy: "AWS":"${principal}"`);
}
