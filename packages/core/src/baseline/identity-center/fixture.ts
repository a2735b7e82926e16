/** The small baseline of `../fixture.ts` with Identity Center declared; each test changes what it is about. */
import { FILES, type Files } from "../fixture.ts";

const SECTIONS = `permissionSets:
  Admin: { managedPolicies: [AdministratorAccess] }
  Reader:
    managedPolicies: [ReadOnlyAccess]
    customerManagedPolicies: [/teams/readers]
    inlinePolicy: policies/reader-inline.json
    boundary: { customerManagedPolicy: /limits/most }
assignments:
  - { group: Ops, permissionSet: Admin, accounts: all }
  - { group: Devs, permissionSet: Reader, accounts: Root/Work }
groups:
  Ops: { members: [olivia, omar] }
`;

const PINS = `"identityCenter": {
    "instance": "ssoins-5e8c03a94c7835b8",
    "identityStore": "d-824d80d719",
    "permissionSets": { "Admin": "ps-df24df604b6cb36b", "Reader": "ps-206114b2346a5d55" },
    "groups": {
      "Devs": "9ddbda11-9bb2-ab98-2919-78e02de48bf0",
      "Ops": "1113cdb3-7e0b-2362-ecd9-a00823a74f10"
    },
    "users": {
      "olivia": "60ca4aed-0234-232d-c948-148da272224a",
      "omar": "74a0dbf5-e14e-eb63-c0a1-4ddaa74c77b5"
    }
  },
  "policies"`;

/** An identity policy. */
export function allowing(...actions: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });
}

export const CENTER: Files = {
  ...FILES,
  "holdfast.yaml": FILES["holdfast.yaml"] + SECTIONS,
  "holdfast.lock.json": FILES["holdfast.lock.json"].replace('"policies"', () => PINS),
  "policies/reader-inline.json": allowing("s3:PutObject"),
};

/** The files with passages of `holdfast.yaml` replaced; each must be there once. */
export function changed(...edits: readonly (readonly [before: string, after: string])[]): Files {
  return { ...CENTER, ...replaced("holdfast.yaml", edits) };
}

/** The files with text at the end of `holdfast.yaml`. */
export function extended(text: string, more: Files = {}): Files {
  return { ...CENTER, "holdfast.yaml": `${CENTER["holdfast.yaml"]}${text}`, ...more };
}

/** The files with passages of the lock file replaced; each must be there once. */
export function pinned(...edits: readonly (readonly [before: string, after: string])[]): Files {
  return { ...CENTER, ...replaced("holdfast.lock.json", edits) };
}

function replaced(
  file: string,
  edits: readonly (readonly [before: string, after: string])[],
): Files {
  const text = edits.reduce((before, [passage, after]) => {
    if (before.split(passage).length !== 2) {
      throw new Error(`${passage} is not in ${file} exactly once`);
    }
    return before.replace(passage, () => after);
  }, CENTER[file] ?? "");
  return { [file]: text };
}
