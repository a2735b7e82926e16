/** What a guardrail says of itself: page, watches, keys, and the calls it makes. */
import { existsSync, readFileSync } from "node:fs";
import { formatKey, type Guardrail, parseKey, type TrailRecord, type Watch } from "@holdfast/core";
import { expect, it } from "vitest";
import { baseline, repository } from "../support/securecart.ts";
import { onGround, SPARING } from "./ground.ts";
import type { Scenarios } from "./scenarios.ts";

export function testDeclaration(guardrail: Guardrail, { drifts, told = [] }: Scenarios): void {
  const { id, docs, title, reads, writes, watches } = guardrail;
  const asked = [...reads, ...writes].filter(({ resources }) => resources(baseline).length > 0);

  it("has a page in its folder, under its title", () => {
    expect(docs).toBe(`packages/guardrails/src/${id}/README.md`);
    expect(existsSync(`${repository}${docs}`), `${docs} is missing`).toBe(true);
    const page = readFileSync(`${repository}${docs}`, "utf8");
    expect(page.split("\n").find((line) => line.startsWith("# "))).toBe(`# ${title}`);
  });

  it("names every call on its page", () => {
    const page = readFileSync(`${repository}${docs}`, "utf8");
    const named = [...page.matchAll(/`([a-z-]+:[A-Z]\w+)`/g)].map(([, action]) => action);
    const declared = [...reads, ...writes].map(({ action }) => action);
    expect([...new Set(named)].sort()).toEqual(declared.sort());
  });

  it("watches Regions that exist, and each once", () => {
    for (const { regions = baseline.organization.regions } of watches) {
      expect(regions).not.toEqual([]);
      expect(new Set(regions).size).toBe(regions.length);
      for (const region of regions) expect(region).toMatch(/^[a-z]{2}(-[a-z]+)+-\d$/);
    }
  });

  it("finds only keys of its own in records that lack everything", () => {
    for (const record of watches.flatMap(bareRecords)) {
      const keys = watches.flatMap((watch) => watch.keys(record, baseline));
      for (const key of keys) expect(key.guardrail).toBe(id);
    }
  });

  it("gives each declared key once, in a form that can be written down and read again", () => {
    const keys = guardrail.keys(baseline);
    const written = keys.map(formatKey);
    expect(written).not.toEqual([]);
    expect(new Set(written).size).toBe(written.length);
    expect(written.map(parseKey)).toEqual(keys);
    for (const key of keys) {
      expect(key.guardrail).toBe(id);
      expect(guardrail.subject(key, baseline).name).not.toBe("");
    }
  });

  it("names resources for every call, or none where this baseline gives no reason for it", () => {
    expect(asked.length).toBeGreaterThan(0);
    for (const { action, resources } of asked) {
      for (const resource of resources(baseline))
        expect(resource, action).toMatch(/^(\*|arn:aws:)/);
    }
  });

  it("makes every call that it declares; the caller lets no other through", async () => {
    const used = new Set<string>();
    for (const drift of [...drifts, ...told]) {
      await onGround(guardrail, async (ground) => {
        await drift.perform(ground);
        await ground.converge();
        await ground.survey(undefined, SPARING);
        for (const action of ground.used) used.add(action);
      });
    }
    expect([...used].sort()).toEqual(asked.map(({ action }) => action).sort());
  });
}

/** One record per event name that a watch waits for, without parameters, response or details. */
function bareRecords({ pattern }: Watch): TrailRecord[] {
  const { detail } = pattern;
  const names = detail && !Array.isArray(detail) ? Object.entries(detail) : [];
  const alternatives = names.find(([field]) => field === "eventName")?.[1];
  const literal = Array.isArray(alternatives) ? alternatives : [];
  return literal
    .filter((name) => typeof name === "string")
    .map((eventName) => ({
      eventId: "e",
      eventTime: "2026-11-23T09:00:00Z",
      eventSource: "unknown",
      eventName,
      region: "us-east-1",
      account: baseline.organization.management,
      actor: { type: "Unknown", name: "unknown" },
      readOnly: false,
      request: {},
      response: {},
      service: {},
      additional: {},
    }));
}
