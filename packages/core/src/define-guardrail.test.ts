import { describe, expect, it } from "vitest";
import type { Action } from "./actions.ts";
import { load } from "./baseline/fixture.ts";
import type { Baseline } from "./baseline/model.ts";
import { defineGuardrail } from "./define-guardrail.ts";
import type { Observed } from "./drift.ts";
import { AwsError } from "./errors.ts";
import type { Caller } from "./ports.ts";
import { KEY } from "./testing/toy.ts";

const aws: Caller<Action> = {
  call: () => Promise.reject(new Error("not asked")),
  pages: () => {
    throw new Error("not asked");
  },
  at: () => aws,
};

const STEP = {
  action: "organizations:AttachPolicy",
  input: { PolicyId: "p-1", TargetId: "r-ab12" },
  effect: "restrict",
  reason: "attach p-1",
} as const;

/** Wants "good". */
const DECLARATION = {
  id: "toy",
  domain: "organization",
  severity: "LOW",
  title: "t",
  why: "w",
  docs: "d",
  watches: [],
  reads: [],
  writes: [{ action: "organizations:AttachPolicy", resources: () => [] }],
  desired: () => ({ keys: [KEY], of: () => "good" }),
  subject: () => ({ name: "dev", accounts: [], resourceType: "Other", resourceId: "dev" }),
  async *survey() {},
  diff: (want: string, live: string | undefined) =>
    want === live
      ? []
      : [
          {
            path: "it",
            kind: "changed" as const,
            expected: want,
            actual: live ?? null,
            message: "differs",
          },
        ],
} as const;

/** A guardrail that observes what the baseline makes it see. */
function observingBy(see: (baseline: Baseline) => string) {
  return defineGuardrail({
    ...DECLARATION,
    observe: async (_key, _aws, baseline) => ({ kind: "present", live: see(baseline) }),
    plan: () => [],
  });
}

/** A guardrail that observes what it is told to. */
function observing(observe: () => Promise<Observed<string>>) {
  let plans = 0;
  const guardrail = defineGuardrail({
    ...DECLARATION,
    async *survey() {
      yield { key: KEY, observed: await observe() };
    },
    observe,
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

  it("is asked once what it wants of a baseline, however many keys are judged", async () => {
    let asked = 0;
    const guardrail = defineGuardrail({
      ...DECLARATION,
      desired() {
        asked += 1;
        return { keys: [KEY], of: () => "good" };
      },
      observe: async () => ({ kind: "present", live: "good" }),
      plan: () => [],
    });
    const baseline = load();
    for (const known of [baseline, baseline, { ...baseline }]) {
      await guardrail.inspect(KEY, known, aws);
      expect(guardrail.keys(known)).toEqual([KEY]);
    }
    expect(asked).toBe(2);
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

  it("may load what it plans with", async () => {
    const guardrail = defineGuardrail({
      ...DECLARATION,
      observe: async () => ({ kind: "present", live: "bad" }),
      plan: async () => [STEP],
    });
    expect(await guardrail.inspect(KEY, load(), aws)).toMatchObject({ steps: [STEP] });
  });

  describe("that reads by what was made meanwhile", () => {
    const [first, second] = [load(), { ...load(), leaveAlone: ["p-made"] }];
    /** Finds "good" only where the baseline knows `p-made`. */
    const guardrail = observingBy(({ leaveAlone }) => (leaveAlone.length > 0 ? "good" : "bad"));
    const answers = (...baselines: readonly Baseline[]) => {
      const left = [...baselines];
      return async () => left.shift() ?? second;
    };

    it("reads again once it learns of it", async () => {
      const inspection = await guardrail.inspect(KEY, first, aws, answers(second));
      expect(inspection).toEqual({ kind: "known", differences: [], steps: [], live: "good" });
    });

    it("differs if nothing was made", async () => {
      const inspection = await guardrail.inspect(KEY, first, aws, answers(first));
      expect(inspection).toMatchObject({ differences: [{ actual: "bad" }], live: "bad" });
    });

    it("asks until nothing more was made between its reading and its asking", async () => {
      const third = { ...second, leaveAlone: [] };
      let asked = 0;
      const newest = async () => {
        asked += 1;
        return third;
      };
      const inspection = await guardrail.inspect(KEY, first, aws, newest);
      expect(inspection).toMatchObject({ differences: [{ actual: "bad" }] });
      expect(asked).toBe(2);
    });
  });

  it("names its declared keys, and no neighbours unless it knows some", () => {
    const { guardrail } = present("good");
    expect(guardrail.keys(load())).toEqual([KEY]);
    expect(guardrail.neighbours(KEY, [], load())).toEqual([]);
  });
});
