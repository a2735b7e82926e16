/** The comparison against what it must agree with: the decision on every request there is. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Level } from "../evaluate/policy-set.ts";
import type { Request } from "../evaluate/request.ts";
import { type Comparison, compare, type Relation, type Witness } from "./compare.ts";
import { decide, type Pair, pair, path, statement, withPolicy } from "./paths.fixture.ts";
import { shuffled } from "./shuffled.fixture.ts";
import { ACCOUNT, requestsOver } from "./vocabulary.fixture.ts";

/** More of them for a longer look: `RUNS=20000 npx vitest run brute-force`. */
const RUNS = Number(process.env.RUNS ?? 150);
const TIMEOUT = 60_000 + RUNS * 100;

/** A request that `live` allows and `declared` refuses, and one the other way round. */
interface Differences {
  readonly opened: Request | undefined;
  readonly closed: Request | undefined;
}

function bruteForce({ keys, declared, live }: Pair): Differences {
  let opened: Request | undefined;
  let closed: Request | undefined;
  for (const request of requestsOver(keys)) {
    const before = decide(declared, request).allowed;
    const after = decide(live, request).allowed;
    if (after && !before) opened ??= request;
    if (before && !after) closed ??= request;
    if (opened !== undefined && closed !== undefined) break;
  }
  return { opened, closed };
}

/** The relations that leave room for a request that is opened, or closed. */
const OPENING: readonly Relation[] = ["weaker", "both", "undecided"];
const CLOSING: readonly Relation[] = ["stricter", "both", "undecided"];

const REVERSED: Readonly<Record<Relation, Relation>> = {
  equal: "equal",
  weaker: "stricter",
  stricter: "weaker",
  both: "both",
  undecided: "undecided",
};

/** The witness's request is of this account, and exactly one side allows it, as the evaluator says. */
function expectWitness(
  witness: Witness | undefined,
  allowing: readonly Level[],
  refusing: readonly Level[],
): void {
  if (witness === undefined) return;
  const { request, refusal } = witness;
  expect(decide(allowing, request)).toEqual({ allowed: true });
  expect(decide(refusing, request)).toEqual(refusal);
  expect(request.principal.account).toBe(ACCOUNT);
  expect(request.principal.arn).toMatch(/^arn:[^:]+:[^:]+::111122223333:./);
  expect(request.action).toMatch(/^[a-z0-9-]+:[A-Za-z0-9*-]+$/);
  for (const [name, value] of Object.entries(request.context)) {
    const key = name.toLowerCase();
    if (key === "aws:principalarn") expect(value).toBe(request.principal.arn);
    if (key === "aws:principalaccount") expect(value).toBe(ACCOUNT);
    if (key === "aws:securetransport") expect(["true", "false"]).toContain(value);
  }
}

/** What every comparison keeps, whatever it is of. */
function expectConsistent(
  { relation, weaker, stricter, reason }: Comparison,
  declared: readonly Level[],
  live: readonly Level[],
): void {
  expectWitness(weaker, live, declared);
  expectWitness(stricter, declared, live);
  if (relation === "undecided") {
    expect(reason).toMatch(/\S/);
    return;
  }
  expect(reason).toBeUndefined();
  expect(weaker !== undefined).toBe(relation === "weaker" || relation === "both");
  expect(stricter !== undefined).toBe(relation === "stricter" || relation === "both");
}

function check<T>(arbitrary: fc.Arbitrary<T>, predicate: (value: T) => void, runs = RUNS): void {
  fc.assert(fc.property(arbitrary, predicate), { numRuns: runs });
}

describe("the comparison of two paths", { timeout: TIMEOUT }, () => {
  it("reports every direction in which some request differs", () => {
    check(pair, (one) => {
      const { opened, closed } = bruteForce(one);
      const { relation } = compare(one.declared, one.live, { account: ACCOUNT });
      if (opened !== undefined) expect(OPENING).toContain(relation);
      if (closed !== undefined) expect(CLOSING).toContain(relation);
    });
  });

  it("shows for each direction a request that the evaluator confirms", () => {
    check(pair, ({ declared, live }) => {
      expectConsistent(compare(declared, live, { account: ACCOUNT }), declared, live);
    });
  });

  it("never contradicts the comparison the other way round", () => {
    check(pair, ({ declared, live }) => {
      const { relation } = compare(declared, live, { account: ACCOUNT });
      const { relation: other } = compare(live, declared, { account: ACCOUNT });
      // With policy variables one of them may find an example where the other finds none.
      if (other !== "undecided") expect([REVERSED[other], "undecided"]).toContain(relation);
    });
  });

  it("takes the same policies in another order for equal", () => {
    const both = path.chain((levels) =>
      shuffled(levels).map((others): [readonly Level[], readonly Level[]] => [levels, others]),
    );
    check(both, ([levels, others]) => {
      expect(compare(levels, others, { account: ACCOUNT })).toEqual({ relation: "equal" });
    });
  });

  it("never finds a path weaker for another Deny or stricter for another Allow", () => {
    check(fc.tuple(path, statement, fc.nat(2)), ([levels, added, at]) => {
      const restricted = withPolicy(levels, at, { ...added, Effect: "Deny" });
      const extended = withPolicy(levels, at, { ...added, Effect: "Allow" });
      const after = compare(levels, restricted, { account: ACCOUNT });
      expect(after.weaker).toBeUndefined();
      expect(["equal", "stricter", "undecided"]).toContain(after.relation);
      const opened = compare(levels, extended, { account: ACCOUNT });
      expect(opened.stricter).toBeUndefined();
      expect(["equal", "weaker", "undecided"]).toContain(opened.relation);
    });
  });

  it("does not care at which level a Deny stands", () => {
    check(fc.tuple(path, statement, fc.nat(2), fc.nat(2)), ([levels, added, here, there]) => {
      const deny = { ...added, Effect: "Deny" as const };
      const { relation } = compare(
        withPolicy(levels, here, deny),
        withPolicy(levels, there, deny),
        { account: ACCOUNT },
      );
      expect(["equal", "undecided"]).toContain(relation);
    });
  });

  it("gives up rather than answer wrongly where it may not look far", () => {
    check(fc.tuple(pair, fc.nat(40)), ([{ declared, live }, limit]) => {
      const short = compare(declared, live, { account: ACCOUNT, limit });
      const long = compare(declared, live, { account: ACCOUNT });
      expectConsistent(short, declared, live);
      expect([long.relation, "undecided"]).toContain(short.relation);
    });
  });

  it("decides nearly all of them", () => {
    const pairs = fc.sample(pair, { numRuns: 200, seed: 3 });
    const relations = pairs.map(
      ({ declared, live }) => compare(declared, live, { account: ACCOUNT }).relation,
    );
    const share = (relation: Relation) =>
      relations.filter((one) => one === relation).length / relations.length;
    expect(share("undecided")).toBeLessThan(0.1);
    // Or the properties above would say little.
    for (const relation of ["equal", "weaker", "stricter", "both"] as const) {
      expect(share(relation)).toBeGreaterThan(0.02);
    }
  });
});
