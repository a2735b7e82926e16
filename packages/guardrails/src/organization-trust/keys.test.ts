import { describe, expect, it } from "vitest";
import { baselineWith, record, SECURITY, undeclared } from "./fixture.ts";
import { organizationTrust } from "./index.ts";
import { declaredKeys, keyOf, keysOf, partOf } from "./keys.ts";

const baseline = baselineWith();
const ADMINISTRATOR = `administrator/${SECURITY}`;

function resources(eventName: string, request = {}, of = baseline): string[] {
  return keysOf(record(eventName, request), of).map(({ resource }) => resource);
}

describe("an event of organization-trust", () => {
  it.each([
    [
      "RegisterDelegatedAdministrator",
      { accountId: "100000000010" },
      ["administrator/100000000010"],
    ],
    ["DeregisterDelegatedAdministrator", { accountId: SECURITY }, [ADMINISTRATOR]],
    ["EnableAWSServiceAccess", { servicePrincipal: "x.amazonaws.com" }, ["services"]],
    ["DisableAWSServiceAccess", {}, ["services"]],
    ["PutResourcePolicy", { content: "HIDDEN_DUE_TO_SECURITY_REASONS" }, ["delegation-policy"]],
    ["DeleteResourcePolicy", {}, ["delegation-policy"]],
    ["AttachPolicy", { policyId: "p-12345678" }, []],
  ])("%s leads to its part", (eventName, request, expected) => {
    expect(resources(eventName, request)).toEqual(expected);
  });

  it("without parameters, or with strange ones, leads to everything declared", () => {
    const all = ["services", "delegation-policy", ADMINISTRATOR];
    expect(resources("RegisterDelegatedAdministrator")).toEqual(all);
    expect(resources("RegisterDelegatedAdministrator", { accountId: "../x" })).toEqual(all);
  });

  it("leads nowhere as long as nobody has declared whom the organization trusts", () => {
    expect(declaredKeys(undeclared())).toEqual([]);
    expect(resources("PutResourcePolicy", {}, undeclared())).toEqual([]);
  });
});

describe("a key of organization-trust", () => {
  it("is read as it was written", () => {
    for (const key of declaredKeys(baseline)) expect(keyOf(baseline, partOf(key))).toEqual(key);
  });

  it.each(["", "service", "administrator", "administrator/x", "administrator/12"])(
    "is not %j",
    (resource) => {
      const [key] = declaredKeys(baseline);
      if (key === undefined) throw new Error("nothing is declared");
      expect(() => partOf({ ...key, resource })).toThrow(/not a key of organization-trust/);
    },
  );
});

describe("a drift of organization-trust is told where it is declared", () => {
  const pathOf = (part: Parameters<typeof keyOf>[1]) =>
    organizationTrust.declaredAt?.(keyOf(baseline, part), baseline)?.path.join(".");

  it.each([
    [{ kind: "services" }, "organizationTrust.trustedServices"],
    [{ kind: "delegation-policy" }, "organizationTrust.delegationPolicy"],
    [
      { kind: "administrator", account: SECURITY },
      "organizationTrust.delegatedAdministrators.security",
    ],
    [
      { kind: "administrator", account: "999999999999" },
      "organizationTrust.delegatedAdministrators",
    ],
  ] as const)("%o", (part, expected) => {
    expect(pathOf(part)).toBe(expected);
  });
});

describe("after a drift of trusted services", () => {
  const services = keyOf(baseline, { kind: "services" });
  const difference = { path: "x", expected: null, actual: null, message: "x" };

  it("the administrators are looked at if a service was missing", () => {
    const follow = (kind: "missing" | "unexpected") =>
      organizationTrust.follow(services, [{ ...difference, kind }], baseline);
    expect(follow("missing").map(({ resource }) => resource)).toEqual([ADMINISTRATOR]);
    expect(follow("unexpected")).toEqual([]);
  });
});

describe("what is declared of calls", () => {
  const writes = (of = baseline) =>
    new Map(organizationTrust.writes.map((one) => [one.action, one.resources(of)]));

  it("trusts again only what is declared", () => {
    const register = organizationTrust.writes.find(({ action }) => action.includes(":Register"));
    expect(register?.condition?.(baseline)).toEqual({
      StringEquals: { "organizations:ServicePrincipal": ["guardduty.amazonaws.com"] },
    });
    expect(register?.resources(baseline)).toEqual([
      `arn:aws:organizations::100000000001:account/o-5ecurecart/${SECURITY}`,
    ]);
  });

  it("distrusts no service that is declared", () => {
    const disable = organizationTrust.writes.find(({ action }) => action.includes(":Disable"));
    expect(disable?.condition?.(baseline)).toEqual({
      StringNotEquals: {
        "organizations:ServicePrincipal": ["guardduty.amazonaws.com", "sso.amazonaws.com"],
      },
    });
    // A condition without values is one that IAM refuses.
    expect(disable?.condition?.(baselineWith({ trustedServices: [] }))).toBeUndefined();
  });

  it("asks for nothing where nothing is declared", () => {
    expect([...writes(undeclared()).values()].flat()).toEqual([]);
    expect(writes(baselineWith()).get("organizations:PutResourcePolicy")).toEqual([]);
  });
});
