import type { Baseline, ControlPolicy } from "@holdfast/core";
import { evaluate, type Level, type PolicyDocument } from "@holdfast/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { securecart } from "../securecart.fixture.ts";
import { effectOfMoving } from "./effect.ts";
import { account, carries, ROOT, SANDBOX, SHADOW, WORKLOADS } from "./fixture.ts";
import type { Carried } from "./live.ts";

const TO = [ROOT, WORKLOADS];

/** The effect of moving dev from a unit that carries `here` back to one that carries `there`. */
function effect(here: Carried, there: Carried, baseline: Baseline = securecart) {
  const live = account([ROOT, SANDBOX], { carried: { [SANDBOX]: here, [WORKLOADS]: there } });
  return effectOfMoving(live, TO, baseline);
}

describe("moving an account back", () => {
  it("takes access away where the declared unit carries more denies", () => {
    expect(effect(carries(), carries("developers-no-iam"))).toBe("restrict");
    expect(effect(carries(), carries("resource-perimeter"))).toBe("restrict");
    expect(
      effect(carries("deny-delete-role"), carries("deny-delete-role", "developers-no-iam")),
    ).toBe("restrict");
  });

  it("gives access back where it leaves a deny behind", () => {
    expect(effect(carries("no-production-access"), carries())).toBe("grant");
    expect(effect(carries("resource-perimeter"), carries("developers-no-iam"))).toBe("grant");
    expect(effect(carries("no-production-access"), carries("developers-no-iam"))).toBe("grant");
  });

  it("does neither between units that carry the same", () => {
    expect(effect(carries("deny-delete-role"), carries("deny-delete-role"))).toBe("neutral");
  });

  it("counts as giving access back out of a unit with a policy of unknown content: a quarantine", () => {
    expect(effect(carries("p-quarantine"), carries("developers-no-iam"))).toBe("grant");
    expect(effect(carries(), carries("p-quarantine"))).toBe("grant");
  });

  it("counts as giving access back where the declared unit has lost AWS's own policy", () => {
    const {
      SERVICE_CONTROL_POLICY: [, ...denies],
    } = carries("deny-delete-role");
    const emptied = { ...carries(), SERVICE_CONTROL_POLICY: denies };
    // Without FullAWSAccess nothing is allowed where the account is now.
    expect(effect(emptied, carries("developers-no-iam"))).toBe("grant");
    expect(effect(carries(), emptied)).toBe("restrict");
  });

  it("compares what is left where a type is disabled: nothing of it", () => {
    const disabled = { ...carries("developers-no-iam"), RESOURCE_CONTROL_POLICY: [] };
    expect(effect({ ...carries(), RESOURCE_CONTROL_POLICY: [] }, disabled)).toBe("restrict");
  });

  it("needs no level of its own under the root, nor more than was read", () => {
    const live = account([ROOT], { carried: { [WORKLOADS]: carries("developers-no-iam") } });
    expect(effectOfMoving(live, TO, securecart)).toBe("restrict");
    const nested = account([ROOT, SANDBOX, SHADOW], {
      carried: {
        [SANDBOX]: carries(),
        [SHADOW]: carries("deny-delete-role"),
        [WORKLOADS]: carries(),
      },
    });
    expect(effectOfMoving(nested, TO, securecart)).toBe("grant");
    expect(effectOfMoving(account([ROOT, SANDBOX]), TO, securecart)).toBe("grant");
  });
});

describe("a move that is said to restrict", () => {
  const SCP = "SERVICE_CONTROL_POLICY";
  const ACTIONS = ["s3:GetObject", "s3:DeleteBucket", "iam:CreateUser", "ec2:RunInstances"];
  const statement = fc.record({
    Effect: fc.constantFrom("Deny" as const, "Allow" as const),
    Action: fc.subarray(["s3:*", "s3:Get*", "iam:*", "iam:CreateUser", "*"], { minLength: 1 }),
    Resource: fc.constantFrom("*", "arn:aws:s3:::shop/*"),
  });
  const document: fc.Arbitrary<PolicyDocument> = fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: "2012-10-17", Statement }));
  const documents = fc.array(document, { maxLength: 3 });

  it("allows nothing that was refused before, whatever units carry", () => {
    fc.assert(
      fc.property(documents, documents, fc.boolean(), (before, after, full) => {
        const all = [...before, ...after].map(
          (content, index): ControlPolicy => ({
            name: `policy-${index}`,
            type: SCP,
            id: `p-${String(index).padStart(8, "0")}`,
            description: "",
            content,
          }),
        );
        const ids = all.map(({ id }) => id);
        const carriedBy = (own: readonly string[]): Carried => ({
          SERVICE_CONTROL_POLICY: full || own.length === 0 ? ["p-FullAWSAccess", ...own] : own,
          RESOURCE_CONTROL_POLICY: [],
        });
        const here = carriedBy(ids.slice(0, before.length));
        const there = carriedBy(ids.slice(before.length));
        const baseline = { ...securecart, policies: all };
        const said = effect(here, there, baseline);
        if (said === "grant") return;
        const allowed = (carried: Carried) =>
          ACTIONS.filter((action) => allows(carried, action, all));
        const opened = allowed(there).filter((action) => !allowed(here).includes(action));
        expect(opened).toEqual([]);
        if (said === "neutral") expect(allowed(there)).toEqual(allowed(here));
      }),
      { numRuns: 150 },
    );
  });

  function allows(carried: Carried, action: string, all: readonly ControlPolicy[]): boolean {
    const full = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*" },
    };
    const level: Level = {
      name: "unit",
      policies: (carried?.SERVICE_CONTROL_POLICY ?? []).map((id) => ({
        name: id,
        document: all.find((one) => one.id === id)?.content ?? (full as PolicyDocument),
      })),
    };
    const identity = [{ name: "admin", document: full as PolicyDocument }];
    const request = {
      action,
      resource: "arn:aws:s3:::shop/order",
      principal: { arn: "arn:aws:iam::100000000007:role/Admin", account: "100000000007" },
      context: {},
    };
    return evaluate(request, { serviceControl: [level], identity }).allowed;
  }
});
