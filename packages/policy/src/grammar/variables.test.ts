// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the policy variables of IAM.
import { describe, expect, it } from "vitest";
import { checkVariables, dependsOnRequest } from "./variables.ts";

const NEW = "2012-10-17";

describe("policy variables", () => {
  it.each([
    "no variable",
    "${aws:username}",
    "${aws:PrincipalTag/team}-${aws:userid}",
    "${aws:PrincipalTag/team, 'company wide'}",
    "${aws:PrincipalTag/team,''}",
    "${*}${?}${$}",
    "$ {a} $a }",
    "$${aws:username}",
    "${aws:PrincipalTag/dp:team}",
  ])("are well-formed in %j", (value) => {
    expect(checkVariables({ value, at: 0 }, "x", NEW)).toEqual([]);
  });

  it.each([
    ["${aws:username", "is not closed"],
    ["a${", "is not closed"],
    ["${}", "is empty"],
    ["${, 'a'}", "is empty"],
    ["${aws:user name}", "has a blank in its name"],
    ["${ aws:username}", "has a blank in its name"],
    ["${aws:user*}", "has no proper name"],
    ["${aws:'x'}", "has no proper name"],
    ["${**}", "has no proper name"],
    ["${a{}", "has no proper name"],
    ["${aws:x, none}", "must have its default value in single quotes"],
    ["${aws:x, 'none}", "must have its default value in single quotes"],
    ["${aws:x,}", "must have its default value in single quotes"],
    ["${aws:x, 'a' 'b'}", "must have its default value in single quotes"],
    ["${aws:x, 'a'b}", "must have its default value in single quotes"],
    ["${aws:x, b'a'}", "must have its default value in single quotes"],
  ])("are malformed in %j", (value, problem) => {
    expect(checkVariables({ value, at: 7 }, "Resource", NEW)).toEqual([
      {
        code: "UNREADABLE_VARIABLE",
        problem: `the policy variable in Resource ${JSON.stringify(value)} ${problem}`,
        at: 7,
      },
    ]);
    for (const version of ["2008-10-17", undefined]) {
      expect(checkVariables({ value, at: 7 }, "Resource", version)).toEqual([]);
    }
  });

  it("are all told", () => {
    const found = checkVariables({ value: "${}-${aws:x}-${a b}", at: 0 }, "x", NEW);
    expect(found.map(({ problem }) => problem.split("} ").at(-1)?.slice(-20))).toHaveLength(2);
    expect(found[0]?.problem).toMatch(/is empty$/);
    expect(found[1]?.problem).toMatch(/has a blank in its name$/);
  });

  it("depend on the request unless they spell a wildcard or a dollar sign", () => {
    for (const value of ["${aws:x}", "${*}${aws:x}", "a${b:c, 'd'}", "${"]) {
      expect([value, dependsOnRequest(value)]).toEqual([value, true]);
    }
    for (const value of ["", "a:b", "${*}", "x${?}${$}${*}", "$a{}"]) {
      expect([value, dependsOnRequest(value)]).toEqual([value, false]);
    }
  });
});
