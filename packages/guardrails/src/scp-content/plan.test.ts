import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff, type Want } from "./diff.ts";
import { CONTENTS, live, livePolicy, namesake, POLICY, securecart, wanting } from "./fixture.ts";
import { keyOf } from "./keys.ts";
import type { Live } from "./live.ts";
import { plan } from "./plan.ts";

const KEY = keyOf(securecart, POLICY.name);
const DECLARED = JSON.stringify(POLICY.content);
const intended = wanting({ policy: { ...POLICY, intended: true } });
const gone = (other: Live["namesake"] = null): Live => ({ policy: null, namesake: other });

/** A step in short: what is called on what, with which members, its effect, and what it needs. */
async function short(found: Live | undefined, want = wanting()) {
  return (await plan(KEY, want, found)).map(({ action, input, effect, aspect, requires }) => {
    const { PolicyId = "", ...members } = input as Readonly<Record<string, string>>;
    const what = [action.split(":")[1], PolicyId, Object.keys(members).join("+")].filter(Boolean);
    const after = requires === undefined ? "" : ` after ${requires}`;
    return `${what.join(" ")}: ${aspect}, ${effect}${after}`;
  });
}

const update = `UpdatePolicy ${POLICY.id}`;

describe("a plan for a policy that is there", () => {
  it.each([
    ["weaker content", { content: CONTENTS.weaker }, [`${update} Content: weaker, restrict`]],
    ["content that is both", { content: CONTENTS.both }, [`${update} Content: weaker, grant`]],
    ["content that can't be read", { content: "{" }, [`${update} Content: weaker, grant`]],
    ["stricter content", { content: CONTENTS.stricter }, [`${update} Content: stricter, grant`]],
    ["reworded content", { content: CONTENTS.reworded }, [`${update} Content: reworded, neutral`]],
    ["a rename", { name: "aws-guardrails-x" }, [`${update} Name: renamed, neutral`]],
    ["a description", { description: "quiet" }, [`${update} Description: renamed, neutral`]],
    [
      "a rename and a description",
      { name: "x", description: "quiet" },
      [`${update} Name+Description: renamed, neutral`],
    ],
    [
      "all of it in one call",
      { content: CONTENTS.weaker, name: "x", description: "quiet" },
      [`${update} Content+Name+Description: weaker, restrict`],
    ],
    [
      "stricter content and a rename apart, since only one of them may be allowed to",
      { content: CONTENTS.stricter, name: "x" },
      [`${update} Content: stricter, grant`, `${update} Name: renamed, neutral`],
    ],
    ["nothing that AWS lets nobody change", { content: "{", awsManaged: true }, []],
  ])("puts right %s", async (_what, changes, expected) => {
    expect(await short(live(changes))).toEqual(expected);
  });

  it("writes what is declared, without formatting", async () => {
    const found = live({ content: CONTENTS.weaker, name: "x", description: "quiet" });
    const [step] = await plan(KEY, wanting(), found);
    expect(step?.input).toEqual({
      PolicyId: POLICY.id,
      Content: DECLARED,
      Name: POLICY.name,
      Description: "",
    });
    expect(step?.reason).toBe(
      `write name and description and content of ${POLICY.name} (${POLICY.id}) as declared`,
    );
  });

  it("gets the content right first and by itself where the name is taken", async () => {
    const changes = { content: CONTENTS.weaker, name: "x" };
    expect(await short(live(changes, { namesake: namesake() }))).toEqual([
      `${update} Content: weaker, restrict`,
      "UpdatePolicy p-stranger Name: squatted, neutral",
      `${update} Name: renamed, neutral after 1`,
    ]);
  });

  it.each([
    ["is AWS's own", namesake({ awsManaged: true }), wanting()],
    ["somebody else looks after", namesake(), wanting({ leaveAlone: ["p-stranger"] })],
  ])("leaves a namesake that %s alone, and puts right what it can", async (_what, other, want) => {
    const found = live({ name: "x", description: "quiet" }, { namesake: other });
    expect(await short(found, want)).toEqual([`${update} Description: renamed, neutral`]);
  });
});

