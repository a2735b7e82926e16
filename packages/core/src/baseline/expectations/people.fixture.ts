/** The sound baseline of lint's fixture with Identity Center declared. */
import type { Files } from "../fixture.ts";
import { SOUND } from "../lint/fixture.ts";

const SECTIONS = `permissionSets:
  Admin: { managedPolicies: [AdministratorAccess] }
  Power: { managedPolicies: [PowerUserAccess], inlinePolicy: policies/power.json }
  Reader: { managedPolicies: [ReadOnlyAccess] }
assignments:
  - { group: Ops, permissionSet: Admin, accounts: all }
  - { group: Devs, permissionSet: Power, accounts: dev }
  - { group: Devs, permissionSet: Reader, accounts: prod }
groups:
  Ops: { members: [olivia] }
  Devs: { members: [dana] }
breakGlass: { principals: [user/break-glass/olivia] }
`;

const SETS = {
  Admin: "ps-df24df604b6cb36b",
  Power: "ps-59cdafbd7bc06389",
  Reader: "ps-206114b2346a5d55",
};
const GROUPS = {
  Devs: "9ddbda11-9bb2-ab98-2919-78e02de48bf0",
  Ops: "1113cdb3-7e0b-2362-ecd9-a00823a74f10",
};
const USERS: Readonly<Record<string, string>> = {
  dana: "f3fe9590-f14f-327e-a64e-59eb65aa3dbf",
  olivia: "60ca4aed-0234-232d-c948-148da272224a",
};

function files(yaml: string, users: readonly string[]): Files {
  const identityCenter = {
    instance: "ssoins-5e8c03a94c7835b8",
    identityStore: "d-824d80d719",
    permissionSets: SETS,
    groups: GROUPS,
    users: Object.fromEntries(users.map((name) => [name, USERS[name]])),
  };
  const lock = JSON.parse(SOUND["holdfast.lock.json"] ?? "");
  return {
    ...SOUND,
    "holdfast.yaml": yaml,
    "holdfast.lock.json": JSON.stringify({ ...lock, identityCenter }, null, 2),
    "policies/power.json": JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "sns:DeleteTopic", Resource: "*" }],
    }),
  };
}

const YAML = `${SOUND["holdfast.yaml"]}${SECTIONS}`;

export const CENTERED: Files = files(YAML, Object.keys(USERS));

/** The baseline with a passage of `holdfast.yaml` replaced; it must be there once. */
export function centered(
  [before, after]: readonly [before: string, after: string],
  { users = Object.keys(USERS) }: { readonly users?: readonly string[] } = {},
): Files {
  if (YAML.split(before).length !== 2) throw new Error(`${before} is not there exactly once`);
  return files(
    YAML.replace(before, () => after),
    users,
  );
}

/** The files with expectations: each a map in YAML's flow style. */
export function expecting(base: Files, ...expectations: readonly string[]): Files {
  const lines = expectations.map((one) => `  - ${one}\n`).join("");
  return { ...base, "expectations.yaml": `version: 1\nexpectations:\n${lines}` };
}
