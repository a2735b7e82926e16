import type { DeclaredGuardDuty } from "@holdfast/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { record, securecart } from "../../securecart.fixture.ts";
import { guardDutyKeys, guardDutyKeysOf } from "../keys.ts";
import { diff } from "./diff.ts";
import type { Live } from "./live.ts";
import { plan } from "./plan.ts";

const WANT: DeclaredGuardDuty = {
  administrator: "100000000002",
  features: ["RUNTIME_MONITORING", "S3_DATA_EVENTS"],
  archiveFilters: ["agreed"],
  trustedIpLists: ["scanners"],
};
const RIGHT: Live = {
  kind: "guardduty",
  detector: "d1",
  enabled: true,
  features: ["EKS_AUDIT_LOGS", "RUNTIME_MONITORING", "S3_DATA_EVENTS"],
  members: "ALL",
  memberFeatures: ["RUNTIME_MONITORING", "S3_DATA_EVENTS"],
  archiving: ["agreed"],
  trusted: [{ id: "1", name: "scanners" }],
};
const planned = (live: Live | undefined) => plan(WANT, "eu-west-1", live);
const actions = (live: Live | undefined) =>
  planned(live).map(({ action }) => action.replace("guardduty:", ""));

describe("GuardDuty", () => {
  it("is in order with what is declared, and more features than that", () => {
    expect(diff(WANT, RIGHT)).toEqual([]);
    expect(planned(RIGHT)).toEqual([]);
  });

  it.each([
    ["enabled", { enabled: false }, ["UpdateDetector"]],
    ["features.S3_DATA_EVENTS", { features: ["RUNTIME_MONITORING"] }, ["UpdateDetector"]],
    ["members", { members: "NEW" }, ["UpdateOrganizationConfiguration"]],
    [
      "memberFeatures.S3_DATA_EVENTS",
      { memberFeatures: ["RUNTIME_MONITORING"] },
      ["UpdateOrganizationConfiguration"],
    ],
    ["filters.noise", { archiving: ["agreed", "noise"] }, ["UpdateFilter"]],
    ["trusted.2", { trusted: [{ id: "2", name: "office" }] }, ["UpdateIPSet"]],
  ] satisfies [string, Partial<Live>, string[]][])(
    "that differs in %s is put right by what that takes",
    (path, change, wanted) => {
      const live = { ...RIGHT, ...change };
      expect(diff(WANT, live).map((one) => one.path)).toEqual([path]);
      expect(actions(live)).toEqual(wanted);
    },
  );

  it("is made again where it is gone; the rest has to wait for its id", () => {
    expect(diff(WANT, undefined).map(({ kind }) => kind)).toEqual(["missing"]);
    expect(actions(undefined)).toEqual(["CreateDetector"]);
  });

  it("keeps filters and lists as evidence: they have no effect any more", () => {
    const live = { ...RIGHT, archiving: ["noise"], trusted: [{ id: "2", name: "office" }] };
    expect(planned(live).map(({ input }) => input)).toEqual([
      { DetectorId: "d1", FilterName: "noise", Action: "NOOP" },
      { DetectorId: "d1", IpSetId: "2", Activate: false },
    ]);
  });

  it("reaches with each step what that step is about", () => {
    const live = { ...RIGHT, enabled: false, members: "NONE", archiving: ["noise"] };
    expect(planned(live).map(({ at }) => at?.resources)).toEqual([
      ["arn:aws:guardduty:eu-west-1:100000000002:detector/d1"],
      ["arn:aws:guardduty:eu-west-1:100000000002:detector/d1"],
      ["arn:aws:guardduty:eu-west-1:100000000002:detector/d1/filter/noise"],
    ]);
  });

  it("shows names that somebody chose so that they say nothing of their own", () => {
    const live = { ...RIGHT, archiving: ["x` all is well"] };
    expect(diff(WANT, live)[0]?.message).toContain(JSON.stringify("x` all is well"));
  });

  it("has a plan wherever something differs, and none where nothing does", () => {
    const lives = fc.record({
      kind: fc.constant("guardduty" as const),
      detector: fc.constant("d1"),
      enabled: fc.boolean(),
      features: fc.subarray(["EKS_AUDIT_LOGS", "RUNTIME_MONITORING", "S3_DATA_EVENTS"]),
      members: fc.constantFrom("ALL", "NEW", "NONE"),
      memberFeatures: fc.subarray(["RUNTIME_MONITORING", "S3_DATA_EVENTS"]),
      archiving: fc.subarray(["agreed", "noise"]),
      trusted: fc.subarray([
        { id: "1", name: "scanners" },
        { id: "2", name: "office" },
      ]),
    });
    fc.assert(
      fc.property(lives, (live) => {
        expect(planned(live).length > 0).toBe(diff(WANT, live).length > 0);
      }),
    );
  });
});

it("an event leads to GuardDuty where it was called, in the administrator's account alone", () => {
  const [first] = guardDutyKeys(securecart);
  const at = (account: string, region: string) =>
    guardDutyKeysOf(record("DeleteDetector", { account, region }), securecart);
  expect(at(first?.account ?? "", "eu-west-1")).toEqual([
    expect.objectContaining({ region: "eu-west-1" }),
  ]);
  expect(at("100000000009", "eu-west-1")).toEqual([]);
  expect(at(first?.account ?? "", "ap-south-1")).toEqual([]);
});
