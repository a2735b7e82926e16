import {
  DeletePolicyCommand,
  DescribePolicyCommand,
  UpdatePolicyCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import { FULL, NO_IAM, NO_LEAVE, refusal, WORKLOADS } from "../lab.fixture.ts";
import { contentOf, RCP, RCP_FULL, SCP, setup } from "./policies.fixture.ts";

describe("policies", () => {
  it("are stored exactly as they were sent and read back", async () => {
    const { client, create } = setup();
    const text = JSON.stringify(JSON.parse(contentOf(SCP)), null, 3);
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
    const sized = (type: typeof SCP | typeof RCP, length: number) => contentOf(type).padEnd(length);
    const tooLong = "ConstraintViolationException: POLICY_CONTENT_LIMIT_EXCEEDED";
    expect(await create("fits", SCP, sized(SCP, 10_240))).toMatch(/^p-/);
    expect(await refusal(create("too long", SCP, sized(SCP, 10_241)))).toBe(tooLong);
    expect(await create("fits", RCP, sized(RCP, 5_120))).toMatch(/^p-/);
    expect(await refusal(create("too long", RCP, sized(RCP, 5_121)))).toBe(tooLong);
  });

  it("are refused as SCPs when they name principals, as RCPs when they name none or allow", async () => {
    const { create } = setup();
    const allow = contentOf(RCP).replace("Deny", "Allow");
    const answers = [
      await refusal(create("one", SCP, contentOf(RCP))),
      await refusal(create("two", RCP, contentOf(SCP))),
      await refusal(create("three", RCP, allow)),
    ];
    expect(new Set(answers)).toEqual(new Set(["MalformedPolicyDocumentException"]));
  });

  it("have names of 128 and descriptions of 512 characters at most", async () => {
    const { lab, client, create } = setup();
    const tooLong = "InvalidInputException: MAX_LENGTH_EXCEEDED";
    expect(await refusal(create("x".repeat(129)))).toBe(tooLong);
    const describing = (Description: string) =>
      client.send(new UpdatePolicyCommand({ PolicyId: NO_IAM, Description }));
    expect(await refusal(describing("x".repeat(513)))).toBe(tooLong);
    await describing("x".repeat(512));
    await describing("");
    expect(lab.organization().policies[NO_IAM]?.description).toBe("");
  });

  it("of other types are JSON objects of that type's size", async () => {
    const { create } = setup();
    const tooLong = "ConstraintViolationException: POLICY_CONTENT_LIMIT_EXCEEDED";
    const optOut = "AISERVICES_OPT_OUT_POLICY";
    expect(await create("fits", "TAG_POLICY", "{}".padEnd(10_000))).toMatch(/^p-/);
    expect(await refusal(create("long", "TAG_POLICY", "{}".padEnd(10_001)))).toBe(tooLong);
    expect(await refusal(create("long", optOut, "{}".padEnd(2_501)))).toBe(tooLong);
    expect(await refusal(create("bad", optOut, "[]"))).toBe("MalformedPolicyDocumentException");
  });
});
