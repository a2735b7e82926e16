/** Equivalence is a congruence of evaluation: what is called equal is decided alike, wherever it is put. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FULL_ACCESS, pair } from "../compare/paths.fixture.ts";
import { requestsOver } from "../compare/vocabulary.fixture.ts";
import type { PolicyDocument, PolicyStatement } from "../document.ts";
import { compilePolicies } from "../evaluate/evaluate.ts";
import type { NamedPolicy, PolicySet } from "../evaluate/policy-set.ts";
import type { Request } from "../evaluate/request.ts";
import { many } from "../many.ts";
import { canonicalise } from "./canonicalise.ts";
import { equivalence } from "./equivalence.ts";
import { reworded } from "./reworded.fixture.ts";

/** Several policies that test the same few keys. */
const policies = pair.map(({ keys, declared }) => ({
  keys,
  documents: declared.flatMap((level) => level.policies.map(({ document }) => document)),
}));

/** The same policies, those and in other words. */
const both = policies.chain(({ keys, documents }) =>
  fc.tuple(...documents.map(reworded)).map((others) => ({ keys, documents, others })),
);

type Place = (policies: readonly NamedPolicy[]) => PolicySet;

const identity = [FULL_ACCESS];
const PLACES: readonly (readonly [place: string, place: Place])[] = [
  ["identity policies", (list) => ({ identity: list })],
  ["a boundary", (boundary) => ({ identity, boundary })],
  ["a session", (session) => ({ identity, session })],
  ["a level of SCPs", (list) => ({ identity, serviceControl: [{ name: "Root", policies: list }] })],
  [
    "a level of RCPs",
    (list) => ({ identity, resourceControl: [{ name: "Root", policies: list.map(toEverybody) }] }),
  ],
  [
    "a resource policy",
    (list) => ({ identity: [], resource: toEverybody(list.at(-1) ?? FULL_ACCESS) }),
  ],
];

function toEverybody({ name, document }: NamedPolicy): NamedPolicy {
  const Statement = many(document.Statement).map((one: PolicyStatement) => ({
    ...one,
    Principal: "*" as const,
  }));
  return { name, document: { ...document, Statement } };
}

/** Who decides, and how; Sids say nothing about it. */
function decider(place: Place, documents: readonly PolicyDocument[]): (request: Request) => object {
  const policies = documents.map((document, index) => ({ name: `policy ${index}`, document }));
  const compiled = compilePolicies(place(policies));
  return (request) => ({ ...compiled.decide(request), statement: "" });
}

describe.each(PLACES)("in %s", (_, place) => {
  it("documents in other words are decided alike, and so is their canonical form", () => {
    let allowed = 0;
    let denied = 0;
    fc.assert(
      fc.property(both, ({ keys, documents, others }) => {
        documents.forEach((document, index) => {
          const other = others[index] ?? document;
          expect(equivalence(document, other)).toEqual({ equal: true });
        });
        const decide = decider(place, documents);
        const decideOthers = decider(place, others);
        const decideCanonical = decider(place, documents.map(canonicalise));
        for (const request of requestsOver(keys)) {
          const verdict = decide(request);
          if (JSON.stringify(decideOthers(request)) !== JSON.stringify(verdict)) {
            expect({ request, verdict: decideOthers(request) }).toEqual({ request, verdict });
          }
          if (JSON.stringify(decideCanonical(request)) !== JSON.stringify(verdict)) {
            expect({ request, verdict: decideCanonical(request) }).toEqual({ request, verdict });
          }
          if ("allowed" in verdict && verdict.allowed === true) allowed += 1;
          else denied += 1;
        }
      }),
      { numRuns: 30 },
    );
    expect(Math.min(allowed, denied)).toBeGreaterThan(500);
  });
});
