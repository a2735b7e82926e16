/**
 * The one reconcile that serves events, scans and the CLI (DESIGN rule 1): requests in, each key
 * looked at under its lease, further looks asked for through the queue.
 */
import type { DriftStatus } from "../drift.ts";
import { HoldfastError, messageOf } from "../errors.ts";
import type { Outcome } from "../finding.ts";
import type { Guardrail } from "../guardrail.ts";
import { formatKey, type ResourceKey } from "../key.ts";
import type { Lease, Leases } from "./leases.ts";
import { type LookDeps, type LookResult, look } from "./look.ts";
import type { Request } from "./request.ts";

/** Looks under one lease; what comes after them is owed later. */
const LOOKS_PER_LEASE = 2;
/** To the next look at what waits for another key, which has it followed: after a change, and else. */
const AWAITING_AGAIN = { changed: 300_000, else: 3_600_000 } as const;
/** A look that was cut short is repeated after so many milliseconds. */
const INTERRUPTED_AFTER = 30_000;
/** Neighbours are looked at after this many seconds: their own events usually come first. */
const NEIGHBOURS_AFTER = 60;
/** At most so many neighbours; the scan sees to the rest. */
const NEIGHBOURS = 20;

/** What reconciling a key came to. `COALESCED`: another look, past, present or owed, sees to it. */
export interface Reconciled {
  readonly status: DriftStatus | "COALESCED";
  readonly outcome?: Outcome;
  /** Seconds until the outcome asks for another look, which is owed in the table already. */
  readonly again?: number;
  /** Keys that are looked at later because of this one. */
  readonly also?: readonly ResourceKey[];
}

export type Reconcile = (request: Request) => Promise<Reconciled>;

export function createReconcile(
  deps: LookDeps & {
    readonly guardrails: readonly Guardrail[];
    readonly leases: Leases;
  },
): Reconcile {
  const { leases, queue, clock, log } = deps;
  const byId = new Map(deps.guardrails.map((guardrail) => [guardrail.id, guardrail]));

  async function underLease(
    guardrail: Guardrail,
    request: Request,
    first: Lease,
  ): Promise<LookResult> {
    let lease: Lease | undefined = first;
    let result: LookResult | undefined;
    let causes = request.causes;
    for (let round = 1; lease !== undefined; round++) {
      const startedAt = clock.now();
      const fromEvent = request.causes.length > 0;
      causes = [...lease.causes, ...causes];
      try {
        result = await look(guardrail, { ...request, causes }, lease.state, [], deps);
      } catch (error) {
        // Cut short, perhaps between a write and its re-read: look again soon, then as usual.
        const againAt = clock.now() + INTERRUPTED_AFTER;
        const cut = { startedAt, fromEvent, wrote: false, againAt, unjudged: causes };
        await leases.leave(lease, cut, { mayLookAgain: false }).catch(() => {});
        throw error;
      }
      if (result.awaits) {
        const since = request.changedAt === undefined ? "else" : "changed";
        result = { ...result, againAt: startedAt + AWAITING_AGAIN[since] };
      }
      const { wrote, againAt, awaits, unjudged = [] } = result;
      lease = await leases.leave(
        lease,
        {
          startedAt,
          // What waits for another key is not re-checked: that key has it looked at.
          fromEvent: fromEvent && awaits === undefined,
          wrote,
          unjudged,
          ...(againAt !== undefined && { againAt }),
        },
        { mayLookAgain: round < LOOKS_PER_LEASE },
      );
    }
    if (result === undefined) throw new TypeError("a lease was left without a look");
    return result;
  }

  /** The table is down: protection goes on, without coalescing and without memory. */
  async function withoutLease(
    guardrail: Guardrail,
    request: Request,
    why: unknown,
  ): Promise<LookResult> {
    log.error("no lease: the incident table fails", {
      key: formatKey(request.key),
      error: messageOf(why),
    });
    const note = `The incident table fails (${messageOf(why)}): looked at without a lease.`;
    const now = clock.now();
    // The only memory there is: without it, what is tolerated for a while would be so for ever.
    const blindSince = Math.min(request.blindSince ?? now, now);
    const blind = { ...request, blindSince };
    const result = await look(guardrail, blind, { writes: [] }, [note], deps);
    // Still level-triggered, still eventually consistent: look again whatever was found.
    const key = formatKey(request.key);
    await queue.send({ holdfast: "look", key, changedAt: clock.now(), blindSince }, 30);
    return result;
  }

  return async (request) => {
    const guardrail = byId.get(request.key.guardrail);
    if (guardrail === undefined) {
      throw new HoldfastError("GUARDRAIL_UNKNOWN", `no guardrail ${request.key.guardrail}`, {
        source: "tool",
      });
    }
    const entry = await leases
      .enter(formatKey(request.key), request.changedAt, request.causes)
      .catch((error: unknown) => ({ verdict: "tableless" as const, error }));
    if (entry.verdict !== "look" && entry.verdict !== "tableless") return { status: "COALESCED" };
    const result =
      entry.verdict === "look"
        ? await underLease(guardrail, request, entry.lease)
        : await withoutLease(guardrail, request, entry.error);

    // Without memory a drift that lasts is new each time, and would lead on to others each time.
    const leads = entry.verdict === "look" || result.status === "IN_SYNC";
    const also = leads ? result.also.slice(0, NEIGHBOURS) : [];
    for (const key of also) {
      const message = { holdfast: "look", key: formatKey(key), changedAt: clock.now() } as const;
      await queue.send(message, NEIGHBOURS_AFTER);
    }
    return {
      status: result.status,
      ...(result.outcome !== undefined && { outcome: result.outcome }),
      ...(result.againAt !== undefined && {
        again: Math.ceil((result.againAt - clock.now()) / 1000),
      }),
      ...(also.length > 0 && { also }),
    };
  };
}
