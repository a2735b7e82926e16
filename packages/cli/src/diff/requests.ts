/** Witnesses of one account, put to the policies of another. */
import { fullAccess } from "@holdfast/core/baseline";
import { evaluate, type Level, PolicyError, type Request, type Witness } from "@holdfast/policy";
import type { Denial, Path } from "./path.ts";

const EVERYTHING = {
  name: "AdministratorAccess",
  document: {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*" },
  },
} as const;

/** Whether a path allows a request that a statement refuses. */
export function shows({ request }: Witness, denial: Denial, { type, levels }: Path): boolean {
  const policies = [fullAccess(type), { name: denial.place.policy, document: denial.document }];
  return (
    isAllowed(request, levels, type) === true &&
    isAllowed(request, [{ name: denial.place.level, policies }], type) === false
  );
}

/** Undefined: a statement can't be evaluated for this request. */
function isAllowed(
  request: Request,
  levels: readonly Level[],
  type: Path["type"],
): boolean | undefined {
  const layer = type === "SERVICE_CONTROL_POLICY" ? "serviceControl" : "resourceControl";
  try {
    return evaluate(request, { identity: [EVERYTHING], [layer]: levels }).allowed;
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}

/** The witness with another account, or a placeholder, wherever it has its own. */
export function placedIn(id: string, witness: Witness): Witness {
  const own = witness.request.principal.account;
  if (own === id) return witness;
  // Neither holds a character that JSON escapes.
  const text = JSON.stringify(witness.request).replaceAll(own, id);
  return { ...witness, request: JSON.parse(text) as Witness["request"] };
}
