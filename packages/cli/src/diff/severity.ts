/** The order in which effects are told: what a reviewer must not miss comes first. */
import type { Effect } from "./model.ts";

/** What policies do is done at once; what enforcement lets pass needs somebody to act on it. */
const KINDS: readonly Effect["kind"][] = [
  "management",
  "identity-center",
  "accounts",
  "assignment",
  "membership",
  "permission-set",
  "policy",
  "group",
  "session",
  "mode",
  "leave-alone",
  "exemption",
  "review",
];

/** By kind; policies by how many of today's actions they concern, in how many accounts. */
export function bySeverity(a: Effect, b: Effect): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || extent(b) - extent(a) || inOrder(a, b);
}

function extent(effect: Effect): number {
  const accounts = Math.max(effect.accounts.length, 1);
  return effect.kind === "policy" ? accounts * effect.breadth : accounts;
}

/** So that the order never depends on how the two sides were written. */
function inOrder(a: Effect, b: Effect): number {
  const [one, other] = [nameOf(a), nameOf(b)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function nameOf(effect: Effect): string {
  if (effect.kind === "policy") return `${effect.policy} ${effect.level} ${effect.statement}`;
  if (effect.kind === "mode") return effect.guardrail;
  if (effect.kind === "leave-alone") return effect.policyId;
  if (effect.kind === "exemption") return `${effect.exemption.guardrail} ${effect.exemption.key}`;
  if (effect.kind === "review") return `${effect.review.guardrail} ${effect.review.key}`;
  if (effect.kind === "assignment") return `${effect.permissionSet} ${effect.principal.name}`;
  if (effect.kind === "membership") return `${effect.group} ${effect.user}`;
  if (effect.kind === "permission-set" || effect.kind === "session") return effect.permissionSet;
  if (effect.kind === "group") return effect.group;
  if (effect.kind === "identity-center" || effect.kind === "accounts") return effect.what;
  return effect.accounts.map(({ name }) => name).join();
}
