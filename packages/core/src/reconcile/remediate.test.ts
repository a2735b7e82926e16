import { describe, expect, it } from "vitest";
import { AwsError } from "../errors.ts";
import type { Inspection } from "../inspection.ts";
import type { Step } from "../step.ts";
import { manualClock } from "../testing/memory.ts";
import { denied, KEY } from "../testing/toy.ts";
import { type Executor, remediate } from "./remediate.ts";

type Result = Awaited<ReturnType<Executor["execute"]>>;

function step(name: string, requires?: readonly number[]): Step<"organizations:AttachPolicy"> {
  return {
    action: "organizations:AttachPolicy",
    input: { PolicyId: name, TargetId: "dev" },
    effect: "restrict",
    reason: `attach ${name}`,
    ...(requires && { requires }),
  };
}

const IN_SYNC: Inspection = { kind: "known", differences: [], steps: [], live: null };
const DIFFERS: Inspection = {
  ...IN_SYNC,
  differences: [{ path: "a", kind: "missing", expected: 1, actual: 0, message: "a is missing" }],
};
const UNREAD: Inspection = { kind: "unknown", error: denied() };
const REFUSED: Result = {
  kind: "failed",
  error: new AwsError("organizations:AttachPolicy", "AccessDeniedException", "denied", "no"),
};

/** Runs a plan; `results` answers by policy, everything else succeeds. */
async function run(
  plan: readonly Step[],
  after: Inspection,
  options: {
    results?: Readonly<Record<string, Result>>;
    withheld?: readonly Step[];
    ledger?: Parameters<typeof remediate>[2]["ledger"];
  } = {},
) {
  const asked: string[] = [];
  let reads = 0;
  const withheld = options.withheld ?? [];
  const remediation = await remediate(
    {
      kind: "act",
      run: plan.filter((one) => !withheld.includes(one)),
      withheld: withheld.map((one) => ({ step: one, because: "hold" })),
    },
    plan,
    {
      clock: manualClock(),
      executor: {
        async execute({ input }) {
          const { PolicyId } = input as { PolicyId: string };
          asked.push(PolicyId);
          return options.results?.[PolicyId] ?? { kind: "done" };
        },
      },
      ledger: options.ledger ?? { async intend() {}, async created() {} },
      async inspect() {
        reads += 1;
        return after;
      },
    },
  );
  const results = remediation.actions.map(({ reason, result }) => `${reason}: ${result}`);
  return { ...remediation, asked, reads, results };
}

