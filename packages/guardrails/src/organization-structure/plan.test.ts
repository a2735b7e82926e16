import type { Baseline } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { account, carries, judged, ROOT, SANDBOX, SHADOW, unit, WORKLOADS } from "./fixture.ts";

const atHome = account([ROOT, WORKLOADS]);
const NOTHING = { aspects: [], steps: [] };

describe("an account", () => {
  it("in its unit needs nothing, in whatever state it acts", async () => {
    expect(await judged("dev", atHome)).toMatchObject(NOTHING);
    const starting = account([ROOT, WORKLOADS], { state: "PENDING_ACTIVATION" });
    expect(await judged("dev", starting)).toMatchObject(NOTHING);
  });

  it("in another unit is moved back where it is declared", async () => {
    const carried = {
      [SANDBOX]: carries("no-production-access"),
      [WORKLOADS]: carries("developers-no-iam", "deny-delete-role", "resource-perimeter"),
    };
    const { aspects, said, steps } = await judged("dev", account([ROOT, SANDBOX], { carried }));
    expect(aspects).toEqual(["account-moved"]);
    expect(said).toBe("is in Root/Sandbox, and is declared in Root/Workloads");
    expect(steps).toMatchObject([
      {
        action: "organizations:MoveAccount",
        input: {
          AccountId: idOf("dev"),
          SourceParentId: SANDBOX,
          DestinationParentId: WORKLOADS,
        },
        aspect: "account-moved",
      },
    ]);
  });

  it("in a unit that nobody declared is moved back, too", async () => {
    const carried = { [SHADOW]: carries(), [WORKLOADS]: carries("developers-no-iam") };
    const { said, steps } = await judged("dev", account([ROOT, SHADOW], { carried }));
    expect(said).toContain(`is in ${SHADOW}, which nobody declared`);
    expect(steps).toMatchObject([{ input: { SourceParentId: SHADOW }, effect: "restrict" }]);
  });

  it("stays where it is if its unit is gone", async () => {
    const { said, steps } = await judged(
      "dev",
      account([ROOT], { carried: { [WORKLOADS]: null } }),
    );
    expect(said).toContain("declared in Root/Workloads, which does not exist any more");
    expect(steps).toEqual([]);
  });

  it("that pays for the organization stays where it is: no policy reaches it", async () => {
    const { aspects, said, steps } = await judged("management", account([ROOT, SANDBOX]));
    expect(aspects).toEqual(["account-moved"]);
    expect(said).toContain("so it stays");
    expect(steps).toEqual([]);
  });

  it("that is no member any more is told, and what that means", async () => {
    const { aspects, said, steps } = await judged("dev", undefined);
    expect(aspects).toEqual(["account-left"]);
    expect(said).toMatch(/no policy.*trail.*Holdfast can't reach it/);
    expect(steps).toEqual([]);
  });

  it.each(["PENDING_CLOSURE", "SUSPENDED", "CLOSED"])("in state %s is told", async (state) => {
    const live = account([ROOT, SANDBOX], { state });
    expect(await judged("dev", live)).toMatchObject({ aspects: ["account-closed"], steps: [] });
    // Not declared, and no longer able to do anything.
    expect(await judged("999999999999", live)).toMatchObject(NOTHING);
  });

  it("that nobody declared is told, with what it inherits", async () => {
    const { aspects, said, steps } = await judged("999999999999", account([ROOT, SANDBOX]));
    expect(aspects).toEqual(["account-joined"]);
    expect(said).toContain("it is in Root/Sandbox and inherits ai-opt-out, billing-only-finance");
    expect(said).toContain("no-production-access");
    expect(steps).toEqual([]);
    expect(await judged("999999999999", undefined)).toMatchObject(NOTHING);
  });
});

describe("a unit", () => {
  it("under its name needs nothing", async () => {
    expect(await judged("Root/Workloads", unit("Workloads"))).toMatchObject(NOTHING);
  });

  it("under another name gets its own back, which gives nobody access", async () => {
    const { aspects, said, steps } = await judged("Root/Workloads", unit("Archive"));
    expect(aspects).toEqual(["unit-renamed"]);
    expect(said).toBe("is called Archive, and is declared as Workloads");
    expect(steps).toMatchObject([
      {
        action: "organizations:UpdateOrganizationalUnit",
        input: { OrganizationalUnitId: WORKLOADS, Name: "Workloads" },
        effect: "neutral",
      },
    ]);
  });

  it("whose name another declared unit has makes room, so that both can get their own", async () => {
    const live = unit("Sandbox", { nameTakenBy: SANDBOX });
    const { said, steps } = await judged("Root/Workloads", live);
    expect(said).toContain("the name of Root/Sandbox now");
    const meanwhile = `Workloads (${WORKLOADS})`;
    expect(steps).toMatchObject([{ input: { Name: meanwhile } }]);
    // Once is enough.
    const waiting = unit(meanwhile, { nameTakenBy: SANDBOX });
    expect((await judged("Root/Workloads", waiting)).steps).toEqual([]);
  });

  it("whose name an undeclared unit has keeps another one, and that is told", async () => {
    const live = unit("Archive", { nameTakenBy: SHADOW });
    const { said, steps } = await judged("Root/Workloads", live);
    expect(said).toContain(`the name of ${SHADOW} now`);
    expect(steps).toEqual([]);
  });

  it("never gets a name that AWS would refuse for its length", async () => {
    const long = `Root/${"x".repeat(128)}`;
    const units = securecart.units.map((one) =>
      one.id === WORKLOADS ? { ...one, path: long } : one,
    );
    const baseline: Baseline = { ...securecart, units };
    const live = unit("Archive", { nameTakenBy: SANDBOX });
    const { steps } = await judged(WORKLOADS, live, baseline);
    const [step] = steps;
    const name = step?.action === "organizations:UpdateOrganizationalUnit" && step.input.Name;
    expect(String(name)).toHaveLength(128);
  });

  it("under another parent than declared can't be moved: the lock file is wrong", async () => {
    const live = unit("Archive", { path: [ROOT, SANDBOX] });
    const { said, steps } = await judged("Root/Workloads", live);
    expect(said).toMatch(/is in Root\/Sandbox, and is declared in Root; .*lock file/);
    expect(steps).toEqual([]);
  });

  it("that is gone is told, with what it carried", async () => {
    const { aspects, said, steps } = await judged("Root/Workloads", undefined);
    expect(aspects).toEqual(["unit-deleted"]);
    expect(said).toContain("developers-no-iam");
    expect(steps).toEqual([]);
  });

  it("that nobody declared is told, with what is inherited in it", async () => {
    const live = unit("Shadow", { path: [ROOT, WORKLOADS] });
    const { aspects, said, steps } = await judged(SHADOW, live);
    expect(aspects).toEqual(["unit-created"]);
    expect(said).toContain("it is in Root/Workloads and inherits");
    expect(said).toContain("developers-no-iam");
    expect(steps).toEqual([]);
    expect(await judged(SHADOW, undefined)).toMatchObject(NOTHING);
  });
});
