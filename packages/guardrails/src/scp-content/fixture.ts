/** SecureCart's policies, live states of them, and records, for the tests of this folder. */
import { type Baseline, type ControlPolicy, controlPolicies } from "@holdfast/core";
import type { PolicyStatement } from "@holdfast/policy";
import { record, securecart } from "../securecart.fixture.ts";
import type { Want } from "./diff.ts";
import type { Live, LivePolicy } from "./live.ts";

export { record, securecart };

/** Throws if the example has no such control policy: a test must not pass for want of it. */
export function declared(name: string, baseline: Baseline = securecart): ControlPolicy {
  const policy = controlPolicies(baseline).find((one) => one.name === name);
  if (policy === undefined) throw new Error(`SecureCart has no policy ${name}`);
  return policy;
}

export const POLICY = declared("developers-no-iam");

export function wanting(changes: Partial<Want> = {}): Want {
  const all = securecart.policies.map(({ id }) => id);
  return { policy: POLICY, declared: all, leaveAlone: [], ...changes };
}

/** As declared, but for what is given. */
export function livePolicy(changes: Partial<LivePolicy> = {}): LivePolicy {
  const { id, name, description, content } = POLICY;
  const text = JSON.stringify(content);
  return { id, name, description, content: text, awsManaged: false, ...changes };
}

export function live(changes: Partial<LivePolicy> = {}, rest: Partial<Live> = {}): Live {
  return { policy: livePolicy(changes), namesake: null, ...rest };
}

/** Somebody's policy that has the declared name. */
export function namesake(changes: Partial<LivePolicy> = {}): NonNullable<Live["namesake"]> {
  return { ...livePolicy({ id: "p-stranger", ...changes }), spareName: "spare" };
}

/** Content in which the statements of the declared policy are changed. */
export function content(
  change: (statements: readonly PolicyStatement[]) => readonly PolicyStatement[],
): string {
  const { content: document } = POLICY;
  return JSON.stringify({ ...document, Statement: change([document.Statement].flat()) });
}

export const EXTRA: PolicyStatement = { Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" };

/** By what they make of the declared one. */
export const CONTENTS = {
  weaker: content((all) => all.map((one) => ({ ...one, Resource: "arn:aws:iam::*:role/x" }))),
  stricter: content((all) => [...all, EXTRA]),
  both: content((all) => [EXTRA, ...all.slice(1)]),
  reworded: content((all) => [...all, ...all.slice(0, 1).map(narrowed)]),
  cosmetic: content((all) => all.toReversed().map(({ Sid: _, ...one }) => one)),
  unreadable: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}',
} as const;

/** A statement that the whole one covers. */
function narrowed(statement: PolicyStatement): PolicyStatement {
  return { ...statement, Sid: "Narrowed", Resource: "arn:aws:iam::*:role/x" };
}
