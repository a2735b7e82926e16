import type { Difference, Step } from "@holdfast/core";
import type { PolicyDocument, PolicyStatement } from "@holdfast/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compared } from "./delegation-policy.ts";
import { baselineWith, DELEGATION, SECURITY } from "./fixture.ts";
import { keyOf } from "./keys.ts";
import type { Live } from "./live.ts";
import { diff, plan, type Want } from "./plan.ts";

const baseline = baselineWith();
const KEYS = {
  services: keyOf(baseline, { kind: "services" }),
  "delegation-policy": keyOf(baseline, { kind: "delegation-policy" }),
  administrator: keyOf(baseline, { kind: "administrator", account: SECURITY }),
};

const told = (differences: readonly Difference[]) => differences.map(({ message }) => message);
const said = (steps: readonly Step[]) =>
  steps.map(({ action, effect }) => `${action.split(":")[1]} ${effect}`);

async function planned(want: Want, live: Live | undefined) {
  return plan(KEYS[want.kind], want, live);
}

describe("trusted services", () => {
  const want: Want = { kind: "services", services: ["a.amazonaws.com", "b.amazonaws.com"] };
  const live: Live = { kind: "services", services: ["b.amazonaws.com", "c.amazonaws.com"] };

  it("are compared one by one; undeclared ones have a mode of their own", async () => {
    const differences = await diff(want, live);
    expect(told(differences)).toEqual([
      "a.amazonaws.com is declared, and has no trusted access to the organization",
      "c.amazonaws.com has trusted access to the organization, and nobody declared it",
    ]);
    expect(differences.map(({ aspect }) => aspect)).toEqual([undefined, "undeclared-service"]);
  });

  it("lose what is undeclared first, then get back what is missing", async () => {
    const steps = await planned(want, live);
    expect(said(steps)).toEqual([
      "DisableAWSServiceAccess restrict",
      "EnableAWSServiceAccess grant",
    ]);
    expect(steps.map(({ aspect }) => aspect)).toEqual(["undeclared-service", undefined]);
  });
});

describe("a delegated administrator", () => {
  const want: Want = { kind: "administrator", services: ["a.amazonaws.com", "b.amazonaws.com"] };
  const live = (...trusted: string[]): Live => ({
    kind: "administrator",
    services: ["c.amazonaws.com"],
    trusted,
  });

  it("loses what is undeclared, and gets back what the organization trusts", async () => {
    expect(told(await diff(want, live()))).toHaveLength(3);
    const steps = await planned(want, live("a.amazonaws.com"));
    expect(steps.map(({ input }) => input)).toEqual([
      { AccountId: SECURITY, ServicePrincipal: "c.amazonaws.com" },
      { AccountId: SECURITY, ServicePrincipal: "a.amazonaws.com" },
    ]);
    expect(said(steps)).toEqual([
      "DeregisterDelegatedAdministrator restrict",
      "RegisterDelegatedAdministrator grant",
    ]);
  });

  it("that nobody declared keeps nothing", async () => {
    const none: Want = { kind: "administrator", services: [] };
    expect(said(await planned(none, live()))).toEqual([
      "DeregisterDelegatedAdministrator restrict",
    ]);
  });
});

describe("the delegation policy", () => {
  const want = (content?: PolicyDocument): Want => ({ kind: "delegation-policy", content });
  const live = (content: unknown): Live => ({
    kind: "delegation-policy",
    content: typeof content === "string" ? content : JSON.stringify(content),
  });
  const [read] = DELEGATION.Statement as readonly PolicyStatement[];
  if (read === undefined) throw new Error("the fixture's policy has no statement");
  const write: PolicyStatement = { ...read, Sid: "Write", Action: "organizations:AttachPolicy" };
  const deny: PolicyStatement = { ...write, Sid: "No", Effect: "Deny" };

  it("that is written another way is the same", async () => {
    const Action = ["organizations:listpolicies", "organizations:DescribePolicy"];
    const same = { Statement: { ...read, Sid: "Other", Action }, Version: "2012-10-17" };
    expect(await diff(want(DELEGATION), live(same))).toEqual([]);
    expect(await diff(want(), undefined)).toEqual([]);
  });

  it.each([
    ["is undeclared", undefined, live(DELEGATION), "DeleteResourcePolicy restrict"],
    ["is gone", DELEGATION, undefined, "PutResourcePolicy grant"],
    ["can't be read", DELEGATION, live("{"), "PutResourcePolicy grant"],
    [
      "allows more",
      DELEGATION,
      live({ ...DELEGATION, Statement: [read, write] }),
      "PutResourcePolicy restrict",
    ],
    [
      "allows less",
      DELEGATION,
      live({ ...DELEGATION, Statement: [write] }),
      "PutResourcePolicy grant",
    ],
    [
      "denies more",
      DELEGATION,
      live({ ...DELEGATION, Statement: [read, deny] }),
      "PutResourcePolicy grant",
    ],
  ])("that %s is put right", async (_what, declared, there, step) => {
    expect(await diff(want(declared), there)).toHaveLength(1);
    expect(said(await planned(want(declared), there))).toEqual([step]);
  });

  it("only ever restricts where no statement is added and no Deny is lost", () => {
    const statement = fc.constantFrom(read, write, deny);
    const documents = fc
      .uniqueArray(statement, { minLength: 1 })
      .map((Statement): PolicyDocument => ({ Version: "2012-10-17", Statement }));
    fc.assert(
      fc.property(documents, documents, (declared, there) => {
        const { effect, differences } = compared(declared, JSON.stringify(there));
        const [kept, before] = [declared, there].map(
          ({ Statement }) => [Statement].flat() as readonly PolicyStatement[],
        );
        const added = kept?.some((one) => !before?.includes(one));
        const lostDeny = before?.includes(deny) === true && !kept?.includes(deny);
        if (differences.length === 0) expect(effect).toBe("neutral");
        else expect(effect).toBe(added || lostDeny ? "grant" : "restrict");
      }),
    );
  });
});
