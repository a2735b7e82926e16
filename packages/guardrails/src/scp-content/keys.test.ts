import type { Baseline, TrailRecord } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POLICY, record, securecart } from "./fixture.ts";
import { declaredKeys, keysOf } from "./keys.ts";

const { id, name } = POLICY;
const ALL = declaredKeys(securecart).map(({ resource }) => resource);
const MAKING: Baseline = {
  ...securecart,
  policies: securecart.policies.map((one) =>
    one.name === name ? { ...one, intended: true } : one,
  ),
};

const names = (one: TrailRecord, baseline = securecart) =>
  keysOf(one, baseline).map(({ resource }) => resource);
const summary = (policySummary: TrailRecord["response"]) => ({
  response: { policy: { policySummary } },
});

describe("where a record says to look", () => {
  it.each(["UpdatePolicy", "DeletePolicy"])("%s: at the policy with its id", (eventName) => {
    expect(names(record(eventName, { request: { policyId: id } }))).toEqual([name]);
  });

  it("CreatePolicy: at the policy that has the name, and nowhere for any other name", () => {
    expect(names(record("CreatePolicy", { request: { name } }))).toEqual([name]);
    expect(names(record("CreatePolicy", { request: { name: "quiet" } }))).toEqual([]);
  });

  it("UpdatePolicy of a stranger: at the policy whose name it takes or has", () => {
    const request = { policyId: "p-stranger" };
    expect(names(record("UpdatePolicy", { request: { ...request, name } }))).toEqual([name]);
    expect(names(record("UpdatePolicy", { request, ...summary({ name }) }))).toEqual([name]);
    expect(names(record("UpdatePolicy", { request, ...summary({ name: "x" }) }))).toEqual([]);
  });

  it("an update that swaps names: at both", () => {
    const request = { policyId: id, name: "deny-root-user" };
    expect(names(record("UpdatePolicy", { request })).sort()).toEqual(["deny-root-user", name]);
  });

  it.each(["UpdatePolicy", "DeletePolicy"])(
    "%s of a stranger: at what is being made, since it may be that",
    (eventName) => {
      const stranger = record(eventName, { request: { policyId: "p-stranger" } });
      expect(names(stranger)).toEqual([]);
      expect(names(stranger, MAKING)).toEqual([name]);
      const other = securecart.policies.find((one) => one.name !== name)?.id ?? "";
      expect(names(record(eventName, { request: { policyId: other } }), MAKING)).not.toContain(
        name,
      );
    },
  );

  it.each(["CreatePolicy", "UpdatePolicy", "DeletePolicy"])(
    "%s without parameters: at everything declared",
    (eventName) => {
      expect(names(record(eventName))).toEqual(ALL);
    },
  );

  it("never throws, and names declared policies only, whatever the record holds", () => {
    const anything = fc.dictionary(
      fc.constantFrom("policyId", "name", "policy", "description"),
      fc.oneof(fc.jsonValue(), fc.constantFrom(id, name)),
    ) as fc.Arbitrary<TrailRecord["request"]>;
    fc.assert(
      fc.property(
        fc.constantFrom("CreatePolicy", "UpdatePolicy", "DeletePolicy"),
        anything,
        (eventName, part) => {
          const found = names(record(eventName, { request: part, response: part }));
          expect(found.filter((one) => !ALL.includes(one))).toEqual([]);
        },
      ),
    );
  });
});
