/** Goes on at once where a step has made something that the rest of the way builds on. */
import { type Decision, decide, type Situation } from "../decide.ts";
import type { Step } from "../step.ts";
import { type Remediation, remediate } from "./remediate.ts";

type Act = Extract<Decision, { kind: "act" }>;

/**
 * Like `remediate`. What was made had no id when it was planned: what belongs into it is planned after it
 * is there. Nothing is made twice, as a read may not show yet that it was.
 */
export async function remediateInRounds(
  situation: Situation,
  decision: Act,
  plan: readonly Step[],
  deps: Parameters<typeof remediate>[2],
): Promise<Remediation> {
  const first = await remediate(decision, plan, deps);
  const { after, wrote, failed } = first;
  const made = wrote && !failed && decision.run.some(({ creates }) => creates !== undefined);
  if (!made || after?.kind !== "known" || after.steps.length === 0) return first;
  if (after.steps.some(({ creates }) => creates !== undefined)) return first;
  const next = decide({ ...situation, inspection: after });
  if (next.kind !== "act" || next.run.length === 0) return first;
  const second = await remediate(next, after.steps, deps);
  return { ...second, wrote: true, actions: [...first.actions, ...second.actions] };
}
