import {
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListTargetsForPolicyCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { FULL, NO_IAM, refusal, WORKLOADS } from "../lab.fixture.ts";
import { SCP, setup } from "./policies.fixture.ts";

describe("lists", () => {
  it("come in pages of at most 20, also with short and empty ones", async () => {
    const { lab, client, create } = setup();
    for (let count = 0; count < 45; count++) await create(`policy-${count}`);
    const read = async () => {
      const sizes: number[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new ListPoliciesCommand({ Filter: SCP, ...(NextToken && { NextToken }) }),
        );
        sizes.push(page.Policies?.length ?? 0);
        NextToken = page.NextToken;
      } while (NextToken);
      return sizes;
    };
    expect(await read()).toEqual([20, 20, 8]);
    lab.trouble.shortPages(true);
    const short = await read();
    expect(short.reduce((sum, size) => sum + size)).toBe(48);
    expect(short.length).toBeGreaterThan(3);
    const bad = client.send(new ListPoliciesCommand({ Filter: SCP, NextToken: "made up" }));
    expect(await refusal(bad)).toBe("InvalidInputException: INVALID_NEXT_TOKEN");
    const large = client.send(new ListPoliciesCommand({ Filter: SCP, MaxResults: 21 }));
    expect(await refusal(large)).toMatch(/^InvalidInputException/);
  });

  it("agree on attachments whether read by target or by policy", async () => {
    const { client } = setup();
    const { Policies = [] } = await client.send(
      new ListPoliciesForTargetCommand({ TargetId: WORKLOADS, Filter: SCP }),
    );
    expect(Policies.map(({ Id }) => Id)).toEqual([FULL, NO_IAM]);
    const { Targets } = await client.send(new ListTargetsForPolicyCommand({ PolicyId: NO_IAM }));
    expect(Targets).toMatchObject([{ TargetId: WORKLOADS, Type: "ORGANIZATIONAL_UNIT" }]);
  });

  it("may be stale for a while after a write", async () => {
    const { lab, client, detach } = setup();
    const read = async () => {
      const input = { TargetId: WORKLOADS, Filter: SCP } as const;
      const { Policies = [] } = await client.send(new ListPoliciesForTargetCommand(input));
      return Policies.map(({ Id }) => Id);
    };
    lab.trouble.staleReads(10_000);
    await detach(NO_IAM, WORKLOADS);
    await lab.clock.drain(lab.clock.now() + 9_999);
    expect(await read()).toEqual([FULL, NO_IAM]);
    await lab.clock.drain(lab.clock.now() + 1);
    expect(await read()).toEqual([FULL]);
  });
});
