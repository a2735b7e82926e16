/** Runs a plan and reads again: the only path from a decision to a write. */
import type { Action } from "../actions.ts";
import type { Clock } from "../clock.ts";
import type { Decision } from "../decide.ts";
import { type AwsError, type AwsErrorClass, messageOf } from "../errors.ts";
import type { ActionTaken, Outcome } from "../finding.ts";
import type { Inspection } from "../inspection.ts";
import type { ResourceKey } from "../key.ts";
import type { Creation, Step, StepPlace } from "../step.ts";
import type { Baselines } from "./baselines.ts";

/** The only thing that writes to AWS. Never throws for what AWS refuses. */
export interface Executor {
  execute(step: {
    readonly action: Action;
    readonly input: object;
    readonly at?: StepPlace;
  }): Promise<
    | { readonly kind: "done"; readonly requestId?: string; readonly output?: unknown }
    /** It was so already; success, once the re-read says so too. */
    | { readonly kind: "already" }
    | { readonly kind: "failed"; readonly error: AwsError }
  >;
}

/**
 * Refusals that pass by themselves: AWS is busy with another change, or things are no longer as they
 * were read. The next look plans anew.
 */
const PASSING: ReadonlySet<AwsErrorClass> = new Set(["conflict", "outdated"]);

export interface Remediation {
  readonly outcome: Outcome;
  readonly actions: readonly ActionTaken[];
  readonly wrote: boolean;
  /** Whether a step failed, for good or for now. */
  readonly failed: boolean;
  /** Keys that have to put something back before the rest can be done here. */
  readonly waitsFor: readonly ResourceKey[];
  /** What the re-read gave; undefined if nothing was written. */
  readonly after?: Inspection;
}

/**
 * Runs what a decision allows, in order, and verifies it by a re-read.
 * @param plan the whole plan, which `requires` refers to
 * @param inspect reads the key again
 */
export async function remediate(
  decision: Extract<Decision, { kind: "act" }>,
  plan: readonly Step[],
  deps: {
    readonly executor: Executor;
    readonly clock: Clock;
    readonly ledger: Pick<Baselines, "intend" | "created">;
    inspect(): Promise<Inspection>;
  },
): Promise<Remediation> {
  const { clock } = deps;
  const at = () => new Date(clock.now()).toISOString();
  const actions: ActionTaken[] = [];
  const missed = new Set<Step>();
  const waitsFor: ResourceKey[] = [];
  let failure: "FAILED" | "PENDING" | undefined;
  let wrote = false;

  for (const step of decision.run) {
    const needed = step.requires?.map((index) => plan[index]).find((one) => one && missed.has(one));
    if (needed !== undefined) {
      missed.add(step);
      const detail = `not tried: "${needed.reason}" failed`;
      actions.push({ ...described(step), result: "withheld", detail, at: at() });
      continue;
    }
    const { result, detail, passing } = await run(step, deps);
    if (result === "done") wrote = true;
    else missed.add(step);
    if (result === "failed" && failure !== "FAILED") failure = passing ? "PENDING" : "FAILED";
    if (result === "withheld" && step.needs) waitsFor.push(step.needs.key);
    actions.push({ ...described(step), result, ...(detail && { detail }), at: at() });
  }
  for (const { step, because } of decision.withheld) {
    actions.push({ ...described(step), result: "withheld", detail: because, at: at() });
  }

  const result = { actions, wrote, failed: failure !== undefined, waitsFor };
  if (decision.run.length === 0) return { ...result, outcome: "ALERTED" };
  const after = await deps.inspect();
  const withheld = actions.some((action) => action.result === "withheld");
  return { ...result, outcome: outcomeOf(after, failure, withheld), after };
}

/** One write; around it what the ledger has to know if it makes something. */
async function run(
  step: Step,
  { executor, ledger }: { executor: Executor; ledger: Pick<Baselines, "intend" | "created"> },
): Promise<Pick<ActionTaken, "result" | "detail"> & { readonly passing?: boolean }> {
  const { creates, needs } = step;
  if (creates) {
    try {
      await ledger.intend(creates);
    } catch (error) {
      // Made without a trace, it would be taken for a stranger's and removed again.
      const detail = `not tried: its new id could not be kept (${messageOf(error)})`;
      return { result: "failed", detail };
    }
  }
  const result = await executor.execute(step);
  if (result.kind === "failed") {
    const { message, awsCode, class: errorClass } = result.error;
    if (needs?.gone === awsCode) {
      return { result: "withheld", detail: `${message} (${needs.key.guardrail} sees to that)` };
    }
    return { result: "failed", detail: message, passing: PASSING.has(errorClass) };
  }
  if (creates === undefined || result.kind !== "done") return { result: "done" };
  try {
    const id = idIn(result.output, creates);
    await ledger.created(creates, id);
    return { result: "done", detail: `its id is ${id}` };
  } catch (error) {
    return { result: "done", detail: `its new id could not be kept yet: ${messageOf(error)}` };
  }
}

function idIn(output: unknown, { name, idAt }: Creation): string {
  let value = output;
  for (const member of idAt) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, member) : undefined;
  }
  if (typeof value === "string" && value !== "") return value;
  throw new TypeError(`AWS's answer has no id of ${name} at ${idAt.join(".")}`);
}

function outcomeOf(after: Inspection, failure: Outcome | undefined, withheld: boolean): Outcome {
  if (after.kind === "known" && after.differences.length === 0) return "REVERTED";
  if (failure !== undefined) return failure;
  if (after.kind === "pending") return "PENDING";
  if (after.kind !== "known") return "UNVERIFIED";
  // What was withheld still differs, as it must.
  return withheld ? "ALERTED" : "UNVERIFIED";
}

function described(step: Step): Pick<ActionTaken, "action" | "reason" | "effect"> {
  return { action: step.action, reason: step.reason, effect: step.effect };
}
