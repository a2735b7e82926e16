/** What every group and user has: few calls, but nobody lists those who are gone and still assigned. */
import type { Caller, IdentityCenter, PrincipalType, SurveyContext } from "@holdfast/core";
import { isNotFound } from "../identity-center/instance.ts";
import { labelOf } from "../identity-center/sets.ts";
import type { Assignee } from "./live.ts";
import { identify, type Place, pairId } from "./want.ts";

export type PassReads =
  | "identitystore:ListGroups"
  | "identitystore:ListUsers"
  | "sso:ListAccountAssignmentsForPrincipal";

/** AWS gives a hundred at most, and fewer where nobody asks for them. */
export const LARGEST_PAGE = 100;

/** Users that one scan asks for: a quarter of an hour at its share of AWS's rate. */
const USERS = 3_000;

/** Names by `identify`. */
export async function listPrincipals(
  aws: Caller<PassReads>,
  { identityStore: IdentityStoreId }: IdentityCenter,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const add = (type: PrincipalType, id: string | undefined, name: string | undefined) => {
    if (id !== undefined) names.set(identify({ type, id }), name || id);
  };
  const input = { IdentityStoreId, MaxResults: LARGEST_PAGE };
  for await (const { Groups = [] } of aws.pages("identitystore:ListGroups", input)) {
    for (const { GroupId, DisplayName } of Groups) add("GROUP", GroupId, DisplayName);
  }
  for await (const { Users = [] } of aws.pages("identitystore:ListUsers", input)) {
    for (const { UserId, UserName } of Users) add("USER", UserId, UserName);
  }
  return names;
}

/**
 * Who has what, by `pairId`: of all groups, of declared users, and of those other users whose turn it is.
 * Only the management account may ask (API reference of ListAccountAssignmentsForPrincipal).
 */
export async function assignedByPrincipal(
  known: Iterable<string>,
  aws: Caller<PassReads>,
  center: IdentityCenter,
  context: SurveyContext,
): Promise<ReadonlyMap<string, readonly Assignee[]>> {
  const found = new Map<string, Assignee[]>();
  for (const principal of chosen(known, center, context)) {
    for (const place of await placesOf(principal, aws, center)) {
      const id = pairId(place);
      const others = found.get(id) ?? [];
      others.push(principal);
      found.set(id, others);
    }
  }
  return found;
}

function chosen(
  known: Iterable<string>,
  { assignments }: IdentityCenter,
  context: SurveyContext,
): readonly Assignee[] {
  const all = [...known].map(parse);
  const declared = new Set(assignments.map(({ principal }) => principal.id));
  const isOther = ({ type, id }: Assignee) => type === "USER" && !declared.has(id);
  const hasTurn = context.turn({
    name: "users",
    what: "every user beside all groups",
    ids: all.filter(isOther).map(({ id }) => id),
    atMost: USERS,
  });
  return all.filter((one) => !isOther(one) || hasTurn(one.id));
}

function parse(text: string): Assignee {
  const at = text.indexOf("/");
  return { type: text.slice(0, at) as PrincipalType, id: text.slice(at + 1) };
}

/** Each place once. AWS lists for a user what their groups have as well. */
async function placesOf(
  { type: PrincipalType, id: PrincipalId }: Assignee,
  aws: Caller<PassReads>,
  center: IdentityCenter,
): Promise<readonly Place[]> {
  const { instance: InstanceArn } = center;
  const places = new Map<string, Place>();
  const input = { InstanceArn, PrincipalId, PrincipalType, MaxResults: LARGEST_PAGE };
  try {
    for await (const page of aws.pages("sso:ListAccountAssignmentsForPrincipal", input)) {
      for (const { AccountId: account, PermissionSetArn, ...who } of page.AccountAssignments ??
        []) {
        if (account === undefined || PermissionSetArn === undefined) continue;
        if (who.PrincipalId !== PrincipalId) continue;
        const place = { account, label: labelOf(center, PermissionSetArn) };
        places.set(pairId(place), place);
      }
    }
  } catch (error) {
    // Gone since it was listed.
    if (!isNotFound(error)) throw error;
    return [];
  }
  return [...places.values()];
}
