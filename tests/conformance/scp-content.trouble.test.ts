/** A deleted policy comes back everywhere, whatever happens on the way. */
import type { Baseline } from "@holdfast/core";
import { guardrails } from "@holdfast/guardrails";
import { describe, expect, it } from "vitest";
import { START } from "../support/lab.ts";
import { baseline } from "../support/securecart.ts";
import { type Ground, onGround } from "./ground.ts";
import { deletes, inTurn, squats } from "./scp-content.ts";

/** Two places, one of which is in mode `restrict`: attaching a deny takes access away. */
const NAME = "deny-delete-role";
const PLACES = ["Root/Infrastructure", "Root/Workloads"];
const ROLE = "holdfast-lab-enforce-organization";

/** Holds redeliveries of a killed function's messages, and retries of what waited. */
const HOUR = 3_600_000;

interface Trouble {
  readonly title: string;
  /** Begins before the attack. */
  before?(ground: Ground): void;
  /** Begins after it, and before anybody has heard of it. */
  after?(ground: Ground): void;
}

const event = (eventName: string) => ({ detail: { eventName: [eventName] } });

/** Ends something after so many milliseconds. */
function later({ lab }: Ground, ms: number, end: () => void): void {
  lab.clock.at(lab.clock.now() + ms, end);
}

const troubles: readonly Trouble[] = [
  { title: "nothing else happens" },
  {
    title: "the function is killed once it has made the policy",
    after: ({ lab }) => lab.trouble.freeze(ROLE, "organizations:CreatePolicy"),
  },
  {
    title: "the function is killed then, and once more when it has taken the policy over",
    after({ lab }) {
      lab.trouble.freeze(ROLE, "organizations:CreatePolicy");
      lab.trouble.freeze(ROLE, "organizations:UpdatePolicy");
    },
  },
  {
    title: "the function is killed once it has attached the policy to one of its places",
    after: ({ lab }) => lab.trouble.freeze(ROLE, "organizations:AttachPolicy"),
  },
  ...[5, 20, 90].map((seconds) => ({
    title: `reads are ${seconds} s old for five minutes`,
    after(ground: Ground) {
      ground.lab.trouble.staleReads(seconds * 1000);
      later(ground, 300_000, () => ground.lab.trouble.staleReads(0));
    },
  })),
  {
    title: "the event of the deletion is lost",
    before: ({ lab }) => void lab.trouble.events({ pattern: event("DeletePolicy"), lose: 1 }),
  },
  {
    title: "the events of the detachments are lost",
    before: ({ lab }) => void lab.trouble.events({ pattern: event("DetachPolicy"), lose: 1 }),
  },
  {
    title: "events come late, twice and in any order",
    before: ({ lab }) => void lab.trouble.events({ repeat: 2, late: 60_000 }),
  },
  {
    title: "the incident table is down for five minutes",
    after: ({ lab }) => lab.trouble.fail("dynamodb", 300_000),
  },
  {
    title: "Organizations is down for two minutes",
    after: ({ lab }) => lab.trouble.fail("organizations", 120_000),
  },
  {
    title: "AWS's rates are enforced, and its pages are short",
    after({ lab }) {
      lab.trouble.awsRates(true);
      lab.trouble.shortPages(true);
    },
  },
  {
    title: "it may not make policies for ten minutes",
    after(ground) {
      later(ground, 600_000, ground.lab.trouble.deny("organizations:CreatePolicy", ROLE));
    },
  },
];

describe.each(troubles)("a policy that was deleted, if $title", ({ before, after }) => {
  it.each([
    ["is made again, once, and attached to all its places", deletes(NAME)],
    ["gets its name back from who took it meanwhile", inTurn(deletes(NAME), squats(NAME))],
  ])("%s", (_what, attack) =>
    onContent(baseline, async (ground) => {
      before?.(ground);
      await attack.perform(ground);
      const strangers = named(ground).map(({ id }) => id);
      after?.(ground);
      await pass(ground, 2 * HOUR);

      expect(named(ground).map(({ id: _, ...policy }) => policy)).toEqual([declared()]);
      const [id = ""] = named(ground).map((policy) => policy.id);
      expect(strangers).not.toContain(id);
      expect(carriers(ground, id)).toEqual(PLACES);
      const { policies } = ground.lab.organization();
      // No second one was made on the way: beside ours there is who was in the way.
      expect(Object.keys(policies)).toHaveLength(baseline.policies.length + 2 + strangers.length);
      const states = ground.lab.findings().map(({ RecordState }) => RecordState);
      expect(new Set(states)).toEqual(new Set(["ARCHIVED"]));
    }),
  );
});

describe("a policy that is gone and nobody may make again", () => {
  const { modes } = baseline;
  const watching = {
    ...baseline,
    modes: { ...modes, guardrails: { ...modes.guardrails, "scp-content": "alert" as const } },
  };

  it("is no failure of its attachments, told once for each, and asked for ever more rarely", () =>
    onContent(watching, async (ground) => {
      await deletes(NAME).perform(ground);
      await pass(ground, 6 * HOUR);
      const told = ground.lab.published().map(({ subject }) => subject);
      expect(told.filter((subject) => subject?.includes("FAILED"))).toEqual([]);
      expect(told.filter((subject) => subject?.includes("scp-attachment"))).toHaveLength(2);
      // For each of the two places, in two hours, less often than every five minutes.
      for (const action of ["organizations:AttachPolicy", "organizations:DescribePolicy"]) {
        const late = times(ground, action).filter((at) => at > START + 4 * HOUR);
        expect(late.length).toBeGreaterThan(0);
        expect(late.length).toBeLessThan(2 * 2 * 12);
      }
    }));
});

function onContent(by: Baseline, act: (ground: Ground) => Promise<void>): Promise<void> {
  const guardrail = guardrails.find(({ id }) => id === "scp-content");
  if (guardrail === undefined) throw new Error("there is no guardrail scp-content");
  return onGround(guardrail, act, { enforced: by });
}

function pass({ lab }: Ground, ms: number): Promise<void> {
  return lab.clock.drain(lab.clock.now() + ms);
}

/** All policies with the name. */
function named({ lab }: Ground) {
  return Object.values(lab.organization().policies).filter(({ name }) => name === NAME);
}

/** As the lab holds it. */
function declared() {
  const policy = baseline.policies.find(({ name }) => name === NAME);
  if (policy === undefined) throw new Error(`SecureCart has no ${NAME}`);
  const { name, type, description, content } = policy;
  return { name, type, description, content: JSON.stringify(content), awsManaged: false };
}

/** Paths of the units that carry a policy, and ids of anything else that does. */
function carriers({ lab }: Ground, id: string): readonly string[] {
  const paths = new Map(baseline.units.map((unit) => [unit.id, unit.path]));
  return Object.entries(lab.organization().attachments)
    .filter(([, ids]) => ids.includes(id))
    .map(([target]) => paths.get(target) ?? target)
    .sort();
}

/** When the enforcer made a call. */
function times({ lab }: Ground, action: string): readonly number[] {
  return lab
    .calls()
    .filter((call) => call.action === action && call.role?.endsWith(`/${ROLE}`))
    .map(({ at }) => at);
}
