import { describe, expect, it } from "vitest";
import { load } from "../baseline/fixture.ts";
import type { Step } from "../step.ts";
import { manualClock, memoryTable } from "../testing/memory.ts";
import { createBaselines } from "./baselines.ts";
import { createLedger, type Ledger, type LedgerEntry, withLedger } from "./ledger.ts";
import { type Executor, remediate } from "./remediate.ts";

const built = load();
const [policy] = built.policies;
if (policy === undefined) throw new Error("the fixture declares no policy");
const creation = {
  kind: "policy",
  name: policy.name,
  idAt: ["Policy", "PolicySummary", "Id"],
} as const;
const AT = "2026-11-23T00:00:00Z";

function parts() {
  const table = memoryTable();
  const clock = manualClock();
  const baselines = createBaselines(built);
  return { table, clock, baselines: baselines.on(table, clock) };
}

const NONE: Ledger = { policy: {}, "permission-set": {} };
const ledgerOf = (entry: LedgerEntry): Ledger => ({ ...NONE, policy: { [policy.name]: entry } });

const idNow = (baseline = built) => baseline.policies.find(({ name }) => name === policy.name)?.id;

describe("the ledger", () => {
  it("gives a policy that was made again its new id", () => {
    const entry = { pinned: policy.id, id: "p-newnewnew" };
    expect(idNow(withLedger(built, ledgerOf(entry)))).toBe("p-newnewnew");
    expect(withLedger(built, NONE).policies).toEqual(built.policies);
  });

  it("is void for a policy whose pin has changed since", () => {
    const entry = { pinned: "p-someother", intendedAt: AT, id: "p-newnewnew" };
    expect(idNow(withLedger(built, ledgerOf(entry)))).toBe(policy.id);
  });

  it("marks what was going to be made and never got an id", () => {
    const entry = { pinned: policy.id, intendedAt: AT };
    const [marked] = withLedger(built, ledgerOf(entry)).policies;
    expect(marked).toMatchObject({ id: policy.id, intended: true });
  });

  it("keeps the id of what was made while it is being made once more", async () => {
    const { table, clock } = parts();
    const store = createLedger(table, clock);
    const entry = async () => (await store.read()).ledger.policy[policy.name];
    await store.intend(creation, policy.id);
    await store.created(creation, policy.id, "p-newnewnew");
    expect(await entry()).toEqual({ pinned: policy.id, id: "p-newnewnew" });

    await store.intend(creation, policy.id);
    const { ledger } = await store.read();
    const [marked] = withLedger(built, ledger).policies;
    expect(marked).toMatchObject({ id: "p-newnewnew", intended: true });

    await store.intend(creation, "p-someother");
    expect(await entry()).not.toHaveProperty("id");
  });

  it("finds nothing under names that every object has", () => {
    const strange = { ...policy, name: "constructor" };
    expect(withLedger({ ...built, policies: [strange] }, NONE).policies).toEqual([strange]);
  });

  it("loses no entry when two write at once", async () => {
    const { table, clock } = parts();
    const store = createLedger(table, clock);
    const names = ["a", "b", "c"].map((name) => ({ ...creation, name }));
    await Promise.all(names.map((one) => store.created(one, "p-pinned", `p-${one.name}`)));
    const { ledger } = await store.read();
    expect(Object.entries(ledger.policy).map(([name, { id }]) => [name, id])).toEqual([
      ["a", "p-a"],
      ["b", "p-b"],
      ["c", "p-c"],
    ]);
  });
});

describe("the baseline at hand", () => {
  it("stays the same object until something new is made", async () => {
    const { baselines } = parts();
    expect(await baselines.refresh()).toBe(built);
    await baselines.created(creation, "p-newnewnew");
    expect(idNow(baselines.current())).toBe("p-newnewnew");
    expect(await baselines.refresh()).toBe(baselines.current());
  });

  it("is doubted while the ledger can't be read, and kept", async () => {
    const { baselines, table } = parts();
    await baselines.created(creation, "p-newnewnew");
    table.fail = new Error("the table is down");
    expect(idNow(await baselines.refresh())).toBe("p-newnewnew");
    expect(baselines.doubt()).toBe("the table is down");
    delete table.fail;
    await baselines.refresh();
    expect(baselines.doubt()).toBeUndefined();
  });
});

describe("a step that makes something", () => {
  const step: Step = {
    action: "organizations:CreatePolicy",
    input: { Name: policy.name, Description: "", Content: "{}", Type: "SERVICE_CONTROL_POLICY" },
    effect: "restrict",
    reason: `create ${policy.name}`,
    creates: creation,
  };

  async function run(options: { down?: "before" | "after"; output?: unknown } = {}) {
    const { table, clock, baselines } = parts();
    const down = new Error("the table is down");
    if (options.down === "before") table.fail = down;
    let executed = 0;
    const executor: Executor = {
      async execute() {
        executed += 1;
        if (options.down === "after") table.fail = down;
        const output = options.output ?? { Policy: { PolicySummary: { Id: "p-newnewnew" } } };
        return { kind: "done", output };
      },
    };
    const decision = { kind: "act", run: [step], withheld: [] } as const;
    const remediation = await remediate(decision, [step], {
      executor,
      clock,
      ledger: baselines,
      inspect: async () => ({ kind: "known", differences: [], steps: [], live: null }),
    });
    delete table.fail;
    const current = await baselines.refresh();
    return { ...remediation, executed, policy: current.policies[0] };
  }

  it("leaves the new id in the ledger", async () => {
    const { actions, policy: made } = await run();
    expect(actions).toMatchObject([{ result: "done" }]);
    expect(made).toMatchObject({ id: "p-newnewnew" });
  });

  it("is not tried if its id could not be kept", async () => {
    const { actions, executed, outcome } = await run({ down: "before" });
    expect(executed).toBe(0);
    expect(actions).toMatchObject([{ result: "failed", detail: expect.stringContaining("down") }]);
    expect(outcome).toBe("REVERTED"); // the re-read agrees, whoever put it right
  });

  it.each([
    ["the table fails once it is made", { down: "after" } as const],
    ["AWS's answer has no id", { output: { Policy: null } }],
  ])("leaves its intention if %s", async (_what, options) => {
    const { actions, policy: made } = await run(options);
    expect(actions).toMatchObject([
      { result: "done", detail: expect.stringContaining("could not be kept yet") },
    ]);
    expect(made).toMatchObject({ id: policy.id, intended: true });
  });
});
