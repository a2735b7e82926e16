import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActionTaken } from "../finding.ts";
import { memoryTable } from "../testing/memory.ts";
import { cause, engine } from "../testing/toy.ts";
import {
  createIncidents,
  type Incident,
  openIncident,
  withActions,
  withCauses,
} from "./incident.ts";

const AT = "2026-11-23T00:00:00.000Z";
const fresh = openIncident("toy/1/us-east-1/dev", AT, null);

describe("an incident", () => {
  it("has an id that follows from key and time alone", () => {
    expect(openIncident(fresh.key, AT, ["other"]).id).toBe(fresh.id);
    expect(openIncident("toy/1/us-east-1/prod", AT, null).id).not.toBe(fresh.id);
    expect(openIncident(fresh.key, "2026-11-23T00:00:01.000Z", null).id).not.toBe(fresh.id);
  });

  it("counts a cause once, however often its event is delivered", () => {
    const once = withCauses(fresh, [cause("a"), cause("b"), cause("a")]);
    const twice = withCauses(once, [cause("b"), cause("c")]);
    expect(twice.causes.map(({ eventId }) => eventId)).toEqual(["a", "b", "c"]);
    expect(twice.causeCount).toBe(3);
  });

  it("keeps the ten newest causes in the order in which they happened, and counts them all", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 30 });
    fc.assert(
      fc.property(ids, (seconds) => {
        const at = (second: number) => `2026-11-23T00:00:${String(second).padStart(2, "0")}Z`;
        const causes = seconds.map((second) => cause(`e-${second}`, at(second)));
        const { causes: kept, causeCount } = withCauses(fresh, causes);
        const newest = seconds.toSorted((a, b) => a - b).slice(-10);
        expect(kept.map(({ eventId }) => eventId)).toEqual(newest.map((second) => `e-${second}`));
        expect(causeCount).toBe(seconds.length);
      }),
    );
  });

  it("keeps the fifty newest actions", () => {
    const action = (reason: string): ActionTaken => ({
      action: "organizations:AttachPolicy",
      reason,
      effect: "restrict",
      result: "done",
      at: AT,
    });
    const actions = Array.from({ length: 60 }, (_, index) => action(String(index)));
    const { actions: kept } = withActions(
      withActions(fresh, actions.slice(0, 45)),
      actions.slice(45),
    );
    expect(kept).toEqual(actions.slice(10));
  });
});

describe("the incidents of a key", () => {
  const closed: Incident = { ...fresh, status: "closed" };
  const later = openIncident(fresh.key, "2026-11-24T00:00:00.000Z", null);

  it("are none at first", async () => {
    expect(await createIncidents(memoryTable()).latest(fresh.key)).toEqual({ version: 0 });
  });

  it("keep the earlier one beside the one that replaces it", async () => {
    const table = memoryTable();
    const incidents = createIncidents(table);
    const version = await incidents.save(closed, 0);
    await incidents.save(later, version, closed);
    expect((await incidents.latest(fresh.key)).incident).toEqual(later);
    expect((await table.get(fresh.key, `incident#${fresh.id}`))?.body).toEqual(closed);
  });

  it("keep the earlier one once, also if the writer crashed between the two writes", async () => {
    const table = memoryTable();
    const incidents = createIncidents(table);
    const version = await incidents.save(closed, 0);
    const put = table.put;
    let left = 1;
    table.put = async (item) => {
      if (left-- === 0) throw new Error("killed");
      return put(item);
    };
    await expect(incidents.save(later, version, closed)).rejects.toThrow("killed");
    await incidents.save(later, version, closed);
    expect((await table.query(fresh.key, "incident#")).map(({ body }) => body)).toEqual([closed]);
    expect((await incidents.latest(fresh.key)).incident).toEqual(later);
  });

  it("refuse to be overwritten by somebody who read an older version", async () => {
    const incidents = createIncidents(memoryTable());
    await incidents.save(fresh, 0);
    await expect(incidents.save(closed, 0)).rejects.toMatchObject({ code: "VERSION_CONFLICT" });
    expect((await incidents.latest(fresh.key)).incident?.status).toBe("open");
  });

  it("are kept for a year", async () => {
    const table = memoryTable();
    await createIncidents(table).save(fresh, 0);
    const item = await table.get(fresh.key, "incident");
    expect(item?.expiresAt).toBe(Date.parse(AT) / 1000 + 365 * 86_400);
  });
});

describe("the list of open incidents", () => {
  const key = "toy/100000000001/us-east-1/dev";
  const incident = openIncident(key, "2026-11-23T00:00:00Z", null);
  const closed = { ...incident, status: "closed" as const };

  it("has a key while an incident is open for it", async () => {
    const incidents = createIncidents(memoryTable());
    await incidents.list(incident);
    expect(await incidents.open("toy")).toEqual([key]);
    expect(await incidents.open("other")).toEqual([]);
    await incidents.list(closed);
    expect(await incidents.open("toy")).toEqual([]);
  });

  it("does not mind being told twice, or in the wrong order", async () => {
    const incidents = createIncidents(memoryTable());
    await incidents.list(closed);
    await incidents.list(incident);
    await incidents.list(incident);
    await incidents.list(closed);
    await incidents.list(incident);
    expect(await incidents.open("toy")).toEqual([]);
  });

  it("is kept by the looks: what stands is on it, what is over is not", async () => {
    const { table, world, reconcile, clock } = engine({
      modes: { default: "alert", guardrails: {}, units: {} },
    });
    const { open } = createIncidents(table);
    await reconcile();
    expect(await open("toy")).toEqual([key]);
    world.attached.add("p-wanted");
    clock.advance(60_000);
    await reconcile([cause("e-2")]);
    expect(await open("toy")).toEqual([]);
  });

  it("costs nothing where a revert is verified at once", async () => {
    const { table, reconcile } = engine();
    await reconcile();
    expect([...table.items.keys()].filter((id) => id.startsWith("open#"))).toEqual([]);
  });
});
