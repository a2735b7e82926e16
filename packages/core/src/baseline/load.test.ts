import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { HoldfastError } from "../errors.ts";
import { edited, FILES, load } from "./fixture.ts";
import { BaselineError } from "./index.ts";

describe("loading a baseline", () => {
  it("resolves names, ids, units and defaults", () => {
    const baseline = load();
    expect(baseline.organization).toEqual({
      id: "o-abcdefghij",
      management: "100000000001",
      hubRegion: "us-east-1",
      identityCenterRegion: "us-east-1",
      regions: ["eu-west-1", "us-east-1"],
    });
    expect(baseline.accounts).toEqual([
      { name: "dev", id: "100000000002", unit: "Root/Work", policies: [] },
      { name: "management", id: "100000000001", unit: "Root", policies: [] },
      { name: "prod", id: "100000000003", unit: "Root/Work/Live", policies: ["freeze"] },
    ]);
    expect(baseline.units).toEqual([
      { path: "Root", id: "r-ab12", policies: ["no-root"] },
      { path: "Root/Work", id: "ou-ab12-00000001", policies: [] },
      { path: "Root/Work/Live", id: "ou-ab12-00000002", policies: ["freeze", "no-root"] },
    ]);
    expect(baseline.policies.map(({ name, id, type }) => ({ name, id, type }))).toEqual([
      { name: "freeze", id: "p-00000002", type: "SERVICE_CONTROL_POLICY" },
      { name: "no-root", id: "p-00000001", type: "SERVICE_CONTROL_POLICY" },
    ]);
    expect(baseline.modes.default).toBe("alert");
    expect(baseline.leaveAlone).toEqual([]);
    expect(baseline.exemptions[0]?.expiresOn).toBe("2027-01-31");
  });

  it("lets the management account have a name and a unit of its own", () => {
    const files = edited("holdfast.yaml", '  dev: "1', '  payer: "100000000001"\n  dev: "1');
    const place = (all: typeof files) => load(all).accounts.find(({ name }) => name === "payer");
    expect(place(files)?.unit).toBe("Root");
    const moved =
      files["holdfast.yaml"]?.replace("accounts: [dev]", "accounts: [dev, payer]") ?? "";
    expect(place({ ...files, "holdfast.yaml": moved })?.unit).toBe("Root/Work");
    expect(load(files).accounts.map(({ name }) => name)).not.toContain("management");
  });

  it("gives the same hash whatever the order of keys and of lists that are sets", () => {
    const { hash } = load();
    const source: unknown = parse(FILES["holdfast.yaml"]);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const text = stringify(shuffled(source, () => numbers.next().value));
        expect(load({ ...FILES, "holdfast.yaml": text }).hash).toBe(hash);
      }),
    );
  });

  it.each([
    ["holdfast.yaml", "scp-attachment: revert", "scp-attachment: restrict"],
    ["holdfast.yaml", "100000000002", "100000000012"],
    ["holdfast.yaml", "2027-01-31", "2027-02-01"],
    ["holdfast.lock.json", "p-00000001", "p-00000009"],
    ["policies/freeze.json", "iam:*", "s3:*"],
  ] as const)("gives another hash when %s says %s instead of %s", (file, before, after) => {
    expect(load(edited(file, before, after)).hash).not.toBe(load().hash);
  });

  it("carries every problem of every file in one error, in reading order", () => {
    const files = {
      ...edited("holdfast.yaml", "accounts: [dev]", "accounts: [dve]"),
      "holdfast.lock.json": "{",
      "policies/freeze.json": "[]",
    };
    expect(() => load(files)).toThrow(BaselineError);
    expect(() => load(files)).toThrow(HoldfastError);
    try {
      load(files);
    } catch (error) {
      expect(error).toMatchObject({ code: "BASELINE_INVALID", source: "user" });
      const lines = (error as BaselineError).message.split("\n");
      expect(lines.map((line) => line.split(" ")[0])).toEqual([
        "holdfast.lock.json:1:1",
        "holdfast.yaml:12:3",
        "holdfast.yaml:16:27",
        "policies/freeze.json:1:1",
      ]);
    }
  });
});

/** The same value with the keys of its maps, and lists that are sets, in another order. */
function shuffled(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) {
    return shuffle(value, next).map((one) => shuffled(one, next));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, shuffled(one, next)] as const);
  return Object.fromEntries(shuffle(entries, next));
}

function shuffle<T>(values: readonly T[], next: () => number): T[] {
  return values
    .map((value) => ({ value, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
