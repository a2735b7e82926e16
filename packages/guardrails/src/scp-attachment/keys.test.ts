import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json, TrailRecord } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, record, securecart } from "../securecart.fixture.ts";
import { declaredKeys, keyOf, keysOf, typeAndTarget } from "./keys.ts";

const SCP = "SERVICE_CONTROL_POLICY";
const RCP = "RESOURCE_CONTROL_POLICY";
const WORKLOADS = idOf("Root/Workloads");
const DEV = idOf("dev");
const ALL = declaredKeys(securecart).map(({ resource }) => resource);

const resources = (one: TrailRecord) => keysOf(one, securecart).map(({ resource }) => resource);
const AI = "AISERVICES_OPT_OUT_POLICY";
const TYPES = [SCP, RCP, AI];
/** The types that SecureCart has policies of. */
const each = (...targets: string[]) =>
  TYPES.flatMap((type) => targets.map((target) => `${type}/${target}`));
const bare = { ...securecart, policies: [] };

const EVENTS = [
  "AttachPolicy",
  "DetachPolicy",
  "DeletePolicy",
  "DisablePolicyType",
  "EnablePolicyType",
  "CreateOrganizationalUnit",
  "CreateAccountResult",
];

describe("where a record says to look", () => {
  it.each(["AttachPolicy", "DetachPolicy"])("%s: at its target, for the policy's type", (name) => {
    const scp = { policyId: idOf("developers-no-iam"), targetId: WORKLOADS };
    expect(resources(record(name, { request: scp }))).toEqual([`${SCP}/${WORKLOADS}`]);
    const rcp = { policyId: idOf("resource-perimeter"), targetId: DEV };
    expect(resources(record(name, { request: rcp }))).toEqual([`${RCP}/${DEV}`]);
  });

  it.each(["AttachPolicy", "DetachPolicy"])(
    "%s of an unknown policy: for every guarded type",
    (name) => {
      const request = { policyId: "p-examplepolicyid", targetId: "r-5c7t" };
      expect(resources(record(name, { request }))).toEqual(each("r-5c7t"));
    },
  );

  it("looks at targets that nobody declared, too", () => {
    const request = { policyId: "p-examplepolicyid", targetId: "999999999999" };
    expect(resources(record("AttachPolicy", { request }))).toEqual(each("999999999999"));
  });

  it("DeletePolicy: at everything that declares the policy", () => {
    const request = { policyId: idOf("developers-no-iam") };
    expect(resources(record("DeletePolicy", { request }))).toEqual([`${SCP}/${WORKLOADS}`]);
    expect(resources(record("DeletePolicy", { request: { policyId: "p-others" } }))).toEqual([]);
  });

  it("EnablePolicyType: at everything of the type, first at what has something to lose", () => {
    for (const policyType of TYPES) {
      const request = { rootId: "r-5c7t", policyType };
      const found = resources(record("EnablePolicyType", { request }));
      expect(found).toEqual(ALL.filter((resource) => resource.startsWith(policyType)));
    }
    const request = { policyType: RCP };
    const [first] = resources(record("EnablePolicyType", { request }));
    expect(first).toBe(`${RCP}/${WORKLOADS}`);
  });

  it("DisablePolicyType: at the root, since nothing can be put back before it is enabled", () => {
    for (const policyType of TYPES) {
      const request = { rootId: "r-5c7t", policyType };
      expect(resources(record("DisablePolicyType", { request }))).toEqual([`${policyType}/r-5c7t`]);
    }
    expect(resources(record("DisablePolicyType"))).toEqual(each("r-5c7t"));
  });

  it.each(["DisablePolicyType", "EnablePolicyType"])("%s of another type: nowhere", (name) => {
    expect(resources(record(name, { request: { policyType: "TAG_POLICY" } }))).toEqual([]);
  });

  it("CreateOrganizationalUnit: at the new unit", () => {
    const response = { organizationalUnit: { id: "ou-5c7t-newnewnw", name: "New" } };
    const found = resources(record("CreateOrganizationalUnit", { response }));
    expect(found).toEqual(each("ou-5c7t-newnewnw"));
  });

  it("CreateAccountResult: at the new account", () => {
    const service = { createAccountStatus: { accountId: "999999999999", state: "SUCCEEDED" } };
    expect(resources(record("CreateAccountResult", { service }))).toEqual(each("999999999999"));
  });

  it.each(["AttachPolicy", "DetachPolicy", "DeletePolicy", "EnablePolicyType"])(
    "%s without parameters: at everything declared",
    (name) => {
      expect(resources(record(name))).toEqual(ALL);
    },
  );

  it.each(["CreateOrganizationalUnit", "CreateAccountResult"])(
    "%s without its result: nowhere, since what is new is declared nowhere",
    (name) => {
      expect(resources(record(name))).toEqual([]);
    },
  );

  it("an event of another name: nowhere", () => {
    expect(resources(record("UpdatePolicy", { request: { policyId: "p-1" } }))).toEqual([]);
  });

  it("never throws and only names targets that can be, whatever the record holds", () => {
    const anything = fc.dictionary(
      fc.constantFrom("policyId", "targetId", "accountId", "policyType", "organizationalUnit"),
      fc.oneof(fc.jsonValue(), fc.constantFrom(DEV, WORKLOADS, SCP)),
    ) as fc.Arbitrary<{ readonly [key: string]: Json }>;
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), anything, (name, part) => {
        const one = record(name, { request: part, response: part, service: part });
        for (const key of keysOf(one, securecart)) {
          const { type, target } = typeAndTarget(key);
          expect(key).toEqual(keyOf(securecart, type, target));
        }
      }),
    );
  });
});

