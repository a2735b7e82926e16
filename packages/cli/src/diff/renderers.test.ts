import { describe, expect, it } from "vitest";
import { diffTo, securecart, without, withPolicy, withUnit } from "./fixture.ts";
import { asMarkdown } from "./markdown.ts";
import type { AccountRef, Diff, Effect } from "./model.ts";
import { asText } from "./text.ts";
import { listed } from "./told.ts";
import { verdictOf } from "./words.ts";

const PLACE = {
  type: "SERVICE_CONTROL_POLICY",
  policy: "guard",
  statement: "Odd",
  level: "Root",
} as const;
const NOTHING: Diff = { opens: [], closes: [], undecided: [], changes: [] };

function leaving(...names: string[]): Effect {
  const accounts: AccountRef[] = names.map((name) => ({ name, id: name }));
  return { kind: "leave-alone", policyId: "p-1", accounts };
}

describe("the verdict", () => {
  it.each([
    [
      { opens: [leaving("a"), leaving("b")], closes: [leaving("a", "c")] },
      "opens 2 things and closes 1, in 3 accounts.",
    ],
    [{ opens: [leaving("a")] }, "opens 1 thing and closes nothing, in 1 account."],
    [{ closes: [leaving("a"), leaving("b")] }, "opens nothing and closes 2 things, in 2 accounts."],
    [{ opens: [leaving()] }, "opens 1 thing and closes nothing."],
    [
      { changes: [{ subject: "policy", name: "p", what: "is new" }] },
      "opens nothing and closes nothing.",
    ],
  ] as const)("counts things and accounts", (some, words) => {
    expect(verdictOf({ ...NOTHING, ...some })).toBe(`This change ${words}`);
  });

  it("never passes over what is undecided", () => {
    const undecided = [{ place: PLACE, reason: "too much", accounts: [] }] as const;
    expect(verdictOf({ ...NOTHING, undecided })).toBe(
      "This change opens nothing and closes nothing. 1 thing could NOT be decided: take it for opened.",
    );
    expect(asText({ ...NOTHING, undecided })).toContain("UNDECIDED");
    expect(asText({ ...NOTHING, undecided })).toContain("too much");
  });
});

describe("names", () => {
  it.each([
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
    [["a", "b", "c", "d", "e"], "a, b and 3 more"],
  ])("of %j are listed as %s", (names, words) => {
    expect(listed(names)).toBe(words);
  });
});

describe("the text", () => {
  it("comes as a verdict, then what opens before what closes", () => {
    const lines = asText(
      diffTo(
        withUnit(
          withUnit(securecart, "Root/Sandbox", (unit) => ({
            ...unit,
            policies: ["deny-delete-role"],
          })),
          "Root/Infrastructure",
          (unit) => ({ ...unit, policies: without(unit.policies, "deny-delete-role") }),
        ),
      ),
    ).split("\n");
    expect(lines[0]).toBe("This change opens 3 things and closes 1, in 3 accounts.");
    expect(lines.filter((line) => /^[A-Z]+$/.test(line))).toEqual(["OPENS", "CLOSES"]);
  });

  it("says which resources a resource control policy leaves open, to callers from anywhere", () => {
    const next = withUnit(securecart, "Root/Workloads", (unit) => ({
      ...unit,
      policies: without(unit.policies, "resource-perimeter"),
    }));
    const text = asText(diffTo(next));
    expect(text).toContain("a role in any account may now call");
    expect(text).toContain("resources of dev, devops and 2 more");
    expect(text).toContain("RCP resource-perimeter (Root/Workloads), statement OnlyOurPrincipals,");
  });
});

const EVIL =
  "x\u202e\u001b[2J\n# @team [a](https://evil.example) <b> `code` #1 1) www.evil.example";

describe("text that somebody else chose", () => {
  const diff: Diff = {
    ...NOTHING,
    opens: [
      {
        kind: "exemption",
        exemption: {
          guardrail: "scp-attachment",
          key: "dev",
          reason: EVIL,
          owner: "1)",
          expiresOn: "2027-01-31",
        },
        accounts: [],
      },
    ],
    changes: [{ subject: "unit", name: EVIL, what: EVIL }],
  };

  it("is one plain line in text", () => {
    const text = asText(diff);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text.split("\n").filter((line) => line.startsWith("#"))).toEqual([]);
  });

  it("stands in code spans in Markdown, where it can't link, mention or end the list", () => {
    const markdown = asMarkdown(diff);
    // What is left outside of code spans, taken by their fences.
    const outside = markdown.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "");
    expect(outside).not.toMatch(/[@<>[\]]|www|evil|#\d|\d\)/);
    expect(markdown.split("\n").filter((line) => !/^(\*\*|###|- | {2}- |$)/.test(line))).toEqual(
      [],
    );
  });

  it("is cut where it would fill the screen", () => {
    const next = withPolicy(securecart, "deny-root-user", (policy) => ({
      ...policy,
      name: "x".repeat(9000),
    }));
    expect(
      Math.max(
        ...asText(diffTo(next))
          .split("\n")
          .map(({ length }) => length),
      ),
    ).toBeLessThan(1500);
  });
});
