/** A guardrail whose survey is told what to find, and a scan around it; for the tests of this folder. */
import type { Action } from "../actions.ts";
import { load } from "../baseline/fixture.ts";
import type { Baseline } from "../baseline/model.ts";
import { defineGuardrail } from "../define-guardrail.ts";
import { AwsError } from "../errors.ts";
import type { Guardrail } from "../guardrail.ts";
import type { Inspection } from "../inspection.ts";
import type { ResourceKey } from "../key.ts";
import type { Caller } from "../ports.ts";
import { ALL_AT_ONCE } from "../survey.ts";
import { manualClock, memoryTable } from "../testing/memory.ts";
import type { ScanScope } from "./model.ts";
import type { Rotations } from "./rotation.ts";
import { scan } from "./scan.ts";

/** What stands in for AWS: pages of `name:state` items, each page one call. */
export interface Pages {
  readonly pages: readonly (readonly string[])[];
  /** Thrown by the call for the page with this index. */
  readonly failing?: Readonly<Record<number, Error>>;
}

export const denied = new AwsError("organizations:ListPolicies", "AccessDenied", "denied", "no");
export const throttled = new AwsError(
  "organizations:ListPolicies",
  "TooManyRequestsException",
  "throttled",
  "slow down",
);

export function keyOf(guardrail: string, resource: string): ResourceKey {
  return { guardrail, account: "100000000001", region: "us-east-1", resource };
}

/** Items in state `ok` are in sync, `bad` ones drifted, `boxed` ones for an hour, `busy` pending, `dark` unknown. */
export function listing(id: string): Guardrail {
  return defineGuardrail({
    id,
    domain: "organization",
    severity: "HIGH",
    title: "Everything is ok",
    why: "It is a toy.",
    docs: "none",
    watches: [],
    reads: [{ action: "organizations:ListPolicies", resources: () => [] }],
    writes: [{ action: "organizations:DetachPolicy", resources: () => [] }],
    desired: () => ({ keys: [], of: () => "ok" }),
    subject: ({ resource }) => ({
      name: resource,
      unit: "Root/Work",
      accounts: /^\d+$/.test(resource) ? [resource] : [],
      resourceType: "Other",
      resourceId: resource,
    }),
    async *survey(aws) {
      for await (const { Policies = [] } of aws.pages("organizations:ListPolicies", {
        Filter: "SERVICE_CONTROL_POLICY",
      })) {
        for (const { Id = "", Name = "" } of Policies) {
          const key = keyOf(id, Id);
          if (Name === "busy") yield { key, observed: { kind: "pending", reason: "under way" } };
          else if (Name === "dark") yield { key, observed: { kind: "unknown", error: denied } };
          else yield { key, observed: { kind: "present", live: Name } };
        }
      }
    },
    observe: async () => ({ kind: "absent" }),
    diff: (want, live) =>
      live === want
        ? []
        : [
            {
              path: "state",
              kind: "changed",
              expected: want,
              actual: live ?? null,
              message: "bad",
              ...(live === "boxed" && { tolerance: { reason: "on call", duration: 3_600_000 } }),
            },
          ],
    plan: ({ resource }) => [
      {
        action: "organizations:DetachPolicy",
        input: { PolicyId: "p-12345678", TargetId: resource },
        effect: "restrict",
        reason: "detach it",
        undoes: "state",
      },
    ],
  });
}

/** A listing that asks for at most so many of its items in one scan, and for none that are `far`. */
export function sharing(id: string, atMost: number): Guardrail {
  const all = listing(id);
  return {
    ...all,
    async *survey(baseline, aws, context = ALL_AT_ONCE) {
      const found: { key: ResourceKey; inspection: Inspection }[] = [];
      for await (const one of all.survey(baseline, aws)) found.push(one);
      const ids = found.map(({ key }) => key.resource);
      const hasTurn = context.turn({ name: "items", what: "every item", ids, atMost });
      for (const one of found.filter(({ key }) => hasTurn(key.resource))) {
        if (one.key.resource.startsWith("far")) context.notChecked({ region: "eu-west-1" }, denied);
        else yield one;
      }
    },
  };
}

/** Asks for one page; `calls` counts those that reached AWS. */
export function pageOf({ pages, failing = {} }: Pages, calls: number[] = []) {
  return async (index: number): Promise<object> => {
    calls.push(index);
    const failure = failing[index];
    if (failure !== undefined) throw failure;
    const Policies = (pages[index] ?? []).map((item) => {
      const [Id = "", Name = ""] = item.split(":");
      return { Id, Name };
    });
    return { Policies, ...(index + 1 < pages.length && { NextToken: String(index + 1) }) };
  };
}

/** A caller whose every list is made of these pages. */
export function callerOf(page: (index: number) => Promise<object>): Caller<Action> {
  return {
    call: () => Promise.reject(new Error("a listing asks for pages")),
    at: () => callerOf(page),
    async *pages() {
      for (let index = 0; Number.isInteger(index); ) {
        const answer = await page(index);
        yield answer as never;
        index = Number(Reflect.get(answer, "NextToken") ?? Number.NaN);
      }
    },
  };
}

export function revert(changes: Partial<Baseline> = {}): Baseline {
  const modes = { default: "revert", guardrails: {}, units: {} } as const;
  return { ...load(), exemptions: [], modes, ...changes };
}

/** One scan of one listing over these pages. */
export function scanOf(
  given: Pages,
  options: {
    readonly baseline?: Baseline;
    readonly scope?: ScanScope;
    readonly table?: ReturnType<typeof memoryTable>;
    readonly guardrail?: Guardrail;
    readonly rotations?: Readonly<Record<string, Rotations>>;
  } = {},
) {
  const { baseline = revert(), scope, table = memoryTable(), rotations } = options;
  const { guardrail = listing("listing") } = options;
  return scan({
    kind: "plan",
    baseline,
    guardrails: [guardrail],
    rotations,
    aws: callerOf(pageOf(given)),
    table,
    clock: manualClock(),
    caller: { account: "100000000001", arn: "arn:aws:sts::100000000001:assumed-role/r/s" },
    stage: { kind: "read", name: "test" },
    ...(scope && { scope }),
  });
}
