/** What people gain and lose through Identity Center, in words. Names come from the baselines: see words.ts. */
import { describeWitness, type Witness } from "@holdfast/policy";
import type {
  AssignmentEffect,
  Direction,
  GroupEffect,
  IdentityCenterEffect,
  MembershipEffect,
  PermissionSetEffect,
  SessionEffect,
} from "./model.ts";
import { namesOf, type Told } from "./told.ts";

type PeopleEffect =
  | AssignmentEffect
  | PermissionSetEffect
  | SessionEffect
  | MembershipEffect
  | GroupEffect
  | IdentityCenterEffect;

export function tellPeople(effect: PeopleEffect, direction: Direction): Told {
  const opened = direction === "opened";
  switch (effect.kind) {
    case "assignment": {
      const { principal, permissionSet, accounts, later } = effect;
      const who = `the ${principal.type === "GROUP" ? "group" : "user"} ${principal.name}`;
      const where = [
        ...(accounts.length > 0 ? [namesOf(accounts)] : []),
        ...(later ? ["accounts that join later"] : []),
      ].join(" and in ");
      return told(`${who} ${opened ? "gains" : "loses"} ${permissionSet} in ${where}`);
    }
    case "permission-set": {
      const { permissionSet, accounts, restsOn } = effect;
      const where = accounts.length === 0 ? "any account" : namesOf(accounts);
      const details = [
        ...(accounts.length === 0 ? [`${permissionSet} is assigned nowhere`] : []),
        ...restsOn.map((name) => `${name} is known by an approximation only`),
      ];
      return { sentence: describeWitness(asUserOf(effect), direction, where), details };
    }
    case "session":
      return told(
        `sessions of ${effect.permissionSet} last ${effect.to} instead of ${effect.from}, whatever becomes of the assignment`,
        effect.accounts.length === 0 ? [] : [`assigned in ${namesOf(effect.accounts)}`],
      );
    case "membership": {
      const { user, group, accounts } = effect;
      const details = accounts.length === 0 ? [] : [`the group has access to ${namesOf(accounts)}`];
      return told(`${user} ${opened ? "joins" : "leaves"} the group ${group}`, details);
    }
    case "group": {
      const { group, accounts } = effect;
      const details = accounts.length === 0 ? [] : [`it has access to ${namesOf(accounts)}`];
      return opened
        ? told(`nobody guards who is in the group ${group} any more`, details)
        : told(`who is in the group ${group} is guarded from now on`, details);
    }
    case "identity-center":
      return told(effect.what);
  }
}

function told(sentence: string, details: readonly string[] = []): Told {
  return { sentence, details };
}

/** The witness as a call of the set's role, unless it must be somebody else's. */
function asUserOf({ permissionSet, witness }: PermissionSetEffect): Witness {
  const { request } = witness;
  const { arn, account } = request.principal;
  if (!arn.endsWith(":role/Developer")) return witness;
  const role = `role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${permissionSet}_0123456789abcdef`;
  const principal = { ...request.principal, arn: `arn:aws:iam::${account}:${role}` };
  return { ...witness, request: { ...request, principal } };
}
