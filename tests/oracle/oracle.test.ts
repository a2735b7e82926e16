/** The differential runs, but for the other evaluator: what is asked, and that the answers would count. */
import { describe, expect, it } from "vitest";
import { decideHere } from "./decide.ts";
import { caseOf } from "./generate.ts";
import { KNOWN } from "./known/known.ts";
import { pivotsOf } from "./pivots.ts";
import type { Case } from "./question.ts";
import { rewriteClauses, rewriteResources } from "./rewrite.ts";
import { shrink, smallerCases } from "./shrink.ts";
import { simulationOf } from "./simulation.ts";

const CASES = Array.from({ length: 400 }, (_, number) => caseOf(7, number));

describe("the cases", () => {
  it("are the same for the same seed and number, and others for others", () => {
    expect(caseOf(7, 3)).toEqual(CASES[3]);
    expect(new Set(CASES.map((one) => JSON.stringify(one))).size).toBe(CASES.length);
    expect(caseOf(8, 3)).not.toEqual(CASES[3]);
  });

  it("are decided, in every way many, and a third of them hangs on one statement", () => {
    const opinions = CASES.map(decideHere);
    const share = (outcome: string) =>
      opinions.filter((one) => "outcome" in one && one.outcome === outcome).length / CASES.length;
    expect(share("allowed")).toBeGreaterThan(0.2);
    expect(share("explicitly denied")).toBeGreaterThan(0.2);
    expect(share("implicitly denied")).toBeGreaterThan(0.2);
    expect(opinions.filter((one) => "refused" in one).length).toBeLessThan(0.02 * CASES.length);
    const pivotal = CASES.filter((one, index) => {
      const opinion = opinions[index];
      return opinion && "outcome" in opinion && pivotsOf(one, opinion.outcome).length > 0;
    });
    expect(pivotal.length).toBeGreaterThan(CASES.length / 3);
  });

  it("have every layer, every element and every operator in them", () => {
    const text = JSON.stringify(CASES);
    const order = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan"];
    for (const word of [
      ...["serviceControl", "resourceControl", "session", "boundary", "resource", "trust", "key"],
      ...["NotAction", "NotResource", "NotPrincipal", "2008-10-17", "Null", "Bool", "BinaryEquals"],
      ...["", "Not"].flatMap((not) => [`String${not}Equals`, `String${not}Like`, `Arn${not}Like`]),
      ...["Arn", "ArnNot", "Numeric", "Date"].map((family) => `${family}Equals`),
      ...["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "IpAddress", "NotIpAddress"],
      ...[...order, "GreaterThanEquals"].flatMap((name) => [`Numeric${name}`, `Date${name}`]),
      ...["IfExists", "ForAllValues:", "ForAnyValue:"],
    ]) {
      expect(text).toMatch(new RegExp(`${word}(?:IfExists)?"|"${word}`));
    }
    expect(text).toMatch(/\$\{aws:/);
  });
});

/** With lists everywhere, as whatever is put otherwise has them. */
function written(one: Case): string {
  const listed = rewriteResources(one, (pattern) => pattern);
  return JSON.stringify(rewriteClauses(listed, (clause) => clause));
}

describe("a known difference", () => {
  const readings = KNOWN.filter(
    // These two leave something out; all others say the same in other words.
    ({ id }) => id !== "a grant to the session itself" && id !== "NotPrincipal",
  );

  it.each(readings)("$id is put otherwise as our evaluator reads it", ({ without }) => {
    let changed = 0;
    for (const one of CASES) {
      const other = without(one);
      const opinion = decideHere(one);
      if ("outcome" in opinion) expect(decideHere(other)).toEqual(opinion);
      if (written(other) !== written(one)) changed += 1;
    }
    expect(changed).toBeGreaterThan(0);
  });
});

describe("a case in the other evaluator's terms", () => {
  const withPolicies = (wanted: (one: Case) => boolean) => {
    const found = CASES.find(wanted);
    if (found === undefined) throw new Error("there is no such case");
    return { found, simulation: simulationOf(found) };
  };

  it("has the session as principal, its policies, and the resource's own one", () => {
    const { found, simulation } = withPolicies(
      ({ policies, request }) =>
        policies.session !== undefined && policies.key !== undefined && !request.principal.service,
    );
    expect(simulation).toMatchObject({
      request: { principal: found.request.principal.session, action: found.request.action },
      sessionPolicy: found.policies.session?.[0]?.document,
      resourcePolicy: found.policies.key?.document,
    });
  });

  it("has no SCPs for whom SCPs spare, and no RCPs for services that have none", () => {
    const spared = withPolicies(
      ({ policies, request }) =>
        policies.serviceControl !== undefined && request.principal.isServiceLinkedRole === true,
    );
    expect(spared.simulation).toMatchObject({ serviceControlPolicies: [] });
    const without = withPolicies(
      ({ policies, request }) =>
        policies.resourceControl !== undefined && request.action.startsWith("ec2:"),
    );
    expect(without.simulation).toMatchObject({ resourceControlPolicies: [] });
    const { found, simulation } = withPolicies(
      ({ policies, request }) =>
        policies.resourceControl !== undefined &&
        policies.managementResource !== true &&
        request.principal.isServiceLinkedRole !== true &&
        request.action.startsWith("s3:"),
    );
    expect(simulation).toMatchObject({
      resourceControlPolicies: found.policies.resourceControl?.map(({ name }) => ({
        orgIdentifier: name,
      })),
    });
    expect(JSON.stringify(simulation)).not.toContain("RCPFullAWSAccess");
  });
});

describe("a case made smaller", () => {
  it("keeps what it is made smaller for, and nothing that can go", async () => {
    const found = CASES.find((one) => JSON.stringify(one).includes("StringNotLikeIfExists"));
    if (found === undefined) throw new Error("there is no such case");
    const holds = (one: Case) => JSON.stringify(one).includes("StringNotLikeIfExists");
    const smallest = await shrink(found, async (one) => holds(one));
    expect(holds(smallest)).toBe(true);
    expect([...smallerCases(smallest)].filter(holds)).toEqual([]);
    expect(JSON.stringify(smallest).length).toBeLessThan(JSON.stringify(found).length / 2);
  });
});