describe("a key", () => {
  it.each([
    "SERVICE_CONTROL_POLICY",
    "LAG_POLICY/r-5c7t",
    "constructor/r-5c7t",
    `${SCP}/`,
    `${SCP}/../r-5c7t`,
    `${SCP}/12`,
  ])("is refused if its resource is %s", (resource) => {
    const key = { ...keyOf(securecart, SCP, "r-5c7t"), resource };
    expect(() => typeAndTarget(key)).toThrow(TypeError);
  });

  it("is declared for control policies always, and for another type where it has a policy", () => {
    const types = declaredKeys(bare).map((key) => typeAndTarget(key).type);
    expect(new Set(types)).toEqual(new Set([SCP, RCP]));
    const request = { policyId: idOf("ai-opt-out"), targetId: "r-5c7t" };
    const event = record("DetachPolicy", { request });
    expect(keysOf(event, securecart).map(({ resource }) => resource)).toEqual([`${AI}/r-5c7t`]);
    expect(keysOf(event, bare).map((key) => typeAndTarget(key).type)).toEqual([SCP, RCP]);
  });

  it("is declared for every place and type once", () => {
    const { units, accounts } = securecart;
    expect(new Set(ALL).size).toBe(3 * (units.length + accounts.length));
    expect(ALL).toHaveLength(new Set(ALL).size);
  });
});

const folder = fileURLToPath(
  new URL("../../../../../shared/events/organizations/", import.meta.url),
);
const present = existsSync(folder);
if (!present) console.info("Recorded events are absent (../shared/events): one test is left out.");

describe.runIf(present)("recorded events", () => {
  const raw = (present ? readdirSync(folder) : []).map((file) => {
    const event = JSON.parse(readFileSync(`${folder}${file}`, "utf8"));
    return [file, "detail" in event ? event.detail : event] as const;
  });
  const parts = (one: (typeof raw)[number][1]): Partial<TrailRecord> => ({
    request: one.requestParameters ?? {},
    response: one.responseElements ?? {},
    service: one.serviceEventDetails ?? {},
  });

  it.each(raw)("%s leads to the ids that are in it", (_file, one) => {
    const found = resources(record(one.eventName, parts(one)));
    const text = JSON.stringify(one);
    for (const resource of found) expect(text).toContain(resource.split("/")[1]);
    if (one.eventName === "CreateOrganizationalUnit") expect(found).toHaveLength(3);
  });
});
