/** What an act is drawn from. */
import type { IdentityCenterState, OrganizationSnapshot, OrganizationState } from "@holdfast/lab";
import type { Draw } from "./draw.ts";

export interface Ground {
  readonly draw: Draw;
  readonly management: string;
  readonly now: OrganizationSnapshot;
  /** With ARNs and ids, which no snapshot has. */
  readonly center: IdentityCenterState;
  readonly detectors: OrganizationState["detectors"];
}
