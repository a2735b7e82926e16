import { AwsError, type Caller } from "@holdfast/core";
import { describe, expect, it } from "vitest";
import { livePolicy, POLICY, securecart } from "./fixture.ts";
import { keyOf } from "./keys.ts";
import { type LivePolicy, observe, type Reads, survey } from "./live.ts";

const KEY = keyOf(securecart, POLICY.name);

/** An organization with these policies beside SecureCart's, two on a page; `asked` counts the calls. */
function organization(
  policies: readonly LivePolicy[],
  { denied, pages = 2 }: { readonly denied?: string; readonly pages?: number } = {},
) {
  const asked: string[] = [];
  const check = (action: string) => {
    asked.push(action.split(":")[1] ?? "");
    if (action === denied) throw new AwsError(action, "AccessDeniedException", "denied", "no");
  };
  const aws = {
    async call(action: string, { PolicyId }: { PolicyId: string }) {
      check(action);
      const found = policies.find(({ id }) => id === PolicyId);
      if (found === undefined) {
        throw new AwsError(action, "PolicyNotFoundException", "gone", "there is none");
      }
      const { id: Id, name: Name, description: Description, awsManaged: AwsManaged } = found;
      return {
        Policy: {
          PolicySummary: { Id, Name, Description, AwsManaged },
          Content: found.content,
        },
      };
    },
    at() {
      throw new Error("it is asked at home");
    },
    async *pages(action: string) {
      for (let from = 0; from < policies.length; from += pages) {
        check(action);
        const page = policies.slice(from, from + pages);
        yield { Policies: page.map(({ id: Id, name: Name }) => ({ Id, Name })) };
      }
    },
  } as unknown as Caller<Reads>;
  return { aws, asked };
}

async function seen(policies: readonly LivePolicy[]) {
  const { aws, asked } = organization(policies);
  const observed = await observe(KEY, aws, securecart);
  if (observed.kind !== "present") throw new Error(`it is ${observed.kind}`);
  return { ...observed.live, asked };
}

const strangers = Array.from({ length: 5 }, (_, index) =>
  livePolicy({ id: `p-${index}`, name: `name-${index}` }),
);
const squatter = livePolicy({ id: "p-squatter", content: "{}" });

describe("a policy as it is", () => {
  it("costs one call while it has its name", async () => {
    const { policy, namesake, asked } = await seen([...strangers, livePolicy({ content: "{}" })]);
    expect(policy).toEqual(livePolicy({ content: "{}" }));
    expect(namesake).toBeNull();
    expect(asked).toEqual(["DescribePolicy"]);
  });

  it("is looked for by name only to know who has its name", async () => {
    const renamed = livePolicy({ name: "aws-guardrails-x" });
    expect(await seen([...strangers, renamed])).toMatchObject({ policy: renamed, namesake: null });
    expect(await seen([...strangers, renamed, squatter])).toMatchObject({
      policy: renamed,
      namesake: { ...squatter, spareName: "renamed-by-holdfast-p-squatter" },
    });
  });

  it("may be gone, with or without somebody in its place", async () => {
    expect(await seen(strangers)).toMatchObject({ policy: null, namesake: null });
    expect(await seen([...strangers, squatter])).toMatchObject({
      policy: null,
      namesake: { id: "p-squatter" },
    });
  });

  it("gives a namesake a name that is free, whoever foresaw the first ones", async () => {
    const taken = ["", "2-"].map((number) =>
      livePolicy({ id: `p-taken${number}`, name: `renamed-by-holdfast-${number}p-squatter` }),
    );
    const { namesake } = await seen([...taken, squatter]);
    expect(namesake?.spareName).toBe("renamed-by-holdfast-3-p-squatter");
  });

  it("keeps that name within AWS's 128 characters", async () => {
    const { namesake } = await seen([livePolicy({ id: `p-${"x".repeat(128)}` })]);
    expect(namesake?.spareName).toHaveLength(128);
  });

  it("has no namesake that a single read knows under another name, or not at all", async () => {
    const { aws } = organization([squatter]);
    const stale = {
      ...aws,
      async call(action: "organizations:DescribePolicy", input: { PolicyId: string }) {
        const answer = await aws.call(action, input);
        const PolicySummary = { ...answer.Policy?.PolicySummary, Name: "other" };
        return { Policy: { ...answer.Policy, PolicySummary } };
      },
    } as typeof aws;
    expect(await observe(KEY, stale, securecart)).toMatchObject({ live: { namesake: null } });
  });

  it("is absent where the baseline declares it no longer, and nothing is asked", async () => {
    const { aws, asked } = organization([]);
    expect(await observe(keyOf(securecart, "gone"), aws, securecart)).toEqual({ kind: "absent" });
    expect(asked).toEqual([]);
  });

  it("is looked for in 500 policies at most: whoever makes more can't keep it from being made", async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      livePolicy({ id: `p-${index}`, name: "x" }),
    );
    const { aws, asked } = organization([...many, squatter], { pages: 1 });
    expect(await observe(KEY, aws, securecart)).toMatchObject({ live: { namesake: null } });
    expect(asked.filter((one) => one === "ListPolicies")).toHaveLength(25);
  });
});

describe("a survey", () => {
  it("reads every policy once, and lists a type once where it has to", async () => {
    const { aws, asked } = organization([...strangers, squatter]);
    const found = new Map<string, unknown>();
    for await (const { key, observed } of survey(aws, securecart)) {
      found.set(key.resource, observed);
    }
    expect([...found.keys()]).toEqual(securecart.policies.map(({ name }) => name));
    expect(found.get(POLICY.name)).toMatchObject({ live: { namesake: { id: "p-squatter" } } });
    const types = new Set(securecart.policies.map(({ type }) => type));
    // Three pages of each type; one more read for the namesake.
    expect(asked.filter((one) => one === "ListPolicies")).toHaveLength(types.size * 3);
    expect(asked.filter((one) => one === "DescribePolicy")).toHaveLength(found.size + 1);
  });

  it("goes on where a policy can't be read, which is unknown then", async () => {
    const { aws } = organization([], { denied: "organizations:DescribePolicy" });
    const kinds: string[] = [];
    for await (const { observed } of survey(aws, securecart)) kinds.push(observed.kind);
    expect(kinds).toEqual(securecart.policies.map(() => "unknown"));
  });
});
