/**
 * Whether a story held: from the lab's own state, write log, findings and messages. Imports neither
 * the policy code nor the engine nor the guardrails.
 */
import {
  byEnforcer,
  differences,
  type Evidence,
  isOrganizationWrite,
  isReadOf,
} from "./evidence.ts";
import type { Stage, Story } from "./story.ts";

/** What does not hold, one sentence each; empty: the story held. */
export function judge(story: Story, evidence: Evidence, stage: Stage): readonly string[] {
  const ends =
    story.ends?.(evidence, stage) ??
    (story.expects === "alert" ? evidence.attacked : evidence.before);
  const wrong = differences(ends, evidence.after).map(
    ({ target, policy, kind }) =>
      `${policy} is ${kind === "missing" ? "not attached" : "attached"} to ${target}`,
  );
  const also = story.also?.(evidence, stage).filter((problem) => problem !== false) ?? [];
  return [...wrong, ...(rules[story.expects](evidence) ?? []), ...also];
}

const rules: Readonly<Record<Story["expects"], (evidence: Evidence) => readonly string[]>> = {
  revert: ({ writes, findings, alerts }) => [
    ...when(writes.length === 0, "the enforcer has written nothing"),
    ...when(findings.length === 0, "there is no finding"),
    ...when(
      findings.some(({ RecordState }) => RecordState !== "ARCHIVED"),
      "a finding is still active",
    ),
    ...when(alerts.length === 0, "nobody was told"),
  ],
  alert: ({ findings, alerts }) => [
    ...when(
      !findings.some(({ RecordState }) => RecordState === "ACTIVE"),
      "there is no active finding",
    ),
    ...when(alerts.length === 0, "nobody was told"),
  ],
  nothing: ({ attempts, findings, alerts }) => [
    ...when(attempts.length > 0, `the enforcer wrote ${attempts.length} times`),
    ...when(findings.length > 0, "there is a finding"),
    ...when(alerts.length > 0, "somebody was disturbed"),
  ],
};

/**
 * Milliseconds of lab time from the last change that the enforcer's last write answered to the
 * re-read that confirms it; 0 if it wrote nothing or never read again.
 */
export function millisToVerified(evidence: Evidence): number {
  const { calls } = evidence;
  const last = evidence.writes.at(-1);
  if (last === undefined) return 0;
  const written = calls.indexOf(last);
  const target = String(last.input.TargetId);
  const attack = calls
    .slice(0, written)
    .findLast(
      (call) =>
        isOrganizationWrite(call) &&
        !byEnforcer(call) &&
        call.outcome === "ok" &&
        call.input.TargetId === target &&
        call.input.PolicyId === last.input.PolicyId,
    );
  const reread = calls
    .slice(written)
    .find((call) => byEnforcer(call) && isReadOf(call, target) && call.outcome === "ok");
  return attack === undefined || reread === undefined ? 0 : reread.at - attack.at;
}

function when(wrong: boolean, text: string): readonly string[] {
  return wrong ? [text] : [];
}
