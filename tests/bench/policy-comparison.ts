/** How much CPU time it takes to compare two paths of policies, one of them changed somewhere. */
import type { Baseline } from "@holdfast/core";
import { levelsFor } from "@holdfast/core/baseline";
import { compare, type Level, type PolicyStatement } from "@holdfast/policy";
import { loadActionUniverse } from "@holdfast/policy/universe";
import { cpuTime } from "./cpu-time.ts";
import { type Figure, sampled } from "./figure.ts";
import { landingZone } from "./landing-zone.ts";

/** Rounds over all changes; the first is left out, as the engine compiles meanwhile. */
const ROUNDS = 4;

const OTHER_RESOURCE = "arn:aws:s3:::example/*";
const OTHER_ROLE = { StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/Mallory" } };

/** What becomes of a statement at the hands of an attacker or a careless colleague. */
const CHANGES: readonly ((statement: PolicyStatement) => readonly PolicyStatement[])[] = [
  () => [],
  ({ Condition: _, ...statement }) => [statement],
  (statement) => [{ ...statement, Resource: OTHER_RESOURCE }],
  ({ Condition, ...statement }) => [{ ...statement, Condition: { ...Condition, ...OTHER_ROLE } }],
  (statement) => [statement, statement],
];

export async function policyComparison(baseline: Baseline): Promise<Figure[]> {
  const universe = await loadActionUniverse();
  const sets = [
    ["securecart", "SecureCart", securecart(baseline)],
    ["landing-zone", "a landing zone", landingZone],
  ] as const;
  return sets.map(([id, name, levels]): Figure => {
    const changed = CHANGES.flatMap((change) => changedSomewhere(levels, change));
    const samples: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const live of changed) {
        const startedAt = cpuTime();
        compare(levels, live, { universe, account: "100000000009" });
        if (round > 0) samples.push(cpuTime() - startedAt);
      }
    }
    return {
      id: `policy.comparison.${id}`,
      title: `Comparison with a witness, ${name}`,
      ...sampled(samples),
      unit: "ms",
      goal: { atMost: 100, because: "p50" },
      note: `${changed.length} changes, ${statementsIn(levels).length} statements on ${levels.length} levels`,
    };
  });
}

function securecart(baseline: Baseline): readonly Level[] {
  const account = baseline.accounts.find(({ name }) => name === "production");
  if (account === undefined) throw new Error("the baseline has no account named production");
  return levelsFor(baseline, account, "SERVICE_CONTROL_POLICY");
}

/** The path with one of its Deny statements changed, once for each of them. */
function changedSomewhere(
  levels: readonly Level[],
  change: (statement: PolicyStatement) => readonly PolicyStatement[],
): readonly (readonly Level[])[] {
  const denies = statementsIn(levels).filter(({ Effect }) => Effect === "Deny");
  return denies.map((target) =>
    levels.map(({ name, policies }) => ({
      name,
      policies: policies.map((policy) => ({
        ...policy,
        document: {
          ...policy.document,
          Statement: [policy.document.Statement]
            .flat()
            .flatMap((statement) => (statement === target ? change(statement) : [statement])),
        },
      })),
    })),
  );
}

function statementsIn(levels: readonly Level[]): readonly PolicyStatement[] {
  return levels.flatMap(({ policies }) =>
    policies.flatMap(({ document }) => [document.Statement].flat()),
  );
}
