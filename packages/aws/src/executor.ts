/** The only place that changes anything at AWS: runs the steps that `decide()` let through. */
import { type Action, AwsError, type Executor, type StepPlace } from "@holdfast/core";
import { type CallOptions, createCall } from "./call.ts";
import { assertDeclared, type Send, unreachable } from "./caller.ts";
import type { Elsewhere } from "./elsewhere.ts";

export interface ExecutorOptions extends CallOptions {
  /** How steps are run elsewhere; left out, one that is to be throws. */
  readonly elsewhere?: Pick<Elsewhere, "remediating">;
  /** The writes that are declared, and for which the role has permission. */
  readonly declared: readonly Action[];
}

/**
 * Its `execute` throws only on an undeclared action or one without a command (`HoldfastError`):
 * AWS's refusals are results. "Already so" is one of them, and as much in need of a re-read as
 * "done".
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const own = createCall(options) as unknown as Send;
  const declared = new Set<Action>(options.declared);
  return {
    async execute({ action, input, at }) {
      assertDeclared(declared, action);
      const send = at === undefined ? own : sendingAt(options, action, at);
      try {
        const output = await send(action, input);
        const requestId = requestIdOf(output);
        return { kind: "done", output, ...(requestId !== undefined && { requestId }) };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return error.class === "already" ? { kind: "already" } : { kind: "failed", error };
      }
    },
  };
}

function sendingAt(options: ExecutorOptions, action: Action, at: StepPlace): Send {
  const { elsewhere } = options;
  if (elsewhere === undefined) throw unreachable(at);
  return createCall({ ...options, ...elsewhere.remediating(action, at) }) as unknown as Send;
}

/** Every SDK output carries `$metadata`; its request id is the one that CloudTrail records. */
function requestIdOf(output: unknown): string | undefined {
  const { $metadata } = output as { readonly $metadata?: { readonly requestId?: string } };
  return $metadata?.requestId;
}
