/** What modes and exemptions of a baseline can name. */
import type { Guardrail } from "../guardrail.ts";
import type { Tripwire } from "../tripwire.ts";

export interface DeclaredNames {
  /** Ids of guardrails and tripwires. */
  readonly guardrails: readonly string[];
  /** `<guardrail>/<aspect>`, for modes alone. */
  readonly aspects?: readonly string[];
}

export function declaredNames(
  guardrails: readonly Guardrail[],
  tripwires: readonly Pick<Tripwire, "id">[],
): Required<DeclaredNames> {
  return {
    guardrails: [...guardrails, ...tripwires].map(({ id }) => id),
    aspects: guardrails.flatMap(({ id, aspects = {} }) =>
      Object.keys(aspects).map((aspect) => `${id}/${aspect}`),
    ),
  };
}
