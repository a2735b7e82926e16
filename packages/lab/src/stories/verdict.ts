/**
 * Whether a story held: from the lab's own state, write log, findings and messages. Imports neither
 * the policy code nor the engine nor the guardrails.
 */
import { differences, told } from "./differences.ts";
import {
  answered,
  byEnforcer,
  type Evidence,
  isOfState,
  isOrganizationWrite,
  rereads,
} from "./evidence.ts";
import type { Stage, Story } from "./story.ts";

/** What does not hold, one sentence each; empty: the story held. */
export function judge(story: Story, evidence: Evidence, stage: Stage): readonly string[] {
  const ends =
    story.ends?.(evidence, stage) ??
    (story.expects === "alert" ? evidence.attacked : evidence.before);
  const wrong = differences(ends, evidence.after).map(told);
  const also = story.also?.(evidence, stage).filter((problem) => problem !== false) ?? [];
  return [...wrong, ...(rules[story.expects](evidence) ?? []), ...also];
}

const rules: Readonly<Record<Story["expects"], (evidence: Evidence) => readonly string[]>> = {
  revert: ({ writes, findings, alerts, slack }) => [
    ...when(writes.length === 0, "the enforcer has written nothing"),
    ...when(!findings.some(isOfState), "there is no finding"),
    ...when(
      findings.some((finding) => isOfState(finding) && finding.RecordState !== "ARCHIVED"),
      "a finding is still active",
    ),
    ...when(alerts.length === 0, "nobody was told"),
    ...when(slack?.length === 0, "Slack was not told"),
  ],
  alert: ({ findings, alerts, slack }) => [
    ...when(
      !findings.some(({ RecordState }) => RecordState === "ACTIVE"),
      "there is no active finding",
    ),
    ...when(alerts.length === 0, "nobody was told"),
    ...when(slack?.length === 0, "Slack was not told"),
  ],
  nothing: ({ attempts, findings, alerts, slack = [] }) => [
    ...when(attempts.length > 0, `the enforcer wrote ${attempts.length} times`),
    ...when(findings.length > 0, "there is a finding"),
    ...when(alerts.length > 0 || slack.length > 0, "somebody was disturbed"),
  ],
};

/**
 * Milliseconds of lab time from the last change that the enforcer's last write answered to the
 * re-read that confirms it; 0 if it wrote nothing or never read again.
 */
export function millisToVerified({ calls, writes, attackedAt }: Evidence): number {
  const last = writes.at(-1);
  if (last === undefined) return 0;
  const written = calls.indexOf(last);
  const attacks = calls
    .slice(0, written)
    .filter((call) => isOrganizationWrite(call) && !byEnforcer(call) && call.outcome === "ok");
  // What was undone may have been done to another object: a policy type puts back attachments.
  const attack =
    attacks.findLast(
      ({ object, input }) => object === last.object && input.PolicyId === last.input.PolicyId,
    ) ??
    attacks.findLast(({ object }) => object === last.object) ??
    attacks.at(-1);
  const reread = calls.slice(written).find((call) => rereads(call, last) && answered(call));
  // What is done in the console is no call.
  return reread === undefined ? 0 : reread.at - (attack?.at ?? attackedAt);
}

function when(wrong: boolean, text: string): readonly string[] {
  return wrong ? [text] : [];
}
