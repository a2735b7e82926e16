/** All I/O of Holdfast, behind the ports of `@holdfast/core`. */

export type { BudgetOptions, Budgets } from "./budget.ts";
export { createBudgets } from "./budget.ts";
export type { CallOptions } from "./call.ts";
export { type CallerOptions, createCaller } from "./caller.ts";
export { type CallerIdentity, callerIdentity } from "./caller-identity.ts";
export { type ClientOptions, type Clients, createClients } from "./clients.ts";
export { systemClock } from "./clock.ts";
export { createElsewhere, type Elsewhere, type ElsewhereOptions } from "./elsewhere.ts";
export { toAwsError } from "./errors.ts";
export { createEventHistory, type LookUp } from "./event-history.ts";
export { createExecutor, type ExecutorOptions } from "./executor.ts";
export { generateClients } from "./generate.ts";
export { type Limit, limits, type Rate } from "./limits.ts";
export { parseTrailEvent, parseTrailFile, type Skipped } from "./parse-event.ts";
export { createQueue, type QueueOptions } from "./queue.ts";
export { createSinks } from "./sinks.ts";
export { createTable, type TableOptions } from "./table.ts";
