/** How many pairs of documents a second of CPU time are found to be the same, written in another order. */
import { type Baseline, controlPolicies } from "@holdfast/core";
import { equivalence, type PolicyDocument, type PolicyStatement } from "@holdfast/policy";
import { cpuTime } from "./cpu-time.ts";
import type { Figure } from "./figure.ts";

/** Milliseconds of CPU time. */
const LENGTH = 1_000;

export async function policyEquivalence(baseline: Baseline): Promise<Figure[]> {
  const pairs = controlPolicies(baseline).map(
    ({ content }) => [content, reversed(content)] as const,
  );
  const compareAll = () => {
    for (const [left, right] of pairs) {
      if (!equivalence(left, right).equal) throw new Error("a reordered policy is another one");
    }
  };
  compareAll(); // Until the engine has compiled what is hot.
  const startedAt = cpuTime();
  let compared = 0;
  let elapsed = 0;
  while (elapsed < LENGTH) {
    compareAll();
    compared += pairs.length;
    elapsed = cpuTime() - startedAt;
  }
  const characters = pairs.reduce((sum, [left]) => sum + JSON.stringify(left).length, 0);
  return [
    {
      id: "policy.equivalence",
      title: "Documents compared for equivalence",
      value: (compared / elapsed) * 1000,
      unit: "pairs/s",
      note: `${pairs.length} policies of SecureCart, ${Math.round(characters / pairs.length)} characters on average`,
    },
  ];
}

/** Statements and lists the other way round. */
function reversed(document: PolicyDocument): PolicyDocument {
  return { ...document, Statement: [document.Statement].flat().map(reordered).reverse() };
}

function reordered(statement: PolicyStatement): PolicyStatement {
  const { Action } = statement;
  return Action === undefined ? statement : { ...statement, Action: [Action].flat().reverse() };
}
