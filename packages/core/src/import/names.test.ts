import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACCOUNT_NAMES, type Naming, namesFor, POLICY_NAMES, UNIT_NAMES } from "./names.ts";

const named = (...names: string[]) =>
  names.map((name, index) => ({ id: String(200_000_000_001 + index), name }));
const given = (naming: Naming, ...names: string[]) => [
  ...namesFor(named(...names), naming).values(),
];

describe("names", () => {
  it("stay as AWS has them where the format takes them", () => {
    expect(given(ACCOUNT_NAMES, "dev", "Log.Archive_2")).toEqual(["dev", "Log.Archive_2"]);
    expect(given(UNIT_NAMES, "Work loads (EU)")).toEqual(["Work loads (EU)"]);
  });

  it.each([
    ["Dev Team 1", "Dev-Team-1"],
    ["  (prod) ", "prod"],
    ["Zoë's", "Zoe-s"],
    ["a/b\nc", "a-b-c"],
    ["Root", "Root-0001"],
    ["management", "management-0001"],
    ["日本", "account-0001"],
    ["x".repeat(300), "x".repeat(100)],
  ])("of accounts: %j becomes %j", (name, expected) => {
    expect(given(ACCOUNT_NAMES, name)).toEqual([expected]);
  });

  it.each([
    ["R&D/Ops", "R&D-Ops"],
    [" \t", "unit-0001"],
    ["/", "unit-0001"],
    ["🦊/1", "🦊-1"],
  ])("of units: %j becomes %j", (name, expected) => {
    expect(given(UNIT_NAMES, name)).toEqual([expected]);
  });

  it("of AWS's own policies are not for others", () => {
    expect(given(POLICY_NAMES, "FullAWSAccess")).toEqual(["FullAWSAccess-0001"]);
  });

  it("that are one get the ends of their ids, none of them first", () => {
    expect(given(ACCOUNT_NAMES, "dev", "dev")).toEqual(["dev-0001", "dev-0002"]);
    expect(given(ACCOUNT_NAMES, "a b", "a-b")).toEqual(["a-b", "a-b-0001"]);
  });

  it("of policies differ by more than capitals: they are file names", () => {
    expect(given(POLICY_NAMES, "Deny", "deny")).toEqual(["Deny-0001", "deny-0002"]);
    expect(given(ACCOUNT_NAMES, "Dev", "dev")).toEqual(["Dev", "dev"]);
  });

  it("take more of the id where its end does not tell them apart", () => {
    const things = [
      { id: "100000001111", name: "dev" },
      { id: "200000001111", name: "dev" },
      { id: "3", name: "dev-1111" },
    ];
    expect(namesFor(things, ACCOUNT_NAMES)).toEqual(
      new Map([
        ["3", "dev-1111"],
        ["100000001111", "dev-01111"],
        ["200000001111", "dev-001111"],
      ]),
    );
  });

  const awkward = fc.oneof(
    fc.constantFrom("a", "A", "a b", "a-b", "a/b", "a-0001", "Root", "", "-", "é", "\u0000"),
    fc.string({ unit: "binary", maxLength: 140 }),
  );
  const things = fc
    .array(awkward, { maxLength: 8 })
    .map((names) => named(...names.filter((name) => name.isWellFormed())));

  it.each([
    ["accounts", ACCOUNT_NAMES],
    ["policies", POLICY_NAMES],
    ["units", UNIT_NAMES],
  ] as const)("of %s: any get one each that the format takes, whatever the order", (_, naming) => {
    fc.assert(
      fc.property(things, fc.subarray(["a", "b", "a-b"]), (all, reserved) => {
        const names = namesFor(all, naming, reserved);
        const fold = naming.fold ?? ((name: string) => name);
        const folded = [...names.values(), ...reserved].map(fold);
        expect(names.size).toBe(all.length);
        expect(new Set(folded).size).toBe(folded.length);
        expect([...names.values()].filter((name) => !naming.takes(name))).toEqual([]);
        expect(namesFor(all.toReversed(), naming, reserved)).toEqual(names);
      }),
    );
  });
});
