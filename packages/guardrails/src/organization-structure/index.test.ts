import { type Baseline, guardedTypes } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { keyOf as attachmentKey } from "../scp-attachment/keys.ts";
import { idOf, securecart } from "../securecart.fixture.ts";
import { account, carries, ROOT, SANDBOX, SHADOW, unit, WORKLOADS, wantOf } from "./fixture.ts";
import { impactOfStructure } from "./impact.ts";
import { organizationStructure } from "./index.ts";
import { keyOf } from "./keys.ts";

const subject = (id: string) => organizationStructure.subject(keyOf(securecart, id), securecart);
const near = (id: string) =>
  organizationStructure.neighbours(keyOf(securecart, id), [], securecart);

describe("the subject of a key", () => {
  it("is an account, in the unit whose mode decides", () => {
    expect(subject(idOf("production"))).toEqual({
      name: "production",
      unit: "Root/Workloads",
      accounts: [idOf("production")],
      resourceType: "AwsAccount",
      resourceId: `arn:aws:organizations::100000000001:account/o-5ecurecart/${idOf("production")}`,
    });
  });

  it("is a unit, with the accounts below it", () => {
    expect(subject(WORKLOADS)).toMatchObject({ name: "Root/Workloads", unit: "Root/Workloads" });
    expect(subject(WORKLOADS).accounts).toHaveLength(4);
  });

  it("is what nobody declared, by its id and in no unit", () => {
    for (const id of ["999999999999", SHADOW]) {
      expect(subject(id).name).toBe(id);
      expect(subject(id)).not.toHaveProperty("unit");
    }
    // A hold on the account finds it.
    expect(subject("999999999999").accounts).toEqual(["999999999999"]);
  });
});

describe("where it is declared", () => {
  const declaredAt = (id: string) =>
    organizationStructure.declaredAt?.(keyOf(securecart, id), securecart)?.path;

  it("is the list of the account's unit, or the unit itself", () => {
    expect(declaredAt(idOf("dev"))).toEqual(["units", "Root/Workloads", "accounts"]);
    expect(declaredAt(WORKLOADS)).toEqual(["units", "Root/Workloads"]);
    expect(declaredAt("999999999999")).toBeUndefined();
    expect(declaredAt(SHADOW)).toBeUndefined();
  });
});

describe("what is looked at as well", () => {
  it("beside an account: the others of its unit, and all units", () => {
    const found = near(idOf("dev")).map(({ resource }) => resource);
    expect(found).toEqual(expect.arrayContaining([idOf("production"), WORKLOADS, SANDBOX]));
    expect(found).not.toContain(idOf("dev"));
    expect(found).not.toContain(idOf("playground"));
  });

  it("beside a unit: the accounts that are declared in it", () => {
    const found = near(WORKLOADS).map(({ resource }) => resource);
    expect(found).toEqual(expect.arrayContaining([idOf("dev"), idOf("production")]));
    expect(found).not.toContain(WORKLOADS);
  });

  it.each(["999999999999", SHADOW])("of something new (%s): what is attached to it", (id) => {
    expect(near(id)).toEqual(
      guardedTypes(securecart).map((type) => attachmentKey(securecart, type, id)),
    );
  });

  it("once an account is back: what was attached to it", () => {
    const follow = (id: string) =>
      organizationStructure.follow(keyOf(securecart, id), [], securecart);
    const dev = idOf("dev");
    expect(follow(dev)).toEqual(
      guardedTypes(securecart).map((type) => attachmentKey(securecart, type, dev)),
    );
    expect(follow(WORKLOADS)).toEqual([]);
  });
});

describe("what a drift means for access", () => {
  const impact = (name: string, ...live: Parameters<typeof impactOfStructure>[1][]) =>
    impactOfStructure(wantOf(name), live[0]);

  it("of a moved account: what is opened and what is closed, with an example each", async () => {
    const carried = {
      [SANDBOX]: carries("no-production-access"),
      [WORKLOADS]: carries("developers-no-iam", "deny-delete-role", "resource-perimeter"),
    };
    const found = await impact("dev", account([ROOT, SANDBOX], { carried }));
    expect(found?.accounts).toBe(1);
    const said = found?.sentences.join("\n");
    expect(said).toMatch(/in dev may now call iam:/);
    expect(said).toMatch(/in dev may no longer call/);
  });

  it("of an account moved where nobody declared what is attached: that this is not known", async () => {
    const carried = { [SHADOW]: carries("p-somebody"), [WORKLOADS]: carries() };
    const found = await impact("dev", account([ROOT, SHADOW], { carried }));
    expect(found?.sentences.at(-1)).toContain(`${SHADOW} carries policies that nobody declared`);
  });

  it("of an account that is no member any more: an example for each policy that it lost", async () => {
    const found = await impact("production", undefined);
    expect(found?.accounts).toBe(1);
    expect(found?.sentences.length).toBeGreaterThan(5);
    expect(found?.sentences.join("\n")).toMatch(/in production may now call/);
  });

  it("is nothing for the management account, for names, and for what is in place", async () => {
    expect(await impact("management", account([ROOT, SANDBOX]))).toBeUndefined();
    expect(await impact("Root/Workloads", unit("Archive"))).toBeUndefined();
    expect(await impact("dev", account([ROOT, WORKLOADS]))).toBeUndefined();
    expect(await impact("999999999999", account([ROOT]))).toBeUndefined();
  });
});

describe("what is declared of calls", () => {
  it("reaches this organization only, and nothing by name", () => {
    const calls = [...organizationStructure.reads, ...organizationStructure.writes];
    const arns = (baseline: Baseline) =>
      calls.flatMap(({ action, resources }) =>
        action === "organizations:ListAccounts" ? [] : [...resources(baseline)],
      );
    expect(arns(securecart).filter((arn) => !arn.includes("/o-5ecurecart/"))).toEqual([]);
  });
});
