/** A story as people read it: who did what, when it was seen, what was undone, what the re-read said. */
import type { LoggedCall } from "../call-log.ts";
import type { PublishedMessage } from "../services/sns.ts";
import { byEnforcer, type Evidence, isOrganizationWrite, isReadOf } from "./evidence.ts";

export interface Line {
  /** Milliseconds since the story began. */
  readonly at: number;
  readonly who: "attacker" | "holdfast" | "told";
  readonly text: string;
  /** Equal neighbours are folded into one line. */
  readonly times: number;
}

/** What Holdfast says that it saw, taken from what it told people. */
interface Seen {
  readonly target: string;
  readonly at: number;
  readonly differences: readonly string[];
}

type Name = (id: unknown) => string;

/** @param names id -> name, for targets and policies */
export function timeline(
  evidence: Evidence,
  startedAt: number,
  names: ReadonlyMap<string, string>,
): readonly Line[] {
  const name: Name = (id) => names.get(String(id)) ?? String(id);
  const lines: Line[] = [];
  const add = (at: number, who: Line["who"], text: string) => {
    const last = lines.at(-1);
    if (last?.who === who && last.text === text) {
      lines[lines.length - 1] = { ...last, times: last.times + 1 };
    } else {
      lines.push({ at: at - startedAt, who, text, times: 1 });
    }
  };
  const compared = comparisons(evidence);
  const firstRead = evidence.calls.find(
    (call) => byEnforcer(call) && call.action === "organizations:ListPoliciesForTarget",
  );
  let written: unknown;
  for (const call of evidence.calls) {
    const target = call.input.TargetId;
    if (isOrganizationWrite(call)) {
      add(call.at, byEnforcer(call) ? "holdfast" : "attacker", sentence(call, name));
      if (byEnforcer(call)) written = target;
      continue;
    }
    if (!byEnforcer(call) || !isReadOf(call, String(target))) continue;
    const differences = compared.get(call);
    const rereads = written !== undefined && written === target;
    // Re-checks that find nothing new would only be noise.
    if (differences || rereads || call === firstRead || call.outcome !== "ok") {
      const verb = rereads ? "reads again" : "reads";
      add(call.at, "holdfast", `${verb} what is attached to ${name(target)}${refusal(call)}`);
    }
    for (const difference of differences ?? []) add(call.at, "holdfast", `sees: ${difference}`);
    if (rereads) written = undefined;
  }
  for (const { at, subject } of evidence.alerts) add(at, "told", String(subject ?? ""));
  return lines.toSorted((a, b) => a.at - b.at);
}

/** For each drift the read that showed it: the last one before Holdfast says that it saw it. */
function comparisons({ calls, alerts }: Evidence): Map<LoggedCall, readonly string[]> {
  const found = new Map<LoggedCall, readonly string[]>();
  for (const { target, at, differences } of alerts.map(seen)) {
    const reads = calls.filter(
      (call) =>
        byEnforcer(call) && isReadOf(call, target) && call.at <= at && call.outcome === "ok",
    );
    // Of several at that instant the first: the others confirmed what was done about it.
    const last = reads.at(-1)?.at;
    const read = reads.find((one) => one.at === last);
    if (read && !found.has(read)) found.set(read, differences);
  }
  return found;
}

/** Reads the machine form of an alert, as a subscriber would. */
function seen({ byProtocol }: PublishedMessage): Seen {
  const alert = JSON.parse(byProtocol.sqs ?? "{}") as {
    readonly key?: string;
    readonly firstSeenAt?: string;
    readonly differences?: readonly { readonly message: string }[];
  };
  return {
    target: alert.key?.split("/").at(-1) ?? "",
    at: Date.parse(alert.firstSeenAt ?? ""),
    differences: alert.differences?.map(({ message }) => message) ?? [],
  };
}

function sentence(call: LoggedCall, name: Name): string {
  const { PolicyId, TargetId, Name } = call.input;
  const [, operation = ""] = call.action.split(":");
  const verbs: Readonly<Record<string, string>> = {
    AttachPolicy: `attaches ${name(PolicyId)} to ${name(TargetId)}`,
    DetachPolicy: `detaches ${name(PolicyId)} from ${name(TargetId)}`,
    CreatePolicy: `creates a policy named ${String(Name)}`,
  };
  const subject = byEnforcer(call) ? "" : `${actor(call)} `;
  return `${subject}${verbs[operation] ?? `calls ${operation}`}${refusal(call)}`;
}

/** The person of an Identity Center session; role and session otherwise, since both tell something. */
function actor({ principal }: LoggedCall): string {
  const [, account, kind = "", role = "", session = ""] =
    /^arn:aws:(?:iam|sts)::(\d+):([^/]+)\/?([^/]*)\/?(.*)$/.exec(principal) ?? [];
  if (kind === "root") return `root of ${account}`;
  return role.startsWith("AWSReservedSSO_") ? session : `${role}/${session}`;
}

function refusal({ outcome }: LoggedCall): string {
  return outcome === "ok" ? "" : `: refused, ${outcome}`;
}