describe("remediation", () => {
  it("runs the steps in order, reads again and calls it reverted", async () => {
    const { outcome, asked, reads, wrote } = await run([step("a"), step("b")], IN_SYNC);
    expect({ outcome, asked, reads, wrote }).toEqual({
      outcome: "REVERTED",
      asked: ["a", "b"],
      reads: 1,
      wrote: true,
    });
  });

  it("does not try a step whose requirement failed, nor what requires that one", async () => {
    const plan = [step("a"), step("b", [0]), step("c", [1]), step("d")];
    const { outcome, asked, results, actions } = await run(plan, DIFFERS, {
      results: { a: REFUSED },
    });
    expect(asked).toEqual(["a", "d"]);
    expect(results).toEqual([
      "attach a: failed",
      "attach b: withheld",
      "attach c: withheld",
      "attach d: done",
    ]);
    expect(actions[0]?.detail).toContain("AccessDeniedException");
    expect(actions[1]?.detail).toBe('not tried: "attach a" failed');
    expect(outcome).toBe("FAILED");
  });

  it("finds what a step requires by its place in the whole plan", async () => {
    const plan = [step("held"), step("fails"), step("needs", [1])];
    const held = plan.slice(0, 1);
    const { asked } = await run(plan, DIFFERS, { results: { fails: REFUSED }, withheld: held });
    expect(asked).toEqual(["fails"]);
  });

  it("counts `already` as done, once the re-read agrees", async () => {
    const results = { a: { kind: "already" } } as const;
    expect(await run([step("a")], IN_SYNC, { results })).toMatchObject({ outcome: "REVERTED" });
    expect(await run([step("a")], DIFFERS, { results })).toMatchObject({ outcome: "UNVERIFIED" });
  });

  it("is failed if a step failed and the difference is still there", async () => {
    const failed = await run([step("a")], DIFFERS, { results: { a: REFUSED } });
    expect(failed).toMatchObject({ outcome: "FAILED", wrote: false });
  });

  it("is reverted if live state agrees although a step failed", async () => {
    const { outcome } = await run([step("a")], IN_SYNC, { results: { a: REFUSED } });
    expect(outcome).toBe("REVERTED");
  });

  it("is unverified if the re-read still differs or can't be had", async () => {
    expect((await run([step("a")], DIFFERS)).outcome).toBe("UNVERIFIED");
    expect((await run([step("a")], UNREAD)).outcome).toBe("UNVERIFIED");
  });

  it("is pending if AWS is still working on what was written, failed if a step failed as well", async () => {
    const pending: Inspection = { kind: "pending", reason: "in progress" };
    expect((await run([step("a")], pending)).outcome).toBe("PENDING");
    const failed = await run([step("a"), step("b")], pending, { results: { b: REFUSED } });
    expect(failed.outcome).toBe("FAILED");
  });

  it.each(["conflict", "outdated"] as const)(
    "is pending if AWS refused for a reason that passes (%s), unless another step failed for good",
    async (errorClass) => {
      const action = "organizations:AttachPolicy";
      const error = new AwsError(action, "SomeException", errorClass, "not now");
      const plan = [step("a"), step("b", [0])];
      const passing = await run(plan, DIFFERS, { results: { a: { kind: "failed", error } } });
      expect(passing).toMatchObject({ outcome: "PENDING", failed: true, wrote: false });
      expect(passing.results).toEqual(["attach a: failed", "attach b: withheld"]);
      const results = { a: { kind: "failed", error }, b: REFUSED } as const;
      const both = await run([step("a"), step("b")], DIFFERS, { results });
      expect(both.outcome).toBe("FAILED");
    },
  );

  it("is alerted if what differs is what was withheld, and lists it", async () => {
    const plan = [step("a"), step("b")];
    const { outcome, results } = await run(plan, DIFFERS, { withheld: plan.slice(1) });
    expect(outcome).toBe("ALERTED");
    expect(results).toEqual(["attach a: done", "attach b: withheld"]);
  });

  it("is unverified, withheld steps or not, if the re-read can't be had", async () => {
    const plan = [step("a"), step("b")];
    expect((await run(plan, UNREAD, { withheld: plan.slice(1) })).outcome).toBe("UNVERIFIED");
  });

  it("waits, and has not failed, where another key has to put back what a step needs", async () => {
    const key = { ...KEY, resource: "a" };
    const need = { key, gone: "PolicyNotFoundException" };
    const gone = new AwsError("organizations:AttachPolicy", need.gone, "gone", "no such policy");
    const plan = [{ ...step("a"), needs: need }, step("b", [0]), step("c")];
    const waiting = await run(plan, DIFFERS, { results: { a: { kind: "failed", error: gone } } });
    expect(waiting).toMatchObject({ outcome: "ALERTED", wrote: true, waitsFor: [key] });
    expect(waiting.results).toEqual(["attach a: withheld", "attach b: withheld", "attach c: done"]);
    expect(waiting.actions[0]?.detail).toContain("no such policy (toy sees to that)");

    const refused = await run(plan, DIFFERS, { results: { a: REFUSED } });
    expect(refused).toMatchObject({ outcome: "FAILED", waitsFor: [] });
    expect(await run(plan, DIFFERS)).toMatchObject({ waitsFor: [] });
  });

  it("neither writes nor reads if everything is withheld", async () => {
    const plan = [step("a")];
    const { outcome, asked, reads, wrote, after } = await run(plan, IN_SYNC, { withheld: plan });
    expect({ outcome, asked, reads, wrote, after }).toEqual({
      outcome: "ALERTED",
      asked: [],
      reads: 0,
      wrote: false,
      after: undefined,
    });
  });
});
