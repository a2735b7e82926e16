/** What brings the engine to a key. */
import type { Mode } from "../baseline/model.ts";
import type { ResourceKey } from "../key.ts";
import type { Cause } from "../record.ts";

export interface Request {
  readonly key: ResourceKey;
  /** Epoch milliseconds of the newest change; undefined: a look is owed. */
  readonly changedAt?: number;
  readonly causes: readonly Cause[];
  /** Nothing beyond this mode is done about it, whatever the baseline allows. */
  readonly most?: Mode;
  /** Since when looks at the key have gone without the table, in epoch milliseconds. */
  readonly blindSince?: number;
}
