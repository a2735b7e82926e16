/** Puts an enforcer together: baseline, guardrails of one domain, and everything that talks to AWS. */
import {
  createBudgets,
  createCaller,
  createClients,
  createElsewhere,
  createExecutor,
  createQueue,
  createSinks,
  createTable,
} from "@holdfast/aws";
import {
  type Baseline,
  type Baselines,
  type Clock,
  createBaselines,
  createLeases,
  createOutbox,
  createReconcile,
  type DelayedQueue,
  type Domain,
  type Guardrail,
  type Log,
  type Outbox,
  outboxOf,
  type Random,
  type Reconcile,
  type Tripwire,
} from "@holdfast/core";
import { memberRoles, nameOf } from "@holdfast/core/deployment";
import type { Trip } from "@holdfast/core/tripwire";

/** What the deployment description puts into the environment. */
export interface Settings {
  readonly stage: string;
  readonly table: string;
  readonly topicArn: string;
  readonly queueUrl: string;
}

export interface Surroundings {
  readonly baseline: Baseline;
  readonly guardrails: readonly Guardrail[];
  readonly tripwires: readonly Tripwire[];
  readonly domain: Domain;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Only where the lab runs in the same process; AWS_ENDPOINT_URL is the SDK's own business. */
  readonly client?: Omit<Parameters<typeof createClients>[0], "region">;
}

/** What one invocation works with. */
export interface Begun {
  readonly reconcile: Reconcile;
  /** Loaded when the first event trips a tripwire. */
  readonly trip: Trip;
  readonly outbox: Outbox;
  readonly queue: DelayedQueue;
  readonly baselines: Baselines;
}

export interface Enforcer {
  readonly guardrails: readonly Guardrail[];
  readonly tripwires: readonly Tripwire[];
  /** For one invocation: `holder` is unique to it, nothing is started after `deadline` (epoch ms). */
  begin(holder: string, deadline: number): Begun;
}

/**
 * Two batches run at once at most (the queue's maximum concurrency) and the scan has a share of its
 * own: so much of AWS's documented rates may one of them use.
 */
const SHARE = 0.4;

export function createEnforcer(surroundings: Surroundings): Enforcer {
  const { baseline, domain, settings, clock, random, log } = surroundings;
  const { management, hubRegion, identityCenterRegion } = baseline.organization;
  const guardrails = surroundings.guardrails.filter((guardrail) => guardrail.domain === domain);
  const tripwires = surroundings.tripwires.filter((tripwire) => tripwire.domain === domain);
  const regions = { sso: identityCenterRegion, identitystore: identityCenterRegion };
  const client = { ...surroundings.client, region: hubRegion };
  const clients = createClients({ ...client, regions });
  const elsewhere = createElsewhere({
    clients,
    clock,
    random,
    log,
    region: hubRegion,
    client,
    roles: memberRoles(settings.stage),
    session: nameOf(settings.stage, `enforce-${domain}`),
    share: SHARE,
  });
  const budgets = createBudgets({ clock, share: SHARE });
  const built = createBaselines(baseline);

  return {
    guardrails,
    tripwires,
    begin(holder, deadline) {
      const options = { clients, clock, random, log, region: hubRegion, budgets, deadline };
      const table = createTable({ ...options, table: settings.table });
      const baselines = built.on(table, clock);
      const queue = createQueue({ ...options, url: settings.queueUrl });
      const sinks = createSinks({
        ...options,
        topic: settings.topicArn,
        account: management,
        stage: settings.stage,
      });
      const reads = guardrails.flatMap((guardrail) => guardrail.reads.map(({ action }) => action));
      const writes = guardrails.flatMap((guardrail) =>
        guardrail.writes.map(({ action }) => action),
      );
      const outbox = createOutbox({
        table,
        queue,
        sinks,
        clock,
        log,
        partition: outboxOf(domain),
      });
      const reconcile = createReconcile({
        baselines,
        guardrails,
        aws: createCaller({ ...options, elsewhere, declared: reads }),
        executor: createExecutor({ ...options, elsewhere, declared: writes }),
        table,
        queue,
        outbox,
        leases: createLeases({ table, queue, clock, holder }),
        clock,
        log,
      });
      const trip: Trip = async (request) => {
        const { createTrip } = await import("@holdfast/core/tripwire");
        return createTrip({ baseline, tripwires, table, outbox, clock, log })(request);
      };
      return { reconcile, trip, outbox, queue, baselines };
    },
  };
}
