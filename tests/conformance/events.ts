/** Events only say where to look: lost, repeated or out of order they lead to the same world. */
import { parseTrailEvent } from "@holdfast/aws";
import { formatKey, type Guardrail, type Json, matches, type TrailRecord } from "@holdfast/core";
import { patternOf } from "@holdfast/core/deployment";
import { guardrails } from "@holdfast/guardrails";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { eventOf } from "../support/events.ts";
import { baseline } from "../support/securecart.ts";
import { type Ground, onGround } from "./ground.ts";
import type { Attack, Scenarios } from "./scenarios.ts";
import { sorted } from "./state.ts";

/** Twenty minutes: neighbours, the last re-check, and whatever the breaker slows down. */
const PATIENCE = 20 * 60_000;

/** One delivery: which event, by a number that is taken modulo their count, and how long after the last. */
type Delivery = { readonly event: number; readonly wait: number };

const deliveries: fc.Arbitrary<readonly Delivery[]> = fc.array(
  fc.record({ event: fc.nat(1000), wait: fc.constantFrom(0, 10, 4_000, 45_000) }),
  { maxLength: 20 },
);

export function testEvents(guardrail: Guardrail, scenarios: Scenarios): void {
  const { drifts, told = [], attacks } = scenarios;
  it.each([...drifts, ...told].map((drift) => [drift.title, drift] as const))(
    "lead to a finding when somebody %s",
    (_title, drift) =>
      onGround(
        guardrail,
        async (ground) => {
          await drift.perform(ground);
          await ground.lab.clock.drain(ground.lab.clock.now() + PATIENCE);
          expect(ground.lab.findings()).not.toEqual([]);
        },
        { enforced: true },
      ),
  );

  it(
    "lead to the same world lost, repeated and in any order",
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(attacks, { minLength: 1, maxLength: 8 }),
          deliveries,
          async (plot, chosen) => {
            const inOrder = (events: readonly Json[]) =>
              events.map((event) => ({ event, wait: 0 }));
            const expected = await worldAfter(guardrail, plot, inOrder);
            const actual = await worldAfter(guardrail, plot, (events) => [
              ...pick(events, chosen),
              ...inOrder(missing(events, pick(events, chosen))),
            ]);
            expect(actual).toEqual(expected);
          },
        ),
        { numRuns: 25 },
      ),
    180_000,
  );
}

interface Sent {
  readonly event: Json;
  readonly wait: number;
}

/** Plays the attacks unseen, then delivers what `choose` makes of their events. */
function worldAfter(
  guardrail: Guardrail,
  plot: readonly Attack[],
  choose: (events: readonly Json[]) => readonly Sent[],
): Promise<unknown> {
  const play = async (ground: Ground) => {
    const { lab } = ground;
    const restore = lab.trouble.events({ lose: 1 });
    for (const attack of plot) {
      // Many are refused; that they were tried is recorded all the same.
      await attack.perform(ground).catch(() => {});
      await lab.clock.drain(lab.clock.now() + 1_000);
    }
    restore();
    const events = lab.records().map((record) => eventOf(record));
    for (const { event, wait } of choose(events.filter((one) => isFor(guardrail, one)))) {
      lab.put("default", event);
      await lab.clock.drain(lab.clock.now() + wait);
    }
    await lab.clock.drain(lab.clock.now() + PATIENCE);
    const organization = lab.organization();
    return byNames({ organization, found: sorted(await ground.inspectAll()) }, ground);
  };
  return onGround(guardrail, play, { enforced: true });
}

/** What is made anew has another id each time: names are what two worlds have in common. */
function byNames(world: object, { lab }: Ground): unknown {
  const { policies } = lab.organization();
  const { permissionSets = new Map(), memberships = new Map() } = lab.identityCenter() ?? {};
  const names = new Map<string, string>([
    ...Object.values(policies).map(({ id, name }) => [id, name] as const),
    ...[...permissionSets.values()].map(({ arn, name }) => [arn, name] as const),
    ...[...memberships.values()].map(({ id, group, user }) => [id, `${group}/${user}`] as const),
  ]);
  const text = JSON.stringify(world).replace(
    /arn:aws:sso:::permissionSet\/[\w-]+\/ps-\w+|p-[0-9a-zA-Z_]+|[0-9a-f-]{36}/g,
    (id) => names.get(id) ?? id,
  );
  return JSON.parse(text, (_key, value) =>
    // Lists of ids were in the order of the ids.
    Array.isArray(value) && value.every((one) => typeof one === "string") ? value.sort() : value,
  );
}

function pick(events: readonly Json[], chosen: readonly Delivery[]): Sent[] {
  return chosen.flatMap(({ event, wait }) => {
    const one = events[event % events.length];
    return one === undefined ? [] : [{ event: one, wait }];
  });
}

/** An event for each key that no other one leads to: a key of which all are lost is the scan's. */
function missing(events: readonly Json[], sent: readonly Sent[]): Json[] {
  const reached = new Set(sent.flatMap(({ event }) => keysOf(event)));
  return events.filter((event) => {
    const keys = keysOf(event).filter((key) => !reached.has(key));
    for (const key of keys) reached.add(key);
    return keys.length > 0;
  });
}

function isFor({ watches }: Guardrail, event: Json): boolean {
  return watches.some((watch) => matches(patternOf(watch), event));
}

/** For whichever guardrail: one's event may be another's, too. */
function keysOf(event: Json): string[] {
  const record = parsed(event);
  return guardrails
    .flatMap(({ watches }) => watches)
    .filter((watch) => matches(patternOf(watch), event))
    .flatMap((watch) => watch.keys(record, baseline))
    .map(formatKey);
}

function parsed(event: Json): TrailRecord {
  const record = parseTrailEvent(event);
  if ("skipped" in record) throw new Error(`the lab's own event is refused: ${record.skipped}`);
  return record;
}
