/** What the control policies on the way to an account make of a request. */
import type { ControlPolicyType } from "../effect.ts";
import { evaluate, type Level, type Request, type Verdict } from "../evaluate/evaluate.ts";
import { many } from "../many.ts";

/** The principal's own permissions: whatever there is, so that only the control policies decide. */
const EVERYTHING = [
  {
    name: "AdministratorAccess",
    document: {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "*", Resource: "*" },
    },
  },
] as const;

/** Throws a `PolicyError` if a statement that is about the action and resource can't be evaluated. */
export function decide(
  request: Request,
  levels: readonly Level[],
  type: ControlPolicyType,
): Verdict {
  return type === "SERVICE_CONTROL_POLICY"
    ? evaluate(request, { serviceControl: levels, identity: EVERYTHING })
    : evaluate(request, { serviceControl: levels.map(bare), identity: EVERYTHING });
}

const bare = (level: Level): Level => ({
  ...level,
  policies: level.policies.map((p) => ({
    ...p,
    document: {
      ...p.document,
      Statement: many(p.document.Statement).map(({ Principal: _, ...rest }) => rest),
    },
  })),
});
