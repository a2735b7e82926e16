import { describe, expect, it } from "vitest";
import type { Action } from "./actions.ts";
import { load } from "./baseline/fixture.ts";
import type { Observed } from "./drift.ts";
import { AwsError } from "./errors.ts";
import { defineGuardrail } from "./guardrail.ts";
import type { Caller } from "./ports.ts";
import { KEY } from "./testing/toy.ts";

const aws: Caller<Action> = {
  call: () => Promise.reject(new Error("not asked")),
  pages: () => {
    throw new Error("not asked");
  },
};

/** A guardrail that wants "good" and observes what it is told to. */
function observing(observe: () => Promise<Observed<string>>) {
  let plans = 0;
  const guardrail = defineGuardrail({
    id: "toy",
    domain: "organization",
    severity: "LOW",
    title: "t",
    why: "w",
    docs: "d",
    watches: [],
    reads: [],
    writes: [],
    desired: () => ({ keys: [KEY], of: () => "good" }),
    subject: () => ({ name: "dev", accounts: [], resourceType: "Other", resourceId: "dev" }),
    async *survey() {
      yield { key: KEY, observed: await observe() };
    },
    observe,
    diff: (want, live: string | undefined) =>
      want === live
        ? []
        : [
            {
              path: "it",
              kind: "changed",
              expected: want,
              actual: live ?? null,
              message: "differs",
            },
          ],
    plan: () => {
      plans += 1;
      return [];
    },
  });
  return { guardrail, plans: () => plans };
}

const present = (live: string) => observing(async () => ({ kind: "present", live }));

describe("a guardrail", () => {
  it("plans nothing where nothing differs", async () => {
    const { guardrail, plans } = present("good");
    const inspection = await guardrail.inspect(KEY, load(), aws);
    expect(inspection).toEqual({ kind: "known", differences: [], steps: [], live: "good" });
    expect(plans()).toBe(0);
  });

  it("compares, plans and hands on what it saw where something differs", async () => {
    const { guardrail, plans } = present("bad");
    const inspection = await guardrail.inspect(KEY, load(), aws);
    expect(inspection).toMatchObject({
      kind: "known",
      differences: [{ actual: "bad" }],
      live: "bad",
    });
    expect(plans()).toBe(1);
  });

  it("compares what is absent too, which is known", async () => {
    const { guardrail } = observing(async () => ({ kind: "absent" }));
    const inspection = await guardrail.inspect(KEY, load(), aws);
    expect(inspection).toMatchObject({
      kind: "known",
      differences: [{ actual: null }],
      live: null,
    });
  });

  it("takes what AWS refuses to say as unknown, and plans nothing on it", async () => {
    const error = new AwsError("organizations:DescribePolicy", "Throttled", "throttled", "later");
    const { guardrail, plans } = observing(() => Promise.reject(error));
    expect(await guardrail.inspect(KEY, load(), aws)).toEqual({ kind: "unknown", error });
    expect(plans()).toBe(0);
  });

  it("hands on that AWS is still at it", async () => {
    const pending = { kind: "pending", reason: "being created" } as const;
    const { guardrail } = observing(async () => pending);
    expect(await guardrail.inspect(KEY, load(), aws)).toEqual(pending);
  });

  it("does not take its own defect for a denied read", async () => {
    const { guardrail } = observing(() => Promise.reject(new TypeError("a defect")));
    await expect(guardrail.inspect(KEY, load(), aws)).rejects.toThrow("a defect");
  });

  it("says of a survey's finds the same as of one key", async () => {
    for (const live of ["good", "bad"]) {
      const { guardrail } = present(live);
      const found: unknown[] = [];
      for await (const one of guardrail.survey(load(), aws)) found.push(one);
      const inspection = await guardrail.inspect(KEY, load(), aws);
      expect(found).toEqual([{ key: KEY, inspection }]);
    }
  });

  it("names its declared keys, and no neighbours unless it knows some", () => {
    const { guardrail } = present("good");
    expect(guardrail.keys(load())).toEqual([KEY]);
    expect(guardrail.neighbours(KEY, [], load())).toEqual([]);
  });
});
