/** What one look at a key comes to. */
import type { Difference, Pending } from "./drift.ts";
import type { HoldfastError } from "./errors.ts";
import type { Impact } from "./finding.ts";
import type { Json } from "./json.ts";
import type { Step } from "./step.ts";

/** One look at a key: what differs and what would put it right. */
export type Inspection =
  | {
      readonly kind: "known";
      readonly differences: readonly Difference[];
      readonly steps: readonly Step[];
      /** Live state as it was read; null if absent. The before-state of an incident. */
      readonly live: Json;
      /** See `GuardrailDefinition.impact`. */
      impact?(): Promise<Impact | undefined>;
    }
  | Pending
  | { readonly kind: "unknown"; readonly error: HoldfastError };
