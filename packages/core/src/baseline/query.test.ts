import { describe, expect, it } from "vitest";
import { load } from "./fixture.ts";
import type { Baseline } from "./model.ts";
import {
  accountById,
  accountsBelow,
  accountsUnder,
  exemptionFor,
  mayWrite,
  modeFor,
  policyById,
  policyByName,
  reviewOf,
  unitOf,
} from "./query.ts";

const baseline = load();

describe("the mode of a guardrail", () => {
  const ladder: Baseline = {
    ...baseline,
    modes: {
      default: "alert",
      guardrails: { a: "revert" },
      units: {
        "Root/Work": { a: "restrict" },
        "Root/Work/Live": { b: "off" },
      },
    },
  };

  it.each([
    ["a", "Root/Work", "restrict"],
    ["a", "Root/Work/Live", "restrict"],
    ["b", "Root/Work/Live/Deeper", "off"],
    ["b", "Root/Work", "alert"],
    ["a", "Root", "revert"],
    ["a", "Root/Workshop", "revert"],
    ["a", undefined, "revert"],
    ["b", undefined, "alert"],
    ["constructor", "Root/Work", "alert"],
    ["a", "constructor", "revert"],
  ] as const)("of %s in %s is %s", (guardrail, unit, mode) => {
    expect(modeFor(ladder, guardrail, unit)).toBe(mode);
  });
});

describe("whether a guardrail may write", () => {
  const may = (modes: Partial<Baseline["modes"]>, guardrail = "a") =>
    mayWrite(
      { ...baseline, modes: { default: "alert", guardrails: {}, units: {}, ...modes } },
      guardrail,
    );

  it("depends on a mode that takes away or gives back, wherever it is set", () => {
    expect(may({})).toBe(false);
    expect(may({ default: "restrict" })).toBe(true);
    expect(may({ guardrails: { a: "revert" } })).toBe(true);
    expect(may({ units: { "Root/Work": { a: "restrict" } } })).toBe(true);
  });

  it("does not depend on those of others, nor on a default that is set off", () => {
    expect(may({ guardrails: { b: "revert" }, units: { Root: { b: "revert" } } })).toBe(false);
    expect(may({ default: "revert", guardrails: { a: "off" } })).toBe(false);
    expect(may({ guardrails: {} }, "constructor")).toBe(false);
  });
});

describe("a review", () => {
  const review = { guardrail: "a", key: "dev", finding: "odd", since: "2026-11-25" };

  it("is of one guardrail and one subject", () => {
    expect(reviewOf({ review: [review] }, "a", "dev")).toBe(review);
    expect(reviewOf({ review: [review] }, "b", "dev")).toBeUndefined();
    expect(reviewOf({ review: [review] }, "a", "prod")).toBeUndefined();
    expect(reviewOf({}, "a", "dev")).toBeUndefined();
  });
});

describe("an exemption", () => {
  const at = (time: string, subject = "dev", guardrail = "scp-attachment") =>
    exemptionFor(baseline, guardrail, subject, Date.parse(time));

  it("holds through the last millisecond of its last day, UTC, and is still shown after that", () => {
    expect(at("2027-01-31T23:59:59.999Z")).toMatchObject({ expired: false });
    expect(at("2027-02-01T00:00:00.000Z")).toMatchObject({
      expired: true,
      exemption: { key: "dev", owner: "team" },
    });
  });

  it("covers its own subject and guardrail alone", () => {
    expect(at("2027-01-01", "prod")).toBeUndefined();
    expect(at("2027-01-01", "dev", "policy-type")).toBeUndefined();
  });

  it("is over if its end can't be read", () => {
    const broken = {
      ...baseline,
      exemptions: baseline.exemptions.map((one) => ({ ...one, expiresOn: "never" })),
    };
    expect(exemptionFor(broken, "scp-attachment", "dev", 0)?.expired).toBe(true);
  });
});

describe("looking things up", () => {
  it("finds units, accounts and policies by what identifies them", () => {
    expect(unitOf(baseline, "Root/Work")?.id).toBe("ou-ab12-00000001");
    expect(accountById(baseline, "100000000003")?.name).toBe("prod");
    expect(policyById(baseline, "p-00000002")?.name).toBe("freeze");
    expect(policyByName(baseline, "freeze")?.id).toBe("p-00000002");
  });

  it("finds nothing for what is not in the baseline", () => {
    expect(unitOf(baseline, "Root/Wor")).toBeUndefined();
    expect(accountById(baseline, "100000000009")).toBeUndefined();
    expect(policyById(baseline, "p-FullAWSAccess")).toBeUndefined();
    expect(policyByName(baseline, "constructor")).toBeUndefined();
  });

  it("lists the accounts of a unit and of those below it", () => {
    const names = (unit: string) => accountsUnder(baseline, unit).map(({ name }) => name);
    expect(names("Root")).toEqual(["dev", "management", "prod"]);
    expect(names("Root/Work")).toEqual(["dev", "prod"]);
    expect(names("Root/Work/Live")).toEqual(["prod"]);
    expect(names("Root/Wor")).toEqual([]);
  });

  it("lists the accounts that a policy reaches, each once", () => {
    const names = (policy: string) => accountsBelow(baseline, policy).map(({ name }) => name);
    expect(names("no-root")).toEqual(["dev", "prod"]);
    expect(names("freeze")).toEqual(["prod"]);
    expect(names("constructor")).toEqual([]);
  });
});
