/** Real policies, changed: what the change does is known beforehand, and why. */
import { describe, expect, it } from "vitest";
import type { ControlPolicyType } from "../effect.ts";
import { loadActionUniverse } from "../universe/universe.ts";
import { compare, type Relation } from "./compare.ts";
import { deciderFor } from "./decide.ts";
import { BOTH } from "./mutations/both.fixture.ts";
import { EQUAL } from "./mutations/equal.fixture.ts";
import { levelsWith, type Mutation } from "./mutations/mutation.fixture.ts";
import { RESOURCE_CONTROL } from "./mutations/resource-control.fixture.ts";
import { STRICTER } from "./mutations/stricter.fixture.ts";
import { WEAKER } from "./mutations/weaker.fixture.ts";
import { decide } from "./paths.fixture.ts";
import { present } from "./samples.fixture.ts";
import { ACCOUNT } from "./vocabulary.fixture.ts";

const universe = await loadActionUniverse();

const MUTATIONS: readonly (readonly [relation: Relation, list: readonly Mutation[]])[] = [
  ["equal", EQUAL],
  ["weaker", WEAKER],
  ["stricter", STRICTER],
  ["both", BOTH],
];

const REVERSED: Readonly<Record<Relation, Relation>> = {
  equal: "equal",
  weaker: "stricter",
  stricter: "weaker",
  both: "both",
  undecided: "undecided",
};

function sidesOf({ sample, given, change }: Mutation, type?: ControlPolicyType) {
  const levels = levelsWith(sample, type);
  const declared = given === undefined ? levels : given(levels);
  return { declared, live: change(declared) };
}

it("there are enough changes of each kind, none of them twice", () => {
  const sizes = Object.fromEntries(MUTATIONS.map(([relation, list]) => [relation, list.length]));
  expect(sizes).toEqual({ equal: 27, weaker: 22, stricter: 19, both: 17 });
  const names = MUTATIONS.flatMap(([, list]) => list).map(({ sample, title }) => sample + title);
  expect(new Set(names).size).toBe(names.length);
});

describe.runIf(present).each(MUTATIONS)("the path is %s", (relation, list) => {
  it.each(list)("when $title ($sample), as $because", (mutation) => {
    const { declared, live } = sidesOf(mutation);
    const result = compare(declared, live, { universe, account: "111122223333" });
    expect(result.relation).toBe(relation);
    expect(result.reason).toBeUndefined();

    const { weaker, stricter } = result;
    expect(weaker !== undefined).toBe(relation === "weaker" || relation === "both");
    expect(stricter !== undefined).toBe(relation === "stricter" || relation === "both");
    if (weaker !== undefined) {
      expect(decide(live, weaker.request)).toEqual({ allowed: true });
      expect(decide(declared, weaker.request)).toEqual(weaker.refusal);
      expect(weaker.known).toBe(mutation.future !== true);
    }
    if (stricter !== undefined) {
      expect(decide(declared, stricter.request)).toEqual({ allowed: true });
      expect(decide(live, stricter.request)).toEqual(stricter.refusal);
      expect(stricter.known).toBe(mutation.future !== true);
    }
    if (mutation.opens !== undefined) expect(weaker?.request.action).toBe(mutation.opens);
    if (mutation.closes !== undefined) expect(stricter?.request.action).toBe(mutation.closes);
  });

  it.each(list)("and the other way round: $title ($sample)", (mutation) => {
    const { declared, live } = sidesOf(mutation);
    expect(compare(live, declared, { account: "111122223333" })).toMatchObject({
      relation: REVERSED[relation],
    });
  });
});

describe.runIf(present)("for resource control policies, the path", () => {
  const type = "RESOURCE_CONTROL_POLICY";

  it.each(RESOURCE_CONTROL)("is $relation when $title ($sample), as $because", (mutation) => {
    const { declared, live } = sidesOf(mutation, type);
    const options = { account: ACCOUNT, type, universe } as const;
    const { relation, weaker, stricter } = compare(declared, live, options);
    expect(relation).toBe(mutation.relation);
    if (weaker !== undefined) {
      expect(deciderFor(live, type)(weaker.request)).toEqual({ allowed: true });
      expect(deciderFor(declared, type)(weaker.request)).toEqual(weaker.refusal);
    }
    if (stricter !== undefined) {
      expect(deciderFor(declared, type)(stricter.request)).toEqual({ allowed: true });
      expect(deciderFor(live, type)(stricter.request)).toEqual(stricter.refusal);
    }
    if (mutation.opens !== undefined) expect(weaker?.request.action).toBe(mutation.opens);
    if (mutation.closes !== undefined) expect(stricter?.request.action).toBe(mutation.closes);
    expect(compare(live, declared, options).relation).toBe(REVERSED[relation]);
  });
});

it.runIf(present)("without an account, the root user of one is told from those of all", () => {
  const ofOne = EQUAL.find(({ title }) => title.startsWith("the root users of all accounts"));
  const sides = ofOne && sidesOf(ofOne);
  const { relation, weaker } = compare(sides?.declared ?? [], sides?.live ?? []);
  expect(relation).toBe("weaker");
  expect(weaker?.request.principal.arn).toMatch(/:root$/);
  expect(weaker?.request.principal.arn).not.toContain(ACCOUNT);
});
