// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import type { ConditionBlock } from "../document.ts";
import { globMatches } from "../evaluate/glob.ts";
import { testsOf } from "./test.ts";
import { hasVariable, sampledGlob, sampledText, samplesFor } from "./variables.ts";

const NEW = "2012-10-17";
const OLD = "2008-10-17";

function testsIn(Condition: ConditionBlock, version = NEW) {
  return testsOf({ Effect: "Deny", Action: "*", Resource: "*", Condition }, version);
}

describe("a policy variable in a test", () => {
  it.each<[string, string | undefined, boolean]>([
    ["${aws:username}", NEW, true],
    ["home/${aws:username}/${*}", NEW, true],
    ["${aws:username", NEW, true],
    ["${*}${?}${$}", NEW, false],
    ["$aws:username", NEW, false],
    ["${aws:username}", OLD, false],
    ["${aws:username}", undefined, false],
  ])("is there or isn't: %s in version %s", (text, version, there) => {
    expect(hasVariable({ expected: ["plain", text], version })).toBe(there);
  });
});

describe("samples for policy variables", () => {
  it("are usual ones, of the account if that is known, and otherwise an example", () => {
    const tests = testsIn({
      StringLike: {
        "s3:prefix": ["${AWS:UserName}/${*}/${aws:PrincipalTag/team, 'none'}", "${aws:userid}"],
        "aws:PrincipalOrgID": "${ aws:PrincipalOrgID }",
        "aws:ResourceAccount": "${aws:PrincipalAccount}",
      },
    });
    const usual = {
      "aws:username": "alice",
      "aws:principaltag/team": "example",
      "aws:userid": "AROAEXAMPLEID:alice",
      "aws:principalorgid": "o-example12345",
    };
    expect(samplesFor(tests, undefined)).toEqual({
      ...usual,
      "aws:principalaccount": "111122223333",
    });
    expect(samplesFor(tests, "100000000007")).toEqual({
      ...usual,
      "aws:principalaccount": "100000000007",
    });
  });

  it("are none where nothing is filled in", () => {
    expect(samplesFor(testsIn({ StringLike: { "a:b": ["${*}", "plain"] } }), "1")).toEqual({});
    expect(samplesFor(testsIn({ StringLike: { "a:b": "${aws:username}" } }, OLD), "1")).toEqual({});
  });
});

describe("a value with its variables filled in", () => {
  const samples = { "aws:username": "al*ce", "aws:principaltag/team": "red" };

  it.each<[string, string | undefined, string]>([
    ["home/${aws:username}/*", NEW, "home/al*ce/*"],
    ["${AWS:UserName}-${aws:PrincipalTag/team, 'none'}", NEW, "al*ce-red"],
    ["${*}${?}${$}", NEW, "*?$"],
    ["${aws:unknown}|", NEW, "|"],
    ["home/${aws:username}", OLD, "home/${aws:username}"],
    ["home/${aws:username}", undefined, "home/${aws:username}"],
  ])("as text: %s in version %s", (text, version, filled) => {
    expect(sampledText(text, version, samples)).toBe(filled);
  });

  it.each<[string, string | undefined, string, boolean]>([
    ["${aws:username}/?*", NEW, "al*ce/any", true],
    ["${aws:username}/?*", NEW, "al*ce/", false],
    ["${aws:username}", NEW, "alice", false],
    ["${*}", NEW, "*", true],
    ["${*}", NEW, "any", false],
    ["${*}", OLD, "${any}", true],
  ])(
    "as a pattern, with the wildcards of the value only: %s in version %s covers %s: %s",
    (text, version, candidate, covered) => {
      expect(globMatches(sampledGlob(text, version, samples), candidate)).toBe(covered);
    },
  );
});
