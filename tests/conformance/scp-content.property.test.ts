/** Whatever an attacker writes, renames, deletes and takes the names of: it ends at the baseline. */
import { canonicalJson, exemptionFor, isControlPolicy, modeFor } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import { effectOfReplacing, parsePolicy } from "@holdfast/policy";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { START } from "../support/lab.ts";
import { baseline } from "../support/securecart.ts";
import { type Ground, onGround } from "./ground.ts";
import type { Attack } from "./scenarios.ts";
import { attacks as attachmentAttacks } from "./scp-attachment.ts";
import { attacks } from "./scp-content.ts";

/** The longest wait that breaker and retries come to, twice, and the last re-check. */
const PATIENCE = 40 * 60_000;

interface Act {
  readonly attack: Attack;
  /** Milliseconds until the next one. */
  readonly wait: number;
}

/** Faster than events travel, slower than a revert, and beyond the re-checks. */
const waits = fc.constantFrom(0, 500, 5_000, 40_000, 400_000);
const plots: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({ attack: fc.oneof(attacks, attacks, attachmentAttacks), wait: waits }),
  { minLength: 1, maxLength: 10 },
);

/** Places where attachments are put right in both directions. */
const enforced = [...baseline.units, ...baseline.accounts].filter((place) => {
  const [unit, name] = "path" in place ? [place.path, place.path] : [place.unit, place.name];
  const mode = modeFor(baseline, "scp-attachment", unit);
  return mode === "revert" && !exemptionFor(baseline, "scp-attachment", name, START);
});

it(
  "ends at the baseline: every policy is there, has its name, stops no less, and is attached",
  () =>
    fc.assert(
      fc.asyncProperty(plots, (plot) =>
        onGround(
          guardrail(),
          async (ground) => {
            const before = attachments(ground);
            await play(plot, ground);
            expect(attachments(ground)).toEqual(before);
            expect(baseline.policies.map(({ name }) => fateOf(ground, name))).toEqual(
              baseline.policies.map(({ name, type, description }) => ({
                name,
                found: [{ type, description, weaker: false }],
              })),
            );
          },
          { enforced: true },
        ),
      ),
      { numRuns: 40 },
    ),
  240_000,
);

async function play(plot: readonly Act[], ground: Ground): Promise<void> {
  const { clock } = ground.lab;
  for (const { attack, wait } of plot) {
    await attack.perform(ground).catch(() => {});
    await clock.drain(clock.now() + wait);
  }
  await clock.drain(clock.now() + PATIENCE);
}

/** By name: what was made anew has another id. */
function attachments({ lab }: Ground): Readonly<Record<string, readonly (string | undefined)[]>> {
  const { attachments: all, policies } = lab.organization();
  return Object.fromEntries(
    enforced.map(({ id }) => [id, (all[id] ?? []).map((policy) => policies[policy]?.name).sort()]),
  );
}

function fateOf({ lab }: Ground, name: string) {
  const found = Object.values(lab.organization().policies).filter((one) => one.name === name);
  return {
    name,
    found: found.map(({ type, description, content }) => ({
      type,
      description,
      weaker: isWeaker(name, content),
    })),
  };
}

function isWeaker(name: string, content: string): boolean {
  const policy = baseline.policies.find((one) => one.name === name);
  if (policy === undefined) throw new Error(`SecureCart has no policy ${name}`);
  return isControlPolicy(policy)
    ? effectOfReplacing(policy.content, parsePolicy(content), policy.type) === "grant"
    : canonicalJson(policy.content) !== canonicalJson(JSON.parse(content));
}

function guardrail() {
  const found = guardrails.find(({ id }) => id === "scp-content");
  if (found === undefined) throw new Error("there is no guardrail scp-content");
  return found;
}
