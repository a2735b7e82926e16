/** What every call of Identity Center's API passes before it is looked at. */
import type { LabClock } from "../clock.ts";
import type { Call, Operation } from "../service.ts";
import { isReadOnly } from "../trail/record.ts";
import { conflict, denied } from "./errors.ts";
import type { CenterTrouble } from "./trouble.ts";

/** Refuses calls in another Region than the instance's, and writes that come too soon after another. */
export function gated(
  operations: Readonly<Record<string, Operation>>,
  options: {
    readonly clock: Pick<LabClock, "now">;
    /** Of the instance. */
    readonly region: string;
    readonly trouble: Pick<CenterTrouble, "settlesIn">;
  },
): Readonly<Record<string, Operation>> {
  const { clock, region, trouble } = options;
  const written = new Map<string, number>();

  function checkSettled(object: string): void {
    const last = written.get(object) ?? Number.NEGATIVE_INFINITY;
    if (clock.now() - last >= trouble.settlesIn()) return;
    throw conflict("A conflict with a previous successful write is detected.");
  }

  const gate =
    (operation: Operation): Operation =>
    (input, call) => {
      if (call.region !== region) return elsewhere(call);
      const object = isReadOnly(call) ? undefined : writtenBy(call);
      if (object === undefined) return operation(input, call);
      checkSettled(object);
      const output = operation(input, call);
      written.set(object, clock.now());
      return output;
    };
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, gate(operation)]),
  );
}

/** Where the instance is not, there is none: nothing to list, and nothing that one may do. */
function elsewhere({ operation }: Call): Record<string, unknown> {
  if (operation === "ListInstances") return { Instances: [] };
  throw denied("You do not have sufficient access to perform this action.");
}

/** The permission set, or its assignments in an account; undefined: it is made only now. */
function writtenBy({ input }: Call): string | undefined {
  const { PermissionSetArn, ResourceArn = PermissionSetArn, TargetId = "" } = input;
  return ResourceArn === undefined ? undefined : `${ResourceArn} ${TargetId}`;
}
