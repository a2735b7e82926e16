/**
 * Where tools of this kind go wrong, case by case: the same story with one that inverts events and
 * with Holdfast.
 */
import { play, type Story, stories } from "@holdfast/lab/stories";
import { describe, expect, it } from "vitest";
import { type MakeHandler, openTestLab } from "../support/lab.ts";
import { baseline } from "../support/securecart.ts";
import { naiveDeployment } from "./deployment.ts";
import { naive } from "./naive.ts";
import * as own from "./stories.ts";

interface Case {
  readonly flaw: string;
  readonly story: Story;
  /** What the tool leaves behind, in the verdict's words. */
  readonly damage: string | RegExp;
}

const DECLARED_IS_GONE = `${policy("developers-no-iam")} is not attached to ${unit("Root/Workloads")}`;

const cases: readonly Case[] = [
  {
    flaw: "takes whoever names a session like it for itself",
    story: told("impersonator"),
    damage: DECLARED_IS_GONE,
  },
  {
    flaw: "spares policies by a name that anybody may give",
    story: own.namedLikeControlTower,
    damage: new RegExp(`^p-\\w+ is attached to ${unit("Root/Workloads")}$`),
  },
  {
    flaw: "knows policies by name, and a policy can be renamed",
    story: own.renamedThenDetached,
    damage: DECLARED_IS_GONE,
  },
  {
    flaw: "answers a failed AttachPolicy by detaching what was attached before",
    story: told("failed-attach"),
    damage: DECLARED_IS_GONE,
  },
  {
    flaw: "answers a denied AttachPolicy in the same way",
    story: own.deniedWithParameters,
    damage: DECLARED_IS_GONE,
  },
  {
    flaw: "fails on a record without parameters",
    story: own.deniedWithoutParameters,
    damage: "an invocation failed",
  },
  {
    flaw: "undoes a repair that came before its own look",
    story: told("mistake-repaired"),
    damage: /^the enforcer wrote \d+ times$/,
  },
  {
    flaw: "undoes a repair that came second",
    story: told("mistake-seen"),
    damage: DECLARED_IS_GONE,
  },
  {
    flaw: "puts an undeclared policy back that a person has removed",
    story: own.roguePutRight,
    damage: new RegExp(`^p-\\w+ is attached to ${unit("Root/Workloads")}$`),
  },
  {
    flaw: "gives up in silence when the policy was deleted",
    story: told("policy-deleted"),
    damage: "nobody was told",
  },
  {
    flaw: "knows what a policy has to say by the name that it has now",
    story: told("policy-renamed"),
    damage: `name of ${policy("developers-no-iam")} is aws-guardrails-quiet instead of developers-no-iam`,
  },
  {
    flaw: "takes whoever has the name for the policy",
    story: told("name-squatted"),
    damage: `name of ${policy("developers-no-iam")} is old instead of developers-no-iam`,
  },
  {
    flaw: "writes without a look at what is there",
    story: told("policy-reordered"),
    damage: /^the enforcer wrote \d+ times$/,
  },
  {
    flaw: "takes the root for an account that it does not know",
    story: told("rogue-on-root"),
    damage: new RegExp(`^p-\\w+ is attached to ${unit("Root")}$`),
  },
  {
    flaw: "fails on an event that is delivered twice",
    story: own.deliveredTwice,
    damage: "an invocation failed",
  },
  {
    flaw: "fails on an identity without an ARN",
    story: own.identityWithoutArn,
    damage: DECLARED_IS_GONE,
  },
  {
    flaw: "does not see resource control policies",
    story: told("rcp-detached"),
    damage: `${policy("resource-perimeter")} is not attached to ${unit("Root/Workloads")}`,
  },
  {
    flaw: "never learns of a change whose event was lost",
    story: told("event-lost"),
    damage: DECLARED_IS_GONE,
  },
];

describe("A tool that inverts events", () => {
  it("reverts a plain detachment, without telling anybody: the harness gives it its chance", async () => {
    const problems = await problemsOf(told("detach-from-unit"), naive);
    expect(problems).toEqual([
      "there is no finding",
      "nobody was told",
      "Slack was not told",
      "0 alerts instead of one",
    ]);
  });

  it("reverts a rewritten policy as well", async () => {
    const problems = await problemsOf(told("policy-weakened"), naive);
    expect(problems).toEqual([
      "there is no finding",
      "nobody was told",
      "Slack was not told",
      "no alert says what was opened",
    ]);
  });

  it("reverts an undeclared policy on a unit too", async () => {
    const problems = await problemsOf(told("rogue-on-unit"), naive);
    expect(problems).toEqual(["there is no finding", "nobody was told", "Slack was not told"]);
  });

  it.each(named(cases))("%s (%s)", async (_flaw, _id, { story, damage }) => {
    const problems = await problemsOf(story, naive);
    expect(problems).toContainEqual(
      typeof damage === "string" ? damage : expect.stringMatching(damage),
    );
  });
});

describe("Holdfast", () => {
  it.each(named(cases))("holds where such a tool %s (%s)", async (_flaw, _id, { story }) => {
    expect(await problemsOf(story)).toEqual([]);
  });
});

async function problemsOf(story: Story, handler?: MakeHandler): Promise<readonly string[]> {
  const { lab, scene } = handler
    ? openTestLab({ deployment: naiveDeployment }, handler)
    : openTestLab({});
  try {
    const { played, problems } = await play(story, scene);
    expect(played.held).toBe(problems.length === 0);
    return problems;
  } finally {
    await lab.close();
  }
}

function named(all: readonly Case[]) {
  return all.map((one) => [one.flaw, one.story.id, one] as const);
}

function told(id: string): Story {
  return found(stories, (story) => story.id === id);
}

function policy(name: string): string {
  return found(baseline.policies, (one) => one.name === name).id;
}

function unit(path: string): string {
  return found(baseline.units, (one) => one.path === path).id;
}

function found<T>(all: readonly T[], is: (one: T) => boolean): T {
  const one = all.find(is);
  if (one === undefined) throw new Error("the table names something that is not there");
  return one;
}
