import { describe, expect, it } from "vitest";
import { complaints, edited, FILES } from "./fixture.ts";

const yaml = (before: string, after: string) => complaints(edited("holdfast.yaml", before, after));

describe("units and accounts", () => {
  it.each([
    [
      "accounts: [dev] }",
      "accounts: [] }",
      ["12:3 accounts.dev - is in no unit (list it under `accounts` of the unit that holds it)"],
    ],
    [
      "accounts: [dev] }",
      "accounts: [dev, dve] }",
      ['16:32 units.Root/Work.accounts.1 - no account is named dve (did you mean "dev"?)'],
    ],
    [
      "accounts: [prod]",
      "accounts: [prod, dev]",
      ["17:38 units.Root/Work/Live.accounts.1 - dev is in Root/Work already"],
    ],
    [
      "accounts: [dev] }",
      "accounts: [dev, dev] }",
      ["16:32 units.Root/Work.accounts.1 - dev is in Root/Work already"],
    ],
    [
      '"100000000003"',
      '"100000000002"',
      ["13:9 accounts.prod - 100000000002 is the id of dev already"],
    ],
    [
      '  dev: "1',
      '  management: "100000000009"\n  dev: "1',
      [
        "12:3 accounts.management - this name is for the management account, 100000000001 (choose another name)",
      ],
    ],
    [
      "  Root: { policies: [no-root] }\n",
      "",
      [
        "15:3 units - Root is missing (add Root: {})",
        "15:3 units.Root/Work - its parent Root is not declared (add Root to units)",
      ],
    ],
    ["{ accounts: [dev] }", "{ accounts: [dev, management], policies: [] }", []],
    [
      "exemptions:",
      "review: [{ guardrail: scp-atachment, key: dev, finding: odd, since: 2026-11-25 }]\nexemptions:",
      [
        '18:23 review.0.guardrail - there is no guardrail "scp-atachment" (did you mean "scp-attachment"?)',
      ],
    ],
  ])("judges %j changed to %j", (before, after, found) => {
    expect(yaml(before, after).toSorted()).toEqual(found.map((one) => `holdfast.yaml:${one}`));
  });

  it("wants the parent of every unit", () => {
    const files = edited("holdfast.yaml", "  Root/Work/Live:", "  Root/Wrok/Live:");
    expect(complaints(files)).toContain(
      'holdfast.yaml:17:3 units.Root/Wrok/Live - its parent Root/Wrok is not declared (did you mean "Root/Work"?)',
    );
  });

  it("refuses paths that do not begin at the root, end in a slash or nest too deep", () => {
    for (const path of ["Work", "Root/", "Root//Work", "root/Work", "Root/a/b/c/d/e/f"]) {
      const found = yaml("  Root/Work/Live:", `  ${path}:`);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(
        /^holdfast.yaml:17:3 units\..* - (must be Root or|is nested deeper)/,
      );
    }
  });
});

describe("modes and exemptions", () => {
  it.each([
    [
      "guardrails: { scp-attachment",
      "guardrails: { scp-atachment",
      '8:17 modes.guardrails.scp-atachment - there is no guardrail "scp-atachment" (did you mean "scp-attachment"?)',
    ],
    [
      "Root/Work: { scp-",
      "Root/Wrk: { scp-",
      '10:5 modes.units.Root/Wrk - no such unit (did you mean "Root/Work"?)',
    ],
    [
      "Root/Work: { scp-attachment",
      "Root/Work: { iam",
      '10:18 modes.units.Root/Work.iam - there is no guardrail "iam" (there are: scp-attachment, policy-type)',
    ],
    [
      "guardrail: scp-attachment",
      "guardrail: constructor",
      '19:16 exemptions.0.guardrail - there is no guardrail "constructor" (there are: scp-attachment, policy-type)',
    ],
    [
      "key: dev",
      "key: Root/Wrk",
      '20:10 exemptions.0.key - "Root/Wrk" is nothing that an alert could be about: no unit, account, policy, permission set, group, assignment or role (did you mean "Root/Work"?)',
    ],
  ])("refuses %j changed to %j", (before, after, complaint) => {
    expect(yaml(before, after)).toEqual([`holdfast.yaml:${complaint}`]);
  });

  it("lets a policy be exempt as well, by its name", () => {
    expect(yaml("key: dev", "key: freeze")).toEqual([]);
  });

  it("knows the management account by the one name it has", () => {
    expect(yaml("key: dev", "key: management")).toEqual([]);
    const named = edited("holdfast.yaml", '  dev: "1', '  payer: "100000000001"\n  dev: "1');
    const exempt = named["holdfast.yaml"]?.replace("key: dev", "key: management") ?? "";
    expect(complaints({ ...named, "holdfast.yaml": exempt })).toEqual([
      'holdfast.yaml:21:10 exemptions.0.key - "management" is nothing that an alert could be about: no unit, account, policy, permission set, group, assignment or role',
    ]);
  });

  it("refuses a second exemption of the same subject, whose end would be ambiguous", () => {
    const entry = FILES["holdfast.yaml"].split("exemptions:\n")[1] ?? "";
    expect(yaml(entry, entry + entry.replace("2027", "2028"))).toEqual([
      "holdfast.yaml:25:10 exemptions.1.key - dev is exempt from scp-attachment already",
    ]);
  });
});
