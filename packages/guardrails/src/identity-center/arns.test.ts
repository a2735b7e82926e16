import type { Assignment, Baseline } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { idOf, securecart } from "../securecart.fixture.ts";
import { assignmentArns, directoryArns, everything, grantArns, instanceArns } from "./arns.ts";
import { center, declaring, setArn, withoutCenter } from "./fixture.ts";

const [example] = center.assignments;
if (example === undefined) throw new Error("SecureCart declares no assignment");

const readers = (accounts: readonly string[]): Assignment => ({
  ...example,
  permissionSet: "ReadOnlyAccess",
  accounts,
  units: [],
  all: false,
});
const alerting = (baseline: Baseline): Baseline => ({
  ...baseline,
  modes: { default: "alert", guardrails: {}, units: {} },
});

describe("ARNs that a role may touch", () => {
  it("are none where nothing is declared of Identity Center", () => {
    for (const arns of [
      instanceArns,
      assignmentArns,
      grantArns,
      directoryArns("user"),
      everything,
    ]) {
      expect(arns(withoutCenter)).toEqual([]);
    }
  });

  it("for what is given are the sets and accounts that are declared", () => {
    const baseline = alerting(declaring({ assignments: [readers([idOf("dev")])] }));
    expect(grantArns(baseline)).toEqual([
      center.instance,
      setArn("ReadOnlyAccess"),
      `arn:aws:sso:::account/${idOf("dev")}`,
    ]);
  });

  it("for what is given are none where nothing is", () => {
    expect(grantArns(declaring({ assignments: [] }))).toEqual([]);
  });

  it("are any account where units or all of them are covered, since accounts are made later", () => {
    for (const scope of [{ all: true }, { units: ["Root/Workloads"] }]) {
      const baseline = alerting(declaring({ assignments: [{ ...readers([]), ...scope }] }));
      expect(grantArns(baseline)).toContain("arn:aws:sso:::account/*");
    }
  });

  it("are any set where sets are made again", () => {
    const modes = { ...securecart.modes, guardrails: { "permission-set": "revert" as const } };
    const baseline = { ...declaring({ assignments: [readers([idOf("dev")])] }), modes };
    expect(grantArns(baseline)).toContain("arn:aws:sso:::permissionSet/ssoins-5e8c03a94c7835b8/*");
  });

  it("name so few things that a role's policy has room for them", () => {
    const many = Array.from({ length: 500 }, (_, index) => String(200_000_000_000 + index));
    const baseline = alerting(declaring({ assignments: [readers(many)] }));
    expect(JSON.stringify(grantArns(baseline)).length).toBeLessThan(2_000);
  });
});
