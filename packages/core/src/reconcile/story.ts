/** Whether a drift is part of another one's story: what one call took along is told once. */
import type { Outcome } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Incident } from "./incident.ts";
import type { LookDeps } from "./look.ts";
import { recall } from "./remember.ts";

/** So long after the other one was over; later than that, somebody else was at work. Milliseconds. */
const SAME_STORY = 3_600_000;

/** What is put right needs no alert of its own; what is not, always has one. */
const QUIET: ReadonlySet<Outcome> = new Set(["REVERTED", "UNVERIFIED"]);

/**
 * True if what the key depends on drifted as well, people hear of that, and no call but those that
 * make both drift is known to have led here.
 */
export async function isPartOfStory(
  guardrail: Guardrail,
  key: ResourceKey,
  incident: Incident,
  deps: Pick<LookDeps, "baselines" | "table" | "log">,
): Promise<boolean> {
  if (incident.told !== undefined) return false;
  const dependency = guardrail.dependsOn(key, deps.baselines.current());
  if (dependency === undefined) return false;
  if (incident.causes.some(({ eventName }) => !dependency.calls.includes(eventName))) return false;
  const { incident: other } = await recall(formatKey(dependency.key), deps);
  if (other === undefined) return false;
  if (other.status === "open") return true;
  if (other.told === undefined) return false;
  return Date.parse(incident.openedAt) - Date.parse(other.updatedAt) < SAME_STORY;
}

/** Whether the other one's alert has said what there is to say. The finding is filed in any case. */
export function isToldByStory({ outcome, told }: Incident, partOfStory: boolean): boolean {
  return partOfStory && told === undefined && QUIET.has(outcome);
}
