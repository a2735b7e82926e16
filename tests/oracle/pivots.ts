/** The statements on which a case hangs: without one of them it is decided otherwise. */
import type { PolicyDocument, PolicySet, PolicyStatement } from "@holdfast/policy";
import { decideHere } from "./decide.ts";
import type { Case, Outcome } from "./question.ts";
import { type Layer, rewriteDocuments } from "./rewrite.ts";

export interface Pivot {
  readonly layer: Layer;
  readonly statement: PolicyStatement;
}

/** Each of them by itself, of all policies. */
export function pivotsOf({ request, policies }: Case, outcome: Outcome): readonly Pivot[] {
  const pivots: Pivot[] = [];
  for (const [index, { document, layer }] of documentsOf(policies).entries()) {
    const statements = [document.Statement].flat();
    for (const [at, statement] of statements.entries()) {
      const less = { ...document, Statement: statements.toSpliced(at, 1) };
      const opinion = decideHere({ request, policies: withDocument(policies, index, less) });
      const hangs = "outcome" in opinion && opinion.outcome !== outcome;
      if (hangs) pivots.push({ layer, statement });
    }
  }
  return pivots;
}

function documentsOf(policies: PolicySet) {
  const documents: { readonly document: PolicyDocument; readonly layer: Layer }[] = [];
  rewriteDocuments(policies, (document, layer) => {
    documents.push({ document, layer });
    return document;
  });
  return documents;
}

/** All others stay the very same: they are compiled once. */
function withDocument(policies: PolicySet, index: number, other: PolicyDocument): PolicySet {
  let at = 0;
  return rewriteDocuments(policies, (document) => (at++ === index ? other : document));
}

/** What is in them that an evaluator may get wrong: layers, elements, operators, variables. */
export function featuresOf(pivots: readonly Pivot[]): ReadonlySet<string> {
  return new Set(pivots.flatMap(({ layer, statement }) => [layer, ...partsOf(statement)]));
}

function partsOf(statement: PolicyStatement): string[] {
  const { Condition = {}, Resource = [], NotResource = [] } = statement;
  const inverted = (["NotAction", "NotResource", "NotPrincipal"] as const).filter(
    (element) => statement[element] !== undefined,
  );
  const operators = Object.keys(Condition).flatMap((name) => {
    const [, quantifier, base = name, suffix] =
      /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(name) ?? [];
    return [quantifier, base, suffix].filter((part) => part !== undefined);
  });
  const texts = JSON.stringify([Resource, NotResource, Object.values(Condition)]);
  return [...inverted, ...operators, ...(texts.includes("${") ? ["policy variable"] : [])];
}
