/** Makes a guardrail of its definition: what every one of them does alike. */
import type { Action } from "./actions.ts";
import type { Baseline } from "./baseline/model.ts";
import type { Observed } from "./drift.ts";
import { AwsError, type HoldfastError } from "./errors.ts";
import type { Declared, Desired, Guardrail, GuardrailDefinition } from "./guardrail.ts";
import type { Inspection } from "./inspection.ts";
import type { Json } from "./json.ts";
import type { ResourceKey } from "./key.ts";
import type { Caller } from "./ports.ts";
import { ALL_AT_ONCE } from "./survey.ts";

/** The compiler accepts no read and no step whose action is not in `reads` and `writes`. */
export function defineGuardrail<
  Want,
  Live extends Json,
  const Reads extends readonly Declared[],
  const Writes extends readonly Declared[],
>(definition: GuardrailDefinition<Want, Live, Reads, Writes>): Guardrail {
  const { desired, subject, survey, observe, diff, plan, impact, ...others } = definition;
  const { neighbours, follow, dependsOn, ...rest } = others;

  // Of each baseline once: a survey judges a hundred thousand keys, and to list them takes as long each time.
  const desires = new WeakMap<Baseline, Desired<Want>>();
  function desiredOf(baseline: Baseline): Desired<Want> {
    const known = desires.get(baseline) ?? desired(baseline);
    desires.set(baseline, known);
    return known;
  }

  async function judge(
    key: ResourceKey,
    baseline: Baseline,
    observed: Observed<Live>,
  ): Promise<Inspection> {
    if (observed.kind === "unknown" || observed.kind === "pending") return observed;
    const want = desiredOf(baseline).of(key);
    const live = observed.kind === "present" ? observed.live : undefined;
    const differences = await diff(want, live);
    const steps = differences.length === 0 ? [] : await plan(key, want, live);
    return {
      kind: "known",
      differences,
      steps,
      live: live ?? null,
      ...(impact && { impact: () => impact(key, want, live, baseline) }),
    };
  }

  async function observed(
    key: ResourceKey,
    baseline: Baseline,
    aws: Caller<Action>,
  ): Promise<Observed<Live>> {
    try {
      return await observe(key, aws, baseline);
    } catch (error) {
      return { kind: "unknown", error: asReadError(error) };
    }
  }

  return {
    kind: "guardrail",
    ...rest,
    keys: (baseline) => desiredOf(baseline).keys,
    subject,
    neighbours: (key, differences, baseline) => neighbours?.(key, differences, baseline) ?? [],
    follow: (key, differences, baseline) => follow?.(key, differences, baseline) ?? [],
    dependsOn: (key, baseline) => dependsOn?.(key, baseline),
    async inspect(key, baseline, aws, newest) {
      let known = baseline;
      for (;;) {
        const inspection = await judge(key, known, await observed(key, known, aws));
        if (newest === undefined || inspection.kind !== "known") return inspection;
        if (inspection.differences.length === 0) return inspection;
        const next = await newest();
        if (next === known) return inspection;
        // What to read depends on the ids as well: once more, until they stayed the same meanwhile.
        known = next;
      }
    },
    async *survey(baseline, aws, context = ALL_AT_ONCE) {
      for await (const { key, observed } of survey(aws, baseline, context)) {
        yield { key, inspection: await judge(key, baseline, observed) };
      }
    },
  };
}

// A defect in a guardrail must not look like a denied read: only AWS's own refusals become `unknown`.
function asReadError(error: unknown): HoldfastError {
  if (error instanceof AwsError) return error;
  throw error;
}
