import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json, TrailRecord } from "@holdfast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOf, record, securecart } from "../securecart.fixture.ts";
import { accountKeys, declaredKeys, EVENTS, keyOf, keysOf, partOf, unitKeys } from "./keys.ts";

const DEV = idOf("dev");
const STRANGER = "999999999999";
const WORKLOADS = idOf("Root/Workloads");

const resources = (name: string, parts: Partial<TrailRecord> = {}) =>
  keysOf(record(name, parts), securecart).map(({ resource }) => resource);
const accounts = accountKeys(securecart).map(({ resource }) => resource);
const units = unitKeys(securecart).map(({ resource }) => resource);

describe("where a record says to look", () => {
  it.each(["MoveAccount", "CloseAccount", "RemoveAccountFromOrganization"])(
    "%s: at its account, or at every declared one if AWS left it out",
    (name) => {
      expect(resources(name, { request: { accountId: STRANGER } })).toEqual([STRANGER]);
      expect(resources(name)).toEqual(accounts);
    },
  );

  it.each(["UpdateOrganizationalUnit", "DeleteOrganizationalUnit"])(
    "%s: at its unit, or at every declared one",
    (name) => {
      const request = { organizationalUnitId: WORKLOADS };
      expect(resources(name, { request })).toEqual([WORKLOADS]);
      expect(resources(name)).toEqual(units);
    },
  );

  it("CreateOrganizationalUnit: at the new one", () => {
    const response = { organizationalUnit: { id: "ou-5c7t-newnewnw", name: "New" } };
    expect(resources("CreateOrganizationalUnit", { response })).toEqual(["ou-5c7t-newnewnw"]);
  });

  it("CreateAccountResult: at the new account, and nowhere if there is none", () => {
    const made = { id: "car-1", state: "SUCCEEDED", accountId: STRANGER };
    const failed = { id: "car-1", state: "FAILED", failureReason: "EMAIL_ALREADY_EXISTS" };
    const of = (createAccountStatus: Json) =>
      resources("CreateAccountResult", { service: { createAccountStatus } });
    expect([of(made), of(failed)]).toEqual([[STRANGER], []]);
  });

  it("CloseAccountResult: at the account that is closed", () => {
    const service = { closeAccountStatus: { accountId: DEV, state: "SUCCEEDED" } };
    expect(resources("CloseAccountResult", { service })).toEqual([DEV]);
  });

  it.each(["service", "request", "response"] as const)(
    "events of membership: at the account, wherever in the %s AWS puts its id",
    (part) => {
      const of = (name: string, value: { readonly [key: string]: Json }) =>
        resources(name, { [part]: value });
      for (const name of ["AccountJoinedOrganization", "AccountDepartedOrganization"]) {
        expect(of(name, { accountId: STRANGER, joinedMethod: "INVITED" })).toEqual([STRANGER]);
        expect(of(name, { account: { accountId: STRANGER } })).toEqual([STRANGER]);
        expect(of(name, { accounts: [{ accountId: STRANGER }] })).toEqual([STRANGER]);
      }
    },
  );

  it("events of membership without an id: everywhere if an account went, nowhere if one came", () => {
    expect(resources("AccountDepartedOrganization")).toEqual(accounts);
    expect(resources("AccountJoinedOrganization")).toEqual([]);
  });

  it("LeaveOrganization, which has no parameters: at the account in whose trail it is", () => {
    expect(resources("LeaveOrganization", { account: DEV })).toEqual([DEV]);
  });

  it("an invitation: at whom it invites, and who accepts it", () => {
    const target = { type: "ACCOUNT", id: STRANGER };
    expect(resources("InviteAccountToOrganization", { request: { target } })).toEqual([STRANGER]);
    const parties = [{ type: "ORGANIZATION", id: "5ecurecart" }, target];
    expect(resources("AcceptHandshake", { response: { handshake: { parties } } })).toEqual([
      STRANGER,
    ]);
    const actor = { type: "AssumedRole", name: "admin", account: STRANGER };
    expect(resources("AcceptHandshake", { actor })).toEqual([STRANGER]);
    const mail = { type: "EMAIL", id: "root@shop.example" };
    expect(resources("InviteAccountToOrganization", { request: { target: mail } })).toEqual([]);
  });

  it("an event of another name: nowhere", () => {
    expect(resources("TagResource", { request: { accountId: DEV } })).toEqual([]);
  });

  it("never throws, and only names what can be, whatever the record holds", () => {
    const anything = fc.dictionary(
      fc.constantFrom("accountId", "organizationalUnitId", "target", "handshake", "parties", "id"),
      fc.oneof(fc.jsonValue(), fc.constantFrom(DEV, WORKLOADS, { type: "ACCOUNT", id: DEV })),
    ) as fc.Arbitrary<{ readonly [key: string]: Json }>;
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), anything, (name, part) => {
        const one = record(name, { request: part, response: part, service: part });
        for (const key of keysOf(one, securecart)) {
          expect(key).toEqual(keyOf(securecart, partOf(key).id));
        }
      }),
    );
  });
});

describe("a key", () => {
  it.each(["", "dev", "r-5c7t", "1".repeat(13), `${WORKLOADS}/..`])(
    "is refused if its resource is %j",
    (resource) => {
      expect(() => partOf({ ...keyOf(securecart, DEV), resource })).toThrow(TypeError);
    },
  );

  it("is declared for every unit below the root, and for every account", () => {
    const { units: all, accounts: members } = securecart;
    expect(declaredKeys(securecart)).toHaveLength(all.length - 1 + members.length);
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

  it.each(raw.filter(([, one]) => EVENTS.includes(one.eventName)))(
    "%s leads to ids that are in it",
    (_file, one) => {
      const found = keysOf(
        record(one.eventName, {
          account: one.recipientAccountId ?? "100000000001",
          request: one.requestParameters ?? {},
          response: one.responseElements ?? {},
          service: one.serviceEventDetails ?? {},
        }),
        securecart,
      );
      const text = JSON.stringify(one);
      const declared = declaredKeys(securecart).map(({ resource }) => resource);
      for (const { resource } of found) {
        expect(text.includes(resource) || declared.includes(resource), resource).toBe(true);
      }
    },
  );
});
