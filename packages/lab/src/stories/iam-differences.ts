/** What differs between the users and roles of two organizations, part by part. */
import type { IamSnapshot, RoleSnapshot, UserSnapshot } from "../iam/snapshot.ts";
import { type Difference, difference, keysOf } from "./differences.ts";

export function iamDifferences(expected: IamSnapshot, actual: IamSnapshot): readonly Difference[] {
  return [
    ...ofEntities(expected.users, actual.users, userParts),
    ...ofEntities(expected.roles, actual.roles, roleParts),
  ];
}

type Parts = Readonly<Record<string, string>>;

/** @param partsOf path -> value of everything that makes up an entity */
function ofEntities<E>(
  expected: Readonly<Record<string, E>>,
  actual: Readonly<Record<string, E>>,
  partsOf: (entity: E) => Parts,
): readonly Difference[] {
  return keysOf(expected, actual).flatMap((arn) => {
    const [one, other] = [expected[arn], actual[arn]];
    if (!one || !other) return difference(arn, "entity", one && "there", other && "there");
    const [wanted, there] = [partsOf(one), partsOf(other)];
    return keysOf(wanted, there).flatMap((path) =>
      difference(arn, path, wanted[path], there[path]),
    );
  });
}

function userParts({ password, credentials, ...rest }: UserSnapshot): Parts {
  return {
    ...entityParts(rest),
    ...(password && { password: "set" }),
    ...Object.fromEntries(
      Object.entries(credentials).map(([id, status]) => [`credentials/${id}`, status]),
    ),
  };
}

function roleParts({ trust, ...rest }: RoleSnapshot): Parts {
  return { ...entityParts(rest), trust };
}

function entityParts({ id, path, attached, inline }: Omit<RoleSnapshot, "trust">): Parts {
  return {
    id,
    path,
    ...Object.fromEntries(attached.map((arn) => [`policies/${arn}`, "attached"])),
    ...Object.fromEntries(
      Object.entries(inline).map(([name, document]) => [`policies/${name}`, document]),
    ),
  };
}
