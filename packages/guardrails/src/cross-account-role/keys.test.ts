import type { TrailRecord } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, securecart } from "../securecart.fixture.ts";
import { baselineWith, DEPLOY, DEVOPS, OUTSIDE, PRODUCTION } from "./fixture.ts";
import { declaredKeys, keyOf, keysOf } from "./keys.ts";

const baseline = baselineWith(DEPLOY);
const DEPLOY_ROLE = keyOf(baseline, PRODUCTION, "DeployRole");

function led(account: string, eventName: string, request: TrailRecord["request"]) {
  const eventSource = "iam.amazonaws.com";
  return keysOf(record(eventName, { eventSource, account, request }), baseline);
}

describe("an event of cross-account-role", () => {
  it.each([
    ["CreateRole", { roleName: "Vendor", assumeRolePolicyDocument: "{}" }],
    ["UpdateAssumeRolePolicy", { roleName: "Vendor", policyDocument: "{}" }],
    ["DeleteRole", { roleName: "Vendor" }],
  ])("%s leads to the role that it names, declared or not", (eventName, request) => {
    expect(led(PRODUCTION, eventName, request)).toEqual([keyOf(baseline, PRODUCTION, "Vendor")]);
    expect(led(OUTSIDE, eventName, request)).toEqual([keyOf(baseline, OUTSIDE, "Vendor")]);
  });

  it("leads to a declared role in whatever case it is named", () => {
    expect(led(PRODUCTION, "UpdateAssumeRolePolicy", { roleName: "deployrole" })).toEqual([
      DEPLOY_ROLE,
    ]);
  });

  it("about a trusted role leads to those that trust it, too", () => {
    for (const eventName of ["DeleteRole", "CreateRole"]) {
      expect(led(DEVOPS, eventName, { roleName: "CiCd" })).toEqual([
        keyOf(baseline, DEVOPS, "CiCd"),
        DEPLOY_ROLE,
      ]);
    }
  });

  it("about a user of a trusted role's name leads nowhere", () => {
    expect(led(DEVOPS, "DeleteUser", { userName: "CiCd" })).toEqual([]);
  });

  it("about a trusted user leads to the roles that trust it", () => {
    const arn = `arn:aws:iam::${DEVOPS}:user/ci/Robot`;
    const id = "AIDAEXAMPLEROBOT00001";
    const trust = { ...DEPLOY, principals: [{ kind: "user", name: "robot", arn, id } as const] };
    const other = baselineWith(trust);
    const made = record("CreateUser", { account: DEVOPS, request: { userName: "robot" } });
    expect(keysOf(made, other)).toEqual([keyOf(other, PRODUCTION, "DeployRole")]);
  });

  it("without parameters leads to all that it can be about", () => {
    expect(led(PRODUCTION, "UpdateAssumeRolePolicy", {})).toEqual([DEPLOY_ROLE]);
    expect(led(DEVOPS, "DeleteRole", {})).toEqual([DEPLOY_ROLE]);
    expect(led(OUTSIDE, "DeleteRole", {})).toEqual([]);
  });

  it("leads nowhere as long as nobody has declared who trusts whom", () => {
    const { trust: _, ...undeclared } = baseline;
    const changed = record("UpdateAssumeRolePolicy", { request: { roleName: "DeployRole" } });
    expect(keysOf(changed, undeclared)).toEqual([]);
    expect(declaredKeys(undeclared)).toEqual([]);
  });

  it("makes no key of what can't be a role's name", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (roleName) => {
        for (const { resource } of led(PRODUCTION, "CreateRole", { roleName: roleName as never })) {
          expect(resource).toMatch(/^[\w+=,.@-]{1,64}$/);
        }
      }),
    );
  });
});

it("a declared role is a key by the name that it is declared by", () => {
  expect(declaredKeys(baseline)).toEqual([DEPLOY_ROLE]);
  expect(keyOf(baseline, PRODUCTION, "DEPLOYROLE")).toEqual(DEPLOY_ROLE);
  expect(securecart.accounts.map(({ id }) => id)).toContain(PRODUCTION);
});
