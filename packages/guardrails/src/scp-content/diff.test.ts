import { describe, expect, it } from "vitest";
import { diff } from "./diff.ts";
import { CONTENTS, live, livePolicy, namesake, POLICY, securecart, wanting } from "./fixture.ts";
import type { Live } from "./live.ts";

/** `aspect path`, with what is told of the meaning. */
async function differences(found: Live | undefined, want = wanting()) {
  return (await diff(want, found)).map(({ aspect, path }) => `${aspect} ${path}`);
}

const intended = wanting({ policy: { ...POLICY, intended: true } });
const gone = (other: Live["namesake"] = null): Live => ({ policy: null, namesake: other });

describe("what differs of a policy's content", () => {
  it("is nothing where AWS documents no difference", async () => {
    expect(await diff(wanting(), live())).toEqual([]);
    const spaced = JSON.stringify(JSON.parse(CONTENTS.cosmetic), null, 4);
    expect(await diff(wanting(), live({ content: spaced }))).toEqual([]);
  });

  it.each([
    ["weaker", CONTENTS.weaker, "weaker"],
    ["stricter", CONTENTS.stricter, "stricter"],
    ["both, which counts as weaker", CONTENTS.both, "weaker"],
    ["reworded", CONTENTS.reworded, "reworded"],
  ])("is its meaning, %s, and then statement by statement", async (_what, content, aspect) => {
    const [meaning, ...statements] = await diff(wanting(), live({ content }));
    expect(meaning).toMatchObject({ path: "meaning", kind: "changed", actual: aspect, aspect });
    expect(statements).not.toEqual([]);
    expect(new Set(statements.map((one) => one.aspect))).toEqual(new Set([aspect]));
    for (const { path } of statements) expect(path).toMatch(/^content\.Statement\.\d/);
  });

  it.each([
    ["has a statement without an action", CONTENTS.unreadable],
    ["is no JSON", "{"],
    ["is empty", ""],
  ])("is drift, and weaker, where it %s", async (_what, content) => {
    expect(await diff(wanting(), live({ content }))).toMatchObject([
      { path: "meaning", aspect: "weaker", message: expect.stringContaining("can't be read") },
    ]);
  });

  it("is weaker if the comparison can't be settled", async () => {
    const odd = {
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { Odd: { "aws:x": "y" } },
    };
    const content = JSON.stringify({ Version: "2012-10-17", Statement: [odd] });
    expect(await differences(live({ content }))).toContain("weaker meaning");
  });
});

describe("what differs of a management policy's content", () => {
  const policy = securecart.policies.find(({ name }) => name === "ai-opt-out");
  if (policy === undefined) throw new Error("SecureCart has no ai-opt-out");
  const { id, name, description } = policy;
  const found = (content: string) => live({ id, name, description, content });
  const want = wanting({ policy });

  it("is nothing but what JSON itself takes for the same", async () => {
    const spaced = JSON.stringify(policy.content, null, 2);
    expect(await diff(want, found(spaced))).toEqual([]);
  });

  it.each([
    ["configures something else", '{"services":{}}', "configures something else than declared"],
    ["is no object", "[]", "can't be read"],
  ])("is anything that %s, which counts as weaker", async (_what, content, message) => {
    const [meaning] = await diff(want, found(content));
    expect(meaning).toMatchObject({
      path: "meaning",
      aspect: "weaker",
      message: expect.stringContaining(message),
    });
  });
});

describe("what differs beside the content", () => {
  it("is name and description", async () => {
    const renamed = live({ name: "aws-guardrails-quiet", description: "quiet" });
    expect(await diff(wanting(), renamed)).toMatchObject([
      { path: "name", expected: POLICY.name, actual: "aws-guardrails-quiet", aspect: "renamed" },
      { path: "description", expected: "", actual: "quiet", aspect: "renamed" },
    ]);
  });

  it("is the name in AWS, where the baseline calls it something else", async () => {
    const want = wanting({ policy: { ...POLICY, awsName: "No IAM (v2)" } });
    expect(await diff(want, live({ name: "No IAM (v2)" }))).toEqual([]);
    expect(await differences(live(), want)).toEqual(["renamed name"]);
  });

  it("is who has taken the name", async () => {
    const found = live({ name: "x" }, { namesake: namesake() });
    expect(await differences(found)).toEqual(["renamed name", "squatted namesakes.p-stranger"]);
  });

  it("is that the policy is gone", async () => {
    expect(await diff(wanting(), gone())).toMatchObject([
      { path: "policy", kind: "missing", expected: POLICY.id, aspect: "deleted" },
    ]);
    expect(await differences(gone(namesake()))).toEqual([
      "deleted policy",
      "squatted namesakes.p-stranger",
    ]);
  });

  it("is nothing for a policy that is no longer declared", async () => {
    expect(await diff(undefined, undefined)).toEqual([]);
    expect(await diff(undefined, gone())).toEqual([]);
  });
});

describe("a policy that Holdfast made, and whose id nobody noted", () => {
  it("is no namesake if it was going to be made and says the same", async () => {
    const orphan = namesake({ content: CONTENTS.cosmetic, description: "other" });
    expect(await differences(gone(orphan), intended)).toEqual(["deleted policy"]);
  });

  it.each([
    ["nothing was going to be made", namesake(), wanting()],
    ["it says something else", namesake({ content: CONTENTS.stricter }), intended],
    ["it can't be read", namesake({ content: CONTENTS.unreadable }), intended],
    ["it is AWS's own", namesake({ awsManaged: true }), intended],
    [
      "it is another declared policy",
      namesake(),
      { ...intended, declared: [...intended.declared, "p-stranger"] },
    ],
    ["somebody else looks after it", namesake(), { ...intended, leaveAlone: ["p-stranger"] }],
  ])("is a namesake like any other if %s", async (_what, other, want) => {
    expect(await differences(gone(other), want)).toContain("squatted namesakes.p-stranger");
  });

  it("is not looked for while the policy itself is there", async () => {
    const found = { policy: livePolicy({ name: "x" }), namesake: namesake() };
    expect(await differences(found, intended)).toContain("squatted namesakes.p-stranger");
  });
});
