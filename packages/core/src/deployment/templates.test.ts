import { describe, expect, it } from "vitest";
import type { ForwardingRule } from "./model.ts";
import { renderStackSets } from "./templates.ts";

const rule = (index: number, characters = 100): ForwardingRule => ({
  name: `holdfast-test-forward-${index}`,
  state: "ENABLED",
  pattern: { detail: { eventName: ["x".repeat(characters)] } },
});

const rendered = (rules: readonly ForwardingRule[]) =>
  renderStackSets({
    stage: "test",
    account: "100000000001",
    organization: "o-abcdefghij",
    memberRoles: [],
    region: "us-east-1",
    bus: { name: "holdfast-test-hub" },
    forwarder: { role: "holdfast-test-forward", path: "/holdfast/" },
    forwarding: { regions: ["eu-west-1", "us-east-1"], rules },
  });

describe("the templates of what every account has", () => {
  it("are one of the role, in one Region, and one of the rules, in all of them", () => {
    const all = rendered([rule(1), rule(2)]);
    expect(
      all.map(({ name, regions, managementRegions }) => [name, regions, managementRegions]),
    ).toEqual([
      ["holdfast-test-forwarder-role", ["us-east-1"], ["us-east-1"]],
      ["holdfast-test-forwarders-1", ["eu-west-1", "us-east-1"], ["eu-west-1"]],
    ]);
    expect(Object.keys(all[1]?.content.Resources ?? {})).toEqual(["Forward1", "Forward2"]);
  });

  it("are split where CloudFormation's quota asks for it, and lose no rule", () => {
    const rules = Array.from({ length: 60 }, (_, index) => rule(index + 1, 2_000));
    const [, ...parts] = rendered(rules);
    expect(parts.length).toBeGreaterThan(2);
    expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
    expect(new Set(parts.map(({ template }) => template)).size).toBe(parts.length);
    const text = parts.map(({ content }) => JSON.stringify(content));
    for (const one of text) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(51_200);
    for (const { name } of rules) {
      expect(text.filter((one) => one.includes(`"${name}"`))).toHaveLength(1);
    }
  });

  it("make a rule only where something is recorded that it matches", () => {
    const some = [
      { ...rule(1), regions: ["us-east-1"] },
      { ...rule(2), regions: ["eu-west-1", "us-east-1"] },
      rule(3),
    ];
    const { Conditions, Resources } = rendered(some)[1]?.content ?? {};
    const here = (region: string) => ({ "Fn::Equals": [{ Ref: "AWS::Region" }, region] });
    expect(Conditions).toEqual({
      Inuseast1: here("us-east-1"),
      Ineuwest1useast1: { "Fn::Or": [here("eu-west-1"), here("us-east-1")] },
    });
    expect(Object.values(Resources ?? {}).map((one) => Object(one).Condition)).toEqual([
      "Inuseast1",
      "Ineuwest1useast1",
      undefined,
    ]);
  });
});
