/** Whether attaching or detaching an organization policy takes access away or gives it back. */
import type { PolicyDocument } from "./document.ts";
import { many } from "./many.ts";

/** `grant` is also the answer to everything that isn't known for sure. */
export type Effect = "restrict" | "grant" | "neutral";

/** The policy types that bound permissions; all others mean something else by "attached". */
export type ControlPolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

/**
 * Attaching a deny-only policy restricts. One with an Allow grants: it may open what its level did
 * not allow so far, whatever its Deny statements take away. `undefined`: the content is not known.
 */
export function effectOfAttaching(
  document: PolicyDocument | undefined,
  type: ControlPolicyType,
): Effect {
  const found = effectsIn(document, type);
  if (found === undefined || found.has("Allow")) return "grant";
  return found.has("Deny") ? "restrict" : "neutral";
}

/**
 * Detaching a policy with a Deny grants; an allow-only one restricts, as each level must allow.
 * `undefined`: the content is not known.
 */
export function effectOfDetaching(
  document: PolicyDocument | undefined,
  type: ControlPolicyType,
): Effect {
  const found = effectsIn(document, type);
  if (found === undefined || found.has("Deny")) return "grant";
  return found.has("Allow") ? "restrict" : "neutral";
}

/** The effects of all statements; undefined if one is neither Allow nor Deny, or the type is foreign. */
function effectsIn(
  document: PolicyDocument | undefined,
  type: ControlPolicyType,
): ReadonlySet<string> | undefined {
  if (document === undefined) return undefined;
  if (type !== "SERVICE_CONTROL_POLICY" && type !== "RESOURCE_CONTROL_POLICY") return undefined;
  const effects = new Set<string>(many(document.Statement).map(({ Effect }) => Effect));
  return [...effects].every((effect) => effect === "Allow" || effect === "Deny")
    ? effects
    : undefined;
}
