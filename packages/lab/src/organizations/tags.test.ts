import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  ListTagsForResourceCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-organizations";
import { describe, expect, it } from "vitest";
import {
  NO_IAM,
  organizationsOf,
  PRODUCTION,
  ROOT,
  refusal,
  SANDBOX,
  testLab,
} from "../lab.fixture.ts";
import { contentOf } from "./policies.fixture.ts";

function setup() {
  const lab = testLab();
  const client = organizationsOf(lab);
  const tag = (ResourceId: string, ...Tags: Tag[]) =>
    client.send(new TagResourceCommand({ ResourceId, Tags }));
  const list = async (ResourceId: string) =>
    (await client.send(new ListTagsForResourceCommand({ ResourceId }))).Tags;
  return { lab, client, tag, list };
}

const team = { Key: "team", Value: "blue" };

describe("tags", () => {
  it.each([ROOT, SANDBOX, PRODUCTION, NO_IAM])("go on %s, are read and taken off", async (id) => {
    const { lab, client, tag, list } = setup();
    await tag(id, team, { Key: "empty", Value: "" });
    await tag(id, { ...team, Value: "red" });
    expect(await list(id)).toEqual([
      { Key: "team", Value: "red" },
      { Key: "empty", Value: "" },
    ]);
    expect(lab.organization().tags[id]).toEqual({ team: "red", empty: "" });
    await client.send(new UntagResourceCommand({ ResourceId: id, TagKeys: ["team", "none"] }));
    expect(await list(id)).toEqual([{ Key: "empty", Value: "" }]);
    await client.send(new UntagResourceCommand({ ResourceId: id, TagKeys: ["empty"] }));
    expect(lab.organization().tags).toEqual({});
  });

  it("come with a new policy and go with it", async () => {
    const { lab, client } = setup();
    const Content = contentOf("SERVICE_CONTROL_POLICY");
    const input = { Name: "tagged", Description: "", Type: "SERVICE_CONTROL_POLICY" } as const;
    const { Policy } = await client.send(
      new CreatePolicyCommand({ ...input, Content, Tags: [team] }),
    );
    const PolicyId = Policy?.PolicySummary?.Id ?? "";
    expect(lab.organization().tags).toEqual({ [PolicyId]: { team: "blue" } });
    await client.send(new DeletePolicyCommand({ PolicyId }));
    expect(lab.organization().tags).toEqual({});
  });

  it("are refused whole when one of them is wrong", async () => {
    const { lab, tag } = setup();
    expect(await refusal(tag(ROOT, team, team))).toBe("InvalidInputException: DUPLICATE_TAG_KEY");
    expect(await refusal(tag(ROOT, team, { Key: "aws:x", Value: "" }))).toBe(
      "InvalidInputException: INVALID_SYSTEM_TAGS_PARAMETER",
    );
    const long = { Key: "x".repeat(129), Value: "" };
    expect(await refusal(tag(ROOT, team, long))).toBe("InvalidInputException: MAX_LENGTH_EXCEEDED");
    expect(await refusal(tag("ou-hf01-nothere0", team))).toBe("TargetNotFoundException");
    expect(lab.organization().tags).toEqual({});
  });

  it("are at most fifty to a resource", async () => {
    const { lab, tag } = setup();
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${index}`, Value: "" }));
    await tag(ROOT, ...many);
    expect(await refusal(tag(ROOT, team))).toBe(
      "ConstraintViolationException: MAX_TAG_LIMIT_EXCEEDED",
    );
    await tag(ROOT, { Key: "key-7", Value: "changed" });
    expect(lab.organization().tags[ROOT]).toMatchObject({ "key-7": "changed" });
  });
});
