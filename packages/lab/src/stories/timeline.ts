/** A story as people read it: who did what, when it was seen, what was undone, what the re-read said. */
import type { LoggedCall } from "../call-log.ts";
import { byEnforcer, type Evidence, isOrganizationWrite } from "./evidence.ts";

export interface Line {
  /** Milliseconds since the story began. */
  readonly at: number;
  readonly who: "attacker" | "holdfast" | "told";
  readonly text: string;
  /** Equal neighbours are folded into one line. */
  readonly times: number;
}

/** @param names id -> name, for targets and policies the baseline knows */
export function timeline(
  evidence: Evidence,
  startedAt: number,
  names: ReadonlyMap<string, string>,
): readonly Line[] {
  const name = (id: unknown) => names.get(String(id)) ?? String(id);
  const lines: Line[] = [];
  const add = (at: number, who: Line["who"], text: string) => {
    const last = lines.at(-1);
    if (last?.who === who && last.text === text) {
      lines[lines.length - 1] = { ...last, times: last.times + 1 };
    } else {
      lines.push({ at: at - startedAt, who, text, times: 1 });
    }
  };
  let reads = 0;
  let wrote: unknown;
  for (const call of evidence.calls) {
    if (isOrganizationWrite(call)) {
      add(call.at, byEnforcer(call) ? "holdfast" : "attacker", sentence(call, name));
      if (byEnforcer(call)) wrote = call.input["TargetId"];
    } else if (byEnforcer(call) && call.action === "organizations:ListPoliciesForTarget") {
      reads++;
      const again = wrote !== undefined && wrote === call.input["TargetId"];
      // Re-checks that find nothing new would only be noise.
      if (reads > 1 && !again && call.outcome === "ok") continue;
      const what = again ? "reads again" : "reads";
      add(call.at, "holdfast", `${what} what is attached to ${name(call.input["TargetId"])}${refusal(call)}`);
      wrote = undefined;
    }
  }
  for (const { at, subject } of evidence.alerts) add(at, "told", String(subject ?? ""));
  return lines.sort((a, b) => a.at - b.at);
}

function sentence(call: LoggedCall, name: (id: unknown) => string): string {
  const { PolicyId, TargetId, Name } = call.input;
  const [, operation = ""] = call.action.split(":");
  const who = byEnforcer(call) ? "" : `${call.principal.split(":").slice(-1)[0]?.split("/").slice(1).join("/") || "root"} `;
  const verb: Readonly<Record<string, string>> = {
    AttachPolicy: `attaches ${name(PolicyId)} to ${name(TargetId)}`,
    DetachPolicy: `detaches ${name(PolicyId)} from ${name(TargetId)}`,
    CreatePolicy: `creates a policy named ${String(Name)}`,
  };
  return `${who}${verb[operation] ?? `calls ${operation}`}${refusal(call)}`;
}

function refusal({ outcome }: LoggedCall): string {
  return outcome === "ok" ? "" : `: refused, ${outcome}`;
}
