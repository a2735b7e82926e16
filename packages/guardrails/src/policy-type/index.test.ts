import { type Baseline, fullAccess, levelsFor, type PolicyType } from "@holdfast/core";
import { compare } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import { declaredKeys as attachmentKeys } from "../scp-attachment/keys.ts";
import { idOf, record, securecart } from "../securecart.fixture.ts";
import { policyType } from "./index.ts";
import { CALLS, declaredKeys, keyOf, keysOf, typeOf } from "./keys.ts";
import { diff, plan } from "./plan.ts";

const SCP = "SERVICE_CONTROL_POLICY";
const RCP = "RESOURCE_CONTROL_POLICY";
const AI = "AISERVICES_OPT_OUT_POLICY";
const scpsOnly: Baseline = {
  ...securecart,
  policies: securecart.policies.filter(({ type }) => type === SCP),
};
const bare: Baseline = { ...securecart, policies: [] };

const resources = (...parts: Parameters<typeof record>) =>
  keysOf(record(...parts), securecart).map(({ resource }) => resource);

describe("the keys", () => {
  it("are the types that the baseline has policies of, and service control policies always", () => {
    expect(
      declaredKeys(securecart)
        .map(({ resource }) => resource)
        .toSorted(),
    ).toEqual([AI, RCP, SCP]);
    expect(declaredKeys(scpsOnly).map(({ resource }) => resource)).toEqual([SCP]);
    expect(declaredKeys(bare).map(({ resource }) => resource)).toEqual([SCP]);
  });

  it.each(CALLS)("of %s are the type it names", (name) => {
    expect(resources(name, { request: { rootId: "r-5c7t", policyType: RCP } })).toEqual([RCP]);
    expect(resources(name, { request: { policyType: "TAG_POLICY" } })).toEqual([]);
    expect(resources(name).toSorted()).toEqual([AI, RCP, SCP]);
  });

  it("are refused for a type that the baseline does not use", () => {
    expect(() => typeOf(keyOf(scpsOnly, RCP), scpsOnly)).toThrow(TypeError);
    expect(typeOf(keyOf(securecart, RCP), securecart)).toBe(RCP);
  });
});

describe("the plan", () => {
  const want = { type: SCP, root: "r-5c7t", attachments: 14 } as const;

  it("enables what is not enabled, and says what was lost", () => {
    expect(diff(want, undefined)).toMatchObject([
      { path: SCP, kind: "missing", message: expect.stringContaining("attachments (14)") },
    ]);
    expect(plan(want, undefined)).toMatchObject([
      {
        action: "organizations:EnablePolicyType",
        input: { RootId: "r-5c7t", PolicyType: SCP },
        effect: "restrict",
      },
    ]);
  });

  it("neither takes nor gives where nothing is attached after it", () => {
    const [step] = plan({ ...want, attachments: 0 }, undefined);
    expect(step).toMatchObject({ effect: "neutral" });
  });

  it("neither takes nor gives where what follows is not known to restrict", () => {
    const [step] = plan({ ...want, type: AI, attachments: 1 }, undefined);
    expect(step).toMatchObject({ effect: "neutral", reason: expect.stringContaining("follows") });
  });

  it("does nothing about a type that is enabled", () => {
    expect(diff(want, { status: "ENABLED" })).toEqual([]);
    expect(plan(want, { status: "ENABLED" })).toEqual([]);
  });
});

// What the effect of the step rests on.
describe.each([SCP, RCP] as const)("policies of %s that are put back", (type) => {
  it.each(securecart.accounts.map((account) => [account.name, account] as const))(
    "allow nothing in %s that was refused without them",
    (_name, account) => {
      const put = levelsFor(securecart, account, type);
      const without = put.map(({ name }) => ({ name, policies: [fullAccess(type)] }));
      const { relation } = compare(without, put, { type, account: account.id });
      expect(["equal", "stricter"]).toContain(relation);
    },
  );
});

describe("what follows", () => {
  it("is every place of the type, those first that have a policy to lose", () => {
    const [key] = declaredKeys(securecart).filter(({ resource }) => resource === RCP);
    const followed = key ? policyType.follow(key, [], securecart) : [];
    expect(followed).toEqual(attachmentKeys(securecart, [RCP]));
    expect(followed).toHaveLength(securecart.units.length + securecart.accounts.length);
    expect(followed[0]?.resource).toBe(`${RCP}/${idOf("Root/Workloads")}`);
  });

  it("is a look at the other types, too", () => {
    const near = policyType.neighbours(keyOf(securecart, SCP), [], securecart);
    expect(near).toEqual([keyOf(securecart, AI), keyOf(securecart, RCP)]);
  });
});

describe("what its loss means for access", () => {
  const impactOf = async (type: PolicyType, baseline: Baseline) => {
    const roots = { Roots: [{ Id: idOf("Root"), PolicyTypes: [] }] };
    const aws = {
      call: () => Promise.reject(new Error("ListRoots has pages")),
      at() {
        throw new Error("it is asked at home");
      },
      async *pages() {
        yield roots as never;
      },
    };
    const found = await policyType.inspect(keyOf(baseline, type), baseline, aws);
    return found.kind === "known" ? found.impact?.() : undefined;
  };

  it("is an example for each policy, and the accounts that had any", async () => {
    const impact = await impactOf(SCP, securecart);
    // All but the payer, whom no policy reaches.
    expect(impact?.accounts).toBe(securecart.accounts.length - 1);
    expect(impact?.sentences.length).toBeGreaterThan(5);
    expect(impact?.sentences.join("\n")).toMatch(/an IAM user|the root user/);
    expect(impact?.sentences.join("\n")).toMatch(/may now call iam:/);
    const resource = await impactOf(RCP, securecart);
    expect(resource).toMatchObject({ accounts: 4 });
  });

  it("is not told of what allows and refuses no call", async () => {
    expect(await impactOf(AI, securecart)).toBeUndefined();
  });

  it("is nothing where there were no policies", async () => {
    expect(await impactOf(SCP, bare)).toBeUndefined();
  });
});