describe("a plan for a policy that is gone", () => {
  it("makes it again, and keeps its new id", async () => {
    expect(await short(gone())).toEqual([
      "CreatePolicy Name+Description+Content+Type: deleted, restrict",
    ]);
    const [step] = await plan(KEY, wanting(), gone());
    expect(step).toMatchObject({
      input: { Name: POLICY.name, Content: DECLARED, Type: "SERVICE_CONTROL_POLICY" },
      creates: { kind: "policy", name: POLICY.name, idAt: ["Policy", "PolicySummary", "Id"] },
    });
  });

  it("counts as what it is made for: one that allows gives access when it is attached", async () => {
    const content = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } as const;
    const [step] = await plan(KEY, wanting({ policy: { ...POLICY, content } }), gone());
    expect(step).toMatchObject({ effect: "grant" });
  });

  it("makes it under its name in AWS, and notes it under the baseline's", async () => {
    const want = wanting({ policy: { ...POLICY, awsName: "No IAM (v2)" } });
    const [step] = await plan(KEY, want, gone());
    expect(step).toMatchObject({ input: { Name: "No IAM (v2)" }, creates: { name: POLICY.name } });
  });

  it("does not know what a management policy gives", async () => {
    const policy = securecart.policies.find(({ name }) => name === "ai-opt-out");
    if (policy === undefined) throw new Error("SecureCart has no ai-opt-out");
    expect(await short(gone(), wanting({ policy }))).toEqual([
      "CreatePolicy Name+Description+Content+Type: deleted, grant",
    ]);
    const { id, name, description } = policy;
    expect(
      await short(live({ id, name, description, content: "{}" }), wanting({ policy })),
    ).toEqual([`UpdatePolicy ${id} Content: weaker, grant`]);
  });

  it("gets who has its name out of the way, and never adopts it", async () => {
    expect(await short(gone(namesake()))).toEqual([
      "UpdatePolicy p-stranger Name: squatted, neutral",
      "CreatePolicy Name+Description+Content+Type: deleted, restrict after 0",
    ]);
  });

  it("tries all the same where the namesake must stay: that AWS refuses is worth shouting", async () => {
    expect(await short(gone(namesake()), wanting({ leaveAlone: ["p-stranger"] }))).toEqual([
      "CreatePolicy Name+Description+Content+Type: deleted, restrict",
    ]);
  });

  it("takes over what it has made itself, by writing all of it once more", async () => {
    expect(await short(gone(namesake()), intended)).toEqual([
      "UpdatePolicy p-stranger Name+Description+Content: deleted, restrict",
    ]);
    const [step] = await plan(KEY, intended, gone(namesake()));
    expect(step).toMatchObject({ creates: { name: POLICY.name } });
  });

  it("does nothing for one that is no longer declared", async () => {
    expect(await plan(KEY, undefined, undefined)).toEqual([]);
  });
});

/** Applies a plan as AWS would, who has every name but once, and sees what came of it. */
async function applied(want: Want, found: Live): Promise<{ want: Want; found: Live }> {
  const { name } = want.policy;
  const all = new Map(
    [found.policy, found.namesake].flatMap((one) => (one ? [[one.id, one]] : [])),
  );
  let mine = want.policy.id;
  for (const step of await plan(KEY, want, found)) {
    const { PolicyId = "p-new", ...changes } = step.input as Readonly<Record<string, string>>;
    if (step.creates) mine = PolicyId;
    const { Name, Description, Content } = changes;
    const before = all.get(PolicyId) ?? { ...livePolicy(), id: PolicyId };
    const after = {
      ...before,
      name: Name ?? before.name,
      description: Description ?? before.description,
      content: Content ?? before.content,
    };
    all.delete(PolicyId);
    expect([...all.values()].map((one) => one.name)).not.toContain(after.name);
    all.set(PolicyId, after);
  }
  const other = [...all.values()].find((one) => one.name === name && one.id !== mine);
  return {
    want: { ...want, policy: { ...want.policy, id: mine } },
    found: {
      policy: all.get(mine) ?? null,
      namesake: other === undefined ? null : { ...other, spareName: "spare-2" },
    },
  };
}

describe("any plan", () => {
  it("leads to the declared policy, and then there is nothing left to plan", () => {
    const content = fc.constantFrom(...Object.values(CONTENTS));
    const changes = fc.record(
      { content, name: fc.constant("x"), description: fc.constant("quiet") },
      { requiredKeys: [] },
    );
    const situations = fc.record({
      want: fc.constantFrom(wanting(), intended),
      changes: fc.option(changes),
      other: fc.option(content.map((text) => namesake({ content: text }))),
    });
    return fc.assert(
      fc.asyncProperty(situations, async ({ want, changes: changed, other }) => {
        // While ours has its name, no other can have it.
        const taken = changed === null || changed.name !== undefined ? other : null;
        const before = changed === null ? gone(taken) : live(changed, { namesake: taken });
        const after = await applied(want, before);
        expect(await diff(after.want, after.found)).toEqual([]);
        expect(await plan(KEY, after.want, after.found)).toEqual([]);
      }),
    );
  });
});
