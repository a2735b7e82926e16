import { describe, expect, it } from "vitest";
import type { PolicyStatement } from "../document.ts";
import type { Level } from "../evaluate/policy-set.ts";
import { allows, sidesOf } from "./rules.ts";

const allow = (Action: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action,
  Resource: "*",
  ...more,
});
const deny = (Action: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  ...allow(Action, more),
  Effect: "Deny",
});

function level(...Statement: readonly PolicyStatement[]): Level {
  return { name: "l", policies: [{ name: "p", document: { Version: "2012-10-17", Statement } }] };
}

/** Actions of the rules in a set. */
function named(set: bigint, { rules }: ReturnType<typeof sidesOf>): string[] {
  return rules.filter(({ bit }) => (bit & set) !== 0n).map(({ actions }) => actions.join());
}

describe("rules of two sets of policies", () => {
  it("are one for statements that say the same, on whichever side and in whatever words", () => {
    const one = { ...deny("S3:Get*"), Sid: "One", Resource: ["arn:aws:s3:::a", "arn:aws:s3:::b"] };
    const other = {
      ...one,
      Sid: "Two",
      Resource: one.Resource.toReversed(),
      Action: ["s3:get*", "s3:Get*"],
    };
    const { rules, declared, live, differing } = sidesOf([level(one)], [level(other, other)]);
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ bit: 1n, actions: ["s3:get*"], negated: false });
    expect([declared.denies, live.denies, differing]).toEqual([1n, 1n, 0n]);
  });

  it.each<[string, PolicyStatement, PolicyStatement]>([
    ["the effect", deny("s3:*"), allow("s3:*")],
    ["the actions", deny("s3:*"), deny("s3:Get*")],
    ["NotAction for Action", deny("s3:*"), { Effect: "Deny", NotAction: "s3:*", Resource: "*" }],
    ["the resource", deny("s3:*"), deny("s3:*", { Resource: "arn:aws:s3:::b" })],
    ["a condition", deny("s3:*"), deny("s3:*", { Condition: { Bool: { "aws:x": "true" } } })],
    [
      "Resource for NotResource",
      deny("s3:*", { Resource: "arn:aws:s3:::b" }),
      { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::b" },
    ],
  ])("are two for statements that differ in %s", (_, one, other) => {
    expect(sidesOf([level(one)], [level(other)]).rules).toHaveLength(2);
  });

  it("are one for conditions in another order, and for any version without variables", () => {
    const one = deny("s3:*", {
      Condition: { StringEquals: { "a:x": ["1", "2"], "a:y": "3" }, Bool: { "a:z": true } },
    });
    const other = deny("s3:*", {
      Condition: { Bool: { "A:Z": "true" }, StringEquals: { "a:y": 3, "a:x": ["2", "1", "1"] } },
    });
    const old = { name: "p", document: { Version: "2008-10-17", Statement: other } };
    expect(sidesOf([level(one)], [{ name: "l", policies: [old] }]).rules).toHaveLength(1);
  });

  it("are two by version with a variable, which only the new one has", () => {
    const statement = deny("s3:*", { Resource: `arn:aws:s3:::\${aws:username}` });
    const old = { name: "p", document: { Version: "2008-10-17", Statement: statement } };
    expect(sidesOf([level(statement)], [{ name: "l", policies: [old] }]).rules).toHaveLength(2);
  });

  it("know what they are about", () => {
    const { rules } = sidesOf(
      [level({ Effect: "Deny", NotAction: ["iam:*", "sts:*"], Resource: "*" })],
      [],
    );
    expect(rules).toMatchObject([{ actions: ["iam:*", "sts:*"], negated: true, tests: [] }]);
  });
});

describe("a side", () => {
  it("allows what no deny and one allow of each level is about", () => {
    const { declared } = sidesOf(
      [level(allow("a:*"), allow("b:*"), deny("c:*")), level(allow("d:*"))],
      [],
    );
    const [a, b, c, d] = [1n, 2n, 4n, 8n];
    expect(declared).toEqual({ denies: c, allows: [a | b, d] });
    expect(allows(declared, a | d)).toBe(true);
    expect(allows(declared, a | b | d)).toBe(true);
    expect(allows(declared, a | b)).toBe(false);
    expect(allows(declared, d)).toBe(false);
    expect(allows(declared, a | c | d)).toBe(false);
  });

  it("has each kind of level once, and allows nothing without any", () => {
    const { declared, live } = sidesOf([level(allow("*")), level(allow("*"))], []);
    expect(declared.allows).toEqual([1n]);
    expect(live).toEqual({ denies: 0n, allows: [0n] });
    expect(allows(live, 1n)).toBe(false);
  });
});

describe("rules in which two sides differ", () => {
  const differing = (declared: readonly Level[], live: readonly Level[]) => {
    const sides = sidesOf(declared, live);
    return named(sides.differing, sides);
  };

  it("are the denies that only one has", () => {
    const common = deny("c:*");
    expect(differing([level(common, deny("a:*"))], [level(deny("b:*"), common)])).toEqual([
      "a:*",
      "b:*",
    ]);
    expect(differing([level(deny("a:*"))], [level(), level(deny("a:*"))])).toEqual([]);
  });

  it("are of the allows of a level those that its likest on the other side lacks", () => {
    const other = level(...["w:*", "x:*", "y:*", "z:*"].map((action) => allow(action)));
    const path = (...actions: readonly string[]) => [
      other,
      level(...actions.map((action) => allow(action))),
      other,
    ];
    expect(differing(path("a:*", "b:*", "d:*"), path("a:*", "b:*"))).toEqual(["d:*"]);
    expect(differing(path("a:*", "b:*"), path("a:*", "b:*", "d:*"))).toEqual(["d:*"]);
    expect(differing(path("a:*"), path("a:*"))).toEqual([]);
    expect(differing(path("d:*", "e:*"), path("e:*", "f:*"))).toEqual(["d:*", "f:*"]);
  });
});
