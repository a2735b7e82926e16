import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  DisablePolicyTypeCommand,
  EnablePolicyTypeCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  FULL,
  NO_IAM,
  NO_LEAVE,
  organizationsOf,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
  WORKLOADS,
} from "../lab.fixture.ts";

const RCP_FULL = "p-RCPFullAWSAccess";
const SCP = "SERVICE_CONTROL_POLICY";
const RCP = "RESOURCE_CONTROL_POLICY";

function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const attach = (PolicyId: string, TargetId: string) =>
    client.send(new AttachPolicyCommand({ PolicyId, TargetId }));
  const detach = (PolicyId: string, TargetId: string) =>
    client.send(new DetachPolicyCommand({ PolicyId, TargetId }));
  const create = async (Name: string, Type: typeof SCP | typeof RCP = SCP, Content?: string) => {
    const principal = Type === RCP ? '"Principal":"*",' : "";
    const text = `{"Statement":[{"Effect":"Deny",${principal}"Action":"s3:*","Resource":"*"}]}`;
    const input = { Name, Type, Description: "", Content: Content ?? text };
    const { Policy } = await client.send(new CreatePolicyCommand(input));
    return Policy?.PolicySummary?.Id ?? "";
  };
  return { lab, client, attach, detach, create };
}

describe("attachments", () => {
  it("are changed by AttachPolicy and DetachPolicy", async () => {
    const { lab, attach, detach } = setup();
    await attach(NO_IAM, PRODUCTION);
    await detach(NO_LEAVE, ROOT);
    const { attachments } = lab.organization();
    expect(attachments[PRODUCTION]).toEqual([FULL, RCP_FULL, NO_IAM]);
    expect(attachments[ROOT]).toEqual([FULL, RCP_FULL]);
  });

  it("never lose the last SCP of a target", async () => {
    const { lab, detach } = setup();
    expect(await refusal(detach(FULL, SANDBOX))).toBe(
      "ConstraintViolationException: MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    );
    expect(lab.organization().attachments[SANDBOX]).toContain(FULL);
  });

  it("are at most ten SCPs and five RCPs to a target", async () => {
    const { lab, attach, create } = setup();
    for (let count = 1; count < 10; count++) await attach(await create(`scp-${count}`), SANDBOX);
    for (let count = 1; count < 5; count++) await attach(await create(`r-${count}`, RCP), SANDBOX);
    const full = "ConstraintViolationException: MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED";
    expect(await refusal(attach(NO_IAM, SANDBOX))).toBe(full);
    expect(await refusal(attach(await create("r-5", RCP), SANDBOX))).toBe(full);
    expect(lab.organization().attachments[SANDBOX]).toHaveLength(15);
  });

  it("are refused when they are there already, and their removal when they are not", async () => {
    const { attach, detach } = setup();
    expect(await refusal(attach(NO_IAM, WORKLOADS))).toBe("DuplicatePolicyAttachmentException");
    expect(await refusal(detach(NO_IAM, SANDBOX))).toBe("PolicyNotAttachedException");
  });

  it("need a policy and a target that exist", async () => {
    const { attach } = setup();
    expect(await refusal(attach("p-nothere0", SANDBOX))).toBe("PolicyNotFoundException");
    expect(await refusal(attach(NO_IAM, "ou-hf01-nothere0"))).toBe("TargetNotFoundException");
  });

  it("keep RCPFullAWSAccess, which AWS never lets go", async () => {
    const { attach, detach, create } = setup();
    await attach(await create("another", RCP), SANDBOX);
    expect(await refusal(detach(RCP_FULL, SANDBOX))).toBe(
      "InvalidInputException: NON_DETACHABLE_POLICY",
    );
  });
});

describe("policies", () => {
  it("are stored exactly as they were sent and read back", async () => {
    const { client, create } = setup();
    const text = '{ "Statement" : [ ] }';
    const PolicyId = await create("odd", SCP, text);
    const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
    expect(Policy).toMatchObject({
      Content: text,
      PolicySummary: { Name: "odd", AwsManaged: false },
    });
  });

  it("keep what an update does not name", async () => {
    const { lab, client } = setup();
    await client.send(new UpdatePolicyCommand({ PolicyId: NO_IAM, Name: "renamed" }));
    expect(lab.organization().policies[NO_IAM]).toMatchObject({ name: "renamed", type: SCP });
    expect(lab.organization().policies[NO_IAM]?.content).toContain("iam:*");
  });

  it.each([FULL, RCP_FULL])("can't be changed when AWS manages them: %s", async (PolicyId) => {
    const { client } = setup();
    const update = client.send(new UpdatePolicyCommand({ PolicyId, Name: "mine" }));
    expect(await refusal(update)).toBe("InvalidInputException: IMMUTABLE_POLICY");
    const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
    expect(Policy?.PolicySummary?.AwsManaged).toBe(true);
  });

  it("are deleted only when nothing uses them", async () => {
    const { lab, client, detach } = setup();
    const drop = () => client.send(new DeletePolicyCommand({ PolicyId: NO_IAM }));
    expect(await refusal(drop())).toBe("PolicyInUseException");
    await detach(NO_IAM, WORKLOADS);
    await drop();
    expect(lab.organization().policies[NO_IAM]).toBeUndefined();
  });

  it("have a name of their own", async () => {
    const { create, client } = setup();
    expect(await refusal(create("no-iam"))).toBe("DuplicatePolicyException");
    const rename = client.send(new UpdatePolicyCommand({ PolicyId: NO_LEAVE, Name: "no-iam" }));
    expect(await refusal(rename)).toBe("DuplicatePolicyException");
  });

  it.each(["nonsense", "{}", '{"Statement":[{"Effect":"Maybe"}]}'])(
    "are refused when they are no policy: %s",
    async (content) => {
      const { create } = setup();
      expect(await refusal(create("bad", SCP, content))).toBe("MalformedPolicyDocumentException");
    },
  );

  it("hold at most 10,240 characters, RCPs 5,120", async () => {
    const { create } = setup();
    const sized = (length: number, principal = "") => {
      const text = `{"Statement":[{"Effect":"Deny",${principal}"Action":"s3:*","Resource":"*"}]}`;
      return text.padEnd(length);
    };
    const tooLong = "ConstraintViolationException: POLICY_CONTENT_LIMIT_EXCEEDED";
    expect(await create("fits", SCP, sized(10_240))).toMatch(/^p-/);
    expect(await refusal(create("too long", SCP, sized(10_241)))).toBe(tooLong);
    expect(await create("fits", RCP, sized(5_120, '"Principal":"*",'))).toMatch(/^p-/);
    expect(await refusal(create("too long", RCP, sized(5_121, '"Principal":"*",')))).toBe(tooLong);
  });
});

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
});

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
