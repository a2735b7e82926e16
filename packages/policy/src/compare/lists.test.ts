import { describe, expect, it } from "vitest";
import type { ConditionBlock } from "../document.ts";
import { compare } from "./compare.ts";
import { FULL_ACCESS } from "./paths.fixture.ts";

const OPEN = [{ name: "Root", policies: [FULL_ACCESS] }];

function denying(Condition: ConditionBlock) {
  const Statement = { Effect: "Deny", Action: "ec2:CreateTags", Resource: "*", Condition } as const;
  const policy = { name: "tags", document: { Version: "2012-10-17", Statement } };
  return [{ name: "Root", policies: [FULL_ACCESS, policy] }];
}

/** Value of aws:TagKeys in a request that the condition denies. */
function deniedKeys(Condition: ConditionBlock) {
  const { relation, stricter } = compare(OPEN, denying(Condition));
  return relation === "stricter" ? stricter?.request.context["aws:TagKeys"] : relation;
}

describe("lists in a comparison", () => {
  it("hold a value that nothing names, where only such a one is denied", () => {
    // All are not `c` and some is not `c`: so there is one.
    const keys = deniedKeys({
      "ForAllValues:StringNotEquals": { "aws:TagKeys": "c" },
      "ForAnyValue:StringNotLike": { "aws:TagKeys": "c" },
    });
    expect(keys).toHaveLength(1);
    expect(keys?.[0]).toMatch(/^(?!c$)./);
  });

  it("hold as many values as it takes", () => {
    const keys = deniedKeys({
      "ForAnyValue:StringEquals": { "aws:TagKeys": "a" },
      "ForAnyValue:StringLike": { "aws:TagKeys": "b?" },
      "ForAnyValue:StringNotLike": { "aws:TagKeys": ["a", "b*"] },
      "ForAllValues:StringNotEquals": { "aws:TagKeys": "d" },
    });
    expect(keys).toHaveLength(3);
  });

  it("are empty or absent where only that is denied", () => {
    const keys = deniedKeys({
      "ForAllValues:StringEquals": { "aws:TagKeys": "a" },
      "ForAllValues:StringNotEquals": { "aws:TagKeys": "a" },
    });
    expect(keys === undefined || keys.length === 0).toBe(true);
  });

  it("are never denied by what no list can be", () => {
    expect(
      deniedKeys({
        "ForAllValues:StringEquals": { "aws:TagKeys": "a" },
        "ForAnyValue:StringNotEquals": { "aws:TagKeys": "a" },
      }),
    ).toBe("equal");
  });
});
