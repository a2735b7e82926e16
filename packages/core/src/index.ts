export type * from "./actions.ts";
export { type Announcement, isAnnouncement } from "./announcement.ts";
export * from "./baseline/compiled.ts";
export { secondsOf } from "./baseline/identity-center/duration.ts";
export type * from "./baseline/identity-center/model.ts";
export { matchesName } from "./baseline/identity-center/name-pattern.ts";
export { principalIdIn } from "./baseline/identity-center/principal.ts";
export * from "./baseline/identity-center/query.ts";
export * from "./baseline/identity-center/set-policies.ts";
export { fullAccess, levelsFor } from "./baseline/levels.ts";
export type * from "./baseline/model.ts";
export { operatorArns } from "./baseline/operator-arns.ts";
export * from "./baseline/policy-types.ts";
export * from "./baseline/query.ts";
export type * from "./baseline/trust/model.ts";
export type * from "./clock.ts";
export * from "./decide.ts";
export { defineGuardrail } from "./define-guardrail.ts";
export type * from "./deployment/model.ts";
export type * from "./drift.ts";
export * from "./errors.ts";
export { ARRIVAL_PATTERN, ARRIVALS, accountIdsIn, arrivals, partiesOf } from "./events/arrivals.ts";
export * from "./events/pattern.ts";
export type * from "./finding.ts";
export type * from "./guardrail.ts";
export * from "./inspection.ts";
export * from "./json.ts";
export * from "./key.ts";
export * from "./links.ts";
export type * from "./ports.ts";
export { ANNOUNCING, announce, outboxOf } from "./reconcile/announce.ts";
export { type Baselines, createBaselines } from "./reconcile/baselines.ts";
export { type Controls, LONGEST_PAUSE, readControls } from "./reconcile/controls.ts";
export { createLeases } from "./reconcile/leases.ts";
export { createOutbox, type Outbox } from "./reconcile/outbox.ts";
export {
  createReconcile,
  type Reconcile,
  type Reconciled,
} from "./reconcile/reconcile.ts";
export { type Executor, remediate } from "./reconcile/remediate.ts";
export type { Request } from "./reconcile/request.ts";
export { lift, setHold, setPause } from "./reconcile/set-controls.ts";
export { AT_ONCE, type LooksMessage, spread } from "./reconcile/spread.ts";
export * from "./record.ts";
export type * from "./scan/model.ts";
export * from "./step.ts";
export * from "./survey.ts";
export * from "./tripwire.ts";
