import type { Baseline, JustInTime } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { toleratedAssignment, toleratedMember } from "./just-in-time.ts";

const HOUR = 3_600_000;
const PRODUCTION = { id: idOf("production"), unit: "Root/Workloads" };
const OLIVIA = { type: "USER", name: "olivia@securecart.example" } as const;

const ON_CALL: JustInTime = {
  kind: "assignment",
  permissionSet: "PowerUserAccess",
  principal: "*@securecart.example",
  principalType: "USER",
  scope: { accounts: [], units: ["Root/Workloads"], all: false },
  maximumDuration: HOUR,
  reason: "on-call access through the access portal",
};
const OPS: JustInTime = {
  kind: "membership",
  group: "SecureCart-*",
  principal: "o*a@*",
  maximumDuration: 2 * HOUR,
  reason: "elevation",
};

function declaring(...justInTime: JustInTime[]): Baseline {
  if (securecart.identityCenter === undefined) throw new Error("SecureCart has Identity Center");
  return { ...securecart, identityCenter: { ...securecart.identityCenter, justInTime } };
}

describe("an assignment that nobody declared", () => {
  const baseline = declaring(ON_CALL);

  it("may stay for as long as the declaration that it matches says", () => {
    expect(toleratedAssignment(baseline, "PowerUserAccess", PRODUCTION, OLIVIA)).toEqual({
      reason: ON_CALL.reason,
      duration: HOUR,
    });
  });

  it.each([
    ["of another permission set", "AdministratorAccess", PRODUCTION, OLIVIA],
    ["of a group", "PowerUserAccess", PRODUCTION, { ...OLIVIA, type: "GROUP" }],
    ["in another unit", "PowerUserAccess", { id: idOf("finance"), unit: "Root/Infra" }, OLIVIA],
    ["in an account of no unit", "PowerUserAccess", { id: idOf("dev") }, OLIVIA],
    ["of another name", "PowerUserAccess", PRODUCTION, { ...OLIVIA, name: "olivia@evil.example" }],
    ["of nobody any more", "PowerUserAccess", PRODUCTION, { ...OLIVIA, name: undefined }],
  ] as const)("may not stay at all %s", (_what, set, account, grantee) => {
    expect(toleratedAssignment(baseline, set, account, grantee)).toBeUndefined();
  });

  it("may stay as long as the most generous declaration lets it", () => {
    const longer = { ...ON_CALL, maximumDuration: 8 * HOUR, reason: "night shift" };
    const { principal: _anybody, ...anybody } = { ...ON_CALL, maximumDuration: HOUR / 2 };
    const both = declaring(anybody, longer, ON_CALL);
    expect(toleratedAssignment(both, "PowerUserAccess", PRODUCTION, OLIVIA)).toEqual({
      reason: "night shift",
      duration: 8 * HOUR,
    });
    const gone = { type: "USER", name: undefined } as const;
    expect(toleratedAssignment(both, "PowerUserAccess", PRODUCTION, gone)?.duration).toBe(HOUR / 2);
  });

  it("is never in the management account, but where that is named", () => {
    const management = { id: securecart.organization.management };
    const all = { ...ON_CALL, scope: { accounts: [], units: [], all: true } };
    const named = { ...ON_CALL, scope: { accounts: [management.id], units: [], all: false } };
    const of = (one: JustInTime) =>
      toleratedAssignment(declaring(one), "PowerUserAccess", management, OLIVIA);
    expect(of(all)).toBeUndefined();
    expect(of(named)).toBeDefined();
  });

  it("may not stay where nothing is declared of Identity Center", () => {
    const { identityCenter: _none, ...nothing } = securecart;
    expect(toleratedAssignment(nothing, "PowerUserAccess", PRODUCTION, OLIVIA)).toBeUndefined();
  });
});

describe("a member that nobody declared", () => {
  it.each([
    ["SecureCart-Ops", "olivia@securecart.example", true],
    ["SecureCart-Ops", "oa@", true],
    ["SecureCart-Ops", "o@", false],
    ["SecureCart-Ops", undefined, false],
    ["OtherGroup", "olivia@securecart.example", false],
  ])("of %s, named %s, may stay: %s", (group, user, may) => {
    expect(toleratedMember(declaring(OPS, ON_CALL), group, user) !== undefined).toBe(may);
  });

  it("matches a name if and only if the parts of the pattern are in it in order", () => {
    const text = fc.stringMatching(/^[ab.?]{0,6}$/);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (parts, name) => {
        const quoted = parts.map((part) => part.replaceAll(/[.?]/g, "\\$&"));
        const expected = new RegExp(`^${quoted.join(".*")}$`).test(name);
        const baseline = declaring({ ...OPS, group: "*", principal: parts.join("*") });
        expect(toleratedMember(baseline, "group", name) !== undefined).toBe(expected);
      }),
    );
  });

  it("always matches the pattern's own text with anything in place of each *", () => {
    const parts = fc.array(fc.string(), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(parts, fc.string(), (literal, filling) => {
        const clean = literal.map((part) => part.replaceAll("*", ""));
        const baseline = declaring({ ...OPS, group: clean.join("*") });
        const name = clean.join(filling.replaceAll("*", "+"));
        expect(toleratedMember({ ...baseline }, name, "olivia@")).toBeDefined();
      }),
    );
  });
});
