import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import { type EventPattern, matches } from "../events/pattern.ts";
import type { Watch } from "../guardrail.ts";
import { forwardingRegions, forwardingRules } from "./forwarding.ts";

const watch = (eventSource: string, eventName: string, regions?: readonly string[]): Watch => ({
  pattern: { detail: { eventSource: [eventSource], eventName: [eventName] } },
  keys: () => [],
  ...(regions && { regions }),
});

const rules = (...watches: readonly Watch[]) =>
  forwardingRules([{ watches }], "hub", (index) => `forward-${index}`);

const namesIn = (pattern: EventPattern) => (pattern.detail as EventPattern).eventName;

describe("what other accounts and Regions forward", () => {
  it("is everything that is watched, where it is recorded", () => {
    const made = rules(
      watch("iam", "CreateUser", ["us-east-1"]),
      watch("ec2", "CreateVpc"),
      watch("iam", "DeleteUser", ["us-east-1"]),
    );
    expect(made.map(({ pattern, regions }) => [namesIn(pattern), regions])).toEqual([
      [["CreateUser", "DeleteUser"], ["us-east-1"]],
      [["CreateVpc"], undefined],
    ]);
  });

  it("has each rule's name once", () => {
    const made = rules(
      watch("iam", "CreateUser", ["us-east-1"]),
      watch("sts", "AssumeRoot"),
      watch("ec2", "CreateVpc"),
      watch("sso", "CreateInstance", ["eu-west-1", "us-east-1"]),
    );
    const names = made.map(({ name }) => name);
    expect(names).toEqual(["forward-1", "forward-2", "forward-3", "forward-4"]);
  });

  it("leaves failed calls where they are, as the hub's own rules do", () => {
    const [made] = rules(watch("ec2", "CreateVpc"));
    const event = { detail: { eventSource: "ec2", eventName: "CreateVpc" } };
    const failed = { detail: { ...event.detail, errorCode: "Client.UnauthorizedOperation" } };
    expect(matches(made?.pattern ?? {}, event)).toBe(true);
    expect(matches(made?.pattern ?? {}, failed)).toBe(false);
  });

  it("is of the baseline's Regions, of Identity Center's, and of those that sign-ins are recorded in", () => {
    const { organization, ...rest } = load();
    const regions = forwardingRegions({
      ...rest,
      organization: { ...organization, regions: ["sa-east-1"], identityCenterRegion: "eu-west-1" },
    });
    expect(regions).toEqual(
      ["ap-southeast-2", "eu-north-1", "eu-west-1", "sa-east-1", "us-east-1"].concat([
        "us-east-2",
        "us-west-2",
      ]),
    );
  });
});
