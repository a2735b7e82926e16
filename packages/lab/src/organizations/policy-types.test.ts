import {
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { FULL, NO_IAM, ROOT, refusal, SANDBOX } from "../lab.fixture.ts";
import { RCP_FULL, SCP, setup } from "./policies.fixture.ts";

describe("policy types", () => {
  it("are disabled in a while; everything is detached and stays so when they come back", async () => {
    const { lab, client, attach } = setup();
    const type = { RootId: ROOT, PolicyType: SCP } as const;
    const { Root } = await client.send(new DisablePolicyTypeCommand(type));
    expect(Root?.PolicyTypes).toContainEqual({ Type: SCP, Status: "ENABLED" });
    const { Roots } = await client.send(new ListRootsCommand({}));
    expect(Roots?.[0]?.PolicyTypes).toContainEqual({ Type: SCP, Status: "PENDING_DISABLE" });
    expect(await refusal(attach(NO_IAM, SANDBOX))).toBe("PolicyChangesInProgressException");

    await lab.clock.drain();
    expect(lab.organization().attachments[ROOT]).toEqual([RCP_FULL]);
    expect(await refusal(attach(NO_IAM, SANDBOX))).toBe("PolicyTypeNotEnabledException");

    await client.send(new EnablePolicyTypeCommand(type));
    await lab.clock.drain();
    expect(lab.organization().attachments[ROOT]).toEqual([FULL, RCP_FULL]);
    expect(await refusal(client.send(new EnablePolicyTypeCommand(type)))).toBe(
      "PolicyTypeAlreadyEnabledException",
    );
  });

  it("are more than SCPs and RCPs: off at first, and nothing is attached with them", async () => {
    const { lab, client, attach, detach, create } = setup();
    const type = "DECLARATIVE_POLICY_EC2";
    const policy = await create("no-public-images", type);
    expect(await refusal(attach(policy, SANDBOX))).toBe("PolicyTypeNotEnabledException");
    const before = lab.organization().attachments;
    await client.send(new EnablePolicyTypeCommand({ RootId: ROOT, PolicyType: type }));
    await lab.clock.drain();
    expect(lab.organization().policyTypes[type]).toBe("ENABLED");
    expect(lab.organization().attachments).toEqual(before);
    await attach(policy, SANDBOX);
    await detach(policy, SANDBOX);
    await attach(policy, ROOT);
    await client.send(new DisablePolicyTypeCommand({ RootId: ROOT, PolicyType: type }));
    await lab.clock.drain();
    expect(lab.organization().attachments).toEqual(before);
    expect(lab.organization().policies).toHaveProperty(policy);
  });
});
