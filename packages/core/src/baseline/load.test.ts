import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { HoldfastError } from "../errors.ts";
import { complaints, edited, FILES, load } from "./fixture.ts";
import { BaselineError } from "./index.ts";

const yaml = (before: string, after: string) => complaints(edited("holdfast.yaml", before, after));
const lock = (before: string, after: string) =>
  complaints(edited("holdfast.lock.json", before, after));
const freeze = (text: string) => complaints({ ...FILES, "policies/freeze.json": text });

describe("loading a baseline", () => {
  it("resolves names, ids, units and defaults", () => {
    const baseline = load();
    expect(baseline.organization).toEqual({
      id: "o-abcdefghij",
      management: "100000000001",
      hubRegion: "us-east-1",
      identityCenterRegion: "us-east-1",
      regions: ["eu-west-1", "us-east-1"],
    });
    expect(baseline.accounts).toEqual([
      { name: "dev", id: "100000000002", unit: "Root/Work", policies: [] },
      { name: "management", id: "100000000001", unit: "Root", policies: [] },
      { name: "prod", id: "100000000003", unit: "Root/Work/Live", policies: ["freeze"] },
    ]);
    expect(baseline.units).toEqual([
      { path: "Root", id: "r-ab12", policies: ["no-root"] },
      { path: "Root/Work", id: "ou-ab12-00000001", policies: [] },
      { path: "Root/Work/Live", id: "ou-ab12-00000002", policies: ["freeze", "no-root"] },
    ]);
    expect(baseline.policies.map(({ name, id, type }) => ({ name, id, type }))).toEqual([
      { name: "freeze", id: "p-00000002", type: "SERVICE_CONTROL_POLICY" },
      { name: "no-root", id: "p-00000001", type: "SERVICE_CONTROL_POLICY" },
    ]);
    expect(baseline.modes.default).toBe("alert");
    expect(baseline.leaveAlone).toEqual([]);
    expect(baseline.exemptions[0]?.expiresOn).toBe("2027-01-31");
  });

  it("lets the management account have a name and a unit of its own", () => {
    const files = edited("holdfast.yaml", '  dev: "1', '  payer: "100000000001"\n  dev: "1');
    const place = (all: typeof files) => load(all).accounts.find(({ name }) => name === "payer");
    expect(place(files)?.unit).toBe("Root");
    const moved =
      files["holdfast.yaml"]?.replace("accounts: [dev]", "accounts: [dev, payer]") ?? "";
    expect(place({ ...files, "holdfast.yaml": moved })?.unit).toBe("Root/Work");
    expect(load(files).accounts.map(({ name }) => name)).not.toContain("management");
  });

  it("gives the same hash whatever the order of keys and of lists that are sets", () => {
    const { hash } = load();
    const source: unknown = parse(FILES["holdfast.yaml"]);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const text = stringify(shuffled(source, () => numbers.next().value));
        expect(load({ ...FILES, "holdfast.yaml": text }).hash).toBe(hash);
      }),
    );
  });

  it.each([
    ["holdfast.yaml", "scp-attachment: revert", "scp-attachment: restrict"],
    ["holdfast.yaml", "100000000002", "100000000012"],
    ["holdfast.yaml", "2027-01-31", "2027-02-01"],
    ["holdfast.lock.json", "p-00000001", "p-00000009"],
    ["policies/freeze.json", "iam:*", "s3:*"],
  ] as const)("gives another hash when %s says %s instead of %s", (file, before, after) => {
    expect(load(edited(file, before, after)).hash).not.toBe(load().hash);
  });

  it("carries every problem of every file in one error, in reading order", () => {
    const files = {
      ...edited("holdfast.yaml", "accounts: [dev]", "accounts: [dve]"),
      "holdfast.lock.json": "{",
      "policies/freeze.json": "[]",
    };
    expect(() => load(files)).toThrow(BaselineError);
    expect(() => load(files)).toThrow(HoldfastError);
    try {
      load(files);
    } catch (error) {
      expect(error).toMatchObject({ code: "BASELINE_INVALID", source: "user" });
      const lines = (error as BaselineError).message.split("\n");
      expect(lines.map((line) => line.split(" ")[0])).toEqual([
        "holdfast.lock.json:1:1",
        "holdfast.yaml:12:3",
        "holdfast.yaml:16:27",
        "policies/freeze.json:1:1",
      ]);
    }
  });
});

describe("the form of holdfast.yaml", () => {
  it("refuses unknown keys wherever they stand and names the nearest known one", () => {
    expect(yaml("modes:\n", "modus: 1\nmodes:\n")).toEqual([
      'holdfast.yaml:7:1 modus - unknown key (did you mean "modes"?)',
    ]);
    expect(yaml("policies: [no-root] }", "polices: [no-root] }")).toEqual([
      'holdfast.yaml:15:11 units.Root.polices - unknown key (did you mean "policies"?)',
    ]);
    expect(yaml("    owner: team", "    owner: team\n    until: never")).toEqual([
      "holdfast.yaml:23:5 exemptions.0.until - unknown key",
    ]);
    expect(yaml('"100000000003", ', '"100000000003", Id: x, ')).toEqual([
      'holdfast.yaml:13:31 accounts.prod.Id - unknown key (did you mean "id"?)',
    ]);
    expect(yaml("modes:\n", "modes:\n  defualt: off\n")).toEqual([
      'holdfast.yaml:8:3 modes.defualt - unknown key (did you mean "default"?)',
    ]);
  });

  it("says what is missing, and where", () => {
    expect(yaml('  management: "100000000001"\n', "")).toEqual([
      "holdfast.yaml:3:3 organization.management - is required",
    ]);
    expect(yaml("    expiresOn: 2027-01-31\n", "")).toEqual([
      "holdfast.yaml:19:5 exemptions.0.expiresOn - is required",
    ]);
    expect(complaints({})).toEqual([
      "holdfast.lock.json:1:1 - there is no such file (it pins the ids of units and policies)",
      "holdfast.yaml:1:1 - there is no such file (a baseline begins with this file)",
    ]);
  });

  it.each([
    ["version: 1", "version: 2", "1:10 version - must be 1"],
    [
      'dev: "100000000002"',
      "dev: 100000000002",
      "12:8 accounts.dev - is a number here: write it in quotes",
    ],
    ['dev: "100000000002"', 'dev: "1"', "12:8 accounts.dev - must be 12 digits"],
    ['dev: "', 'dev/x: "', "12:3 accounts.dev/x - must consist of letters, digits, dots, - and _"],
    [
      "scp-attachment: revert",
      "scp-attachment: undo",
      "8:33 modes.guardrails.scp-attachment - must be off, alert, restrict, revert",
    ],
    [
      "hubRegion: us-east-1",
      "hubRegion: virginia",
      "4:14 organization.hubRegion - must be a Region such as us-east-1",
    ],
    [
      "hubRegion: us-east-1",
      "hubRegion: eu-north-1",
      "4:14 organization.hubRegion - eu-north-1 is not among the regions",
    ],
    [
      "regions: [us-east-1, eu",
      "regions: [us-east-1, us-east-1, eu",
      "6:24 organization.regions.1 - us-east-1 is listed twice",
    ],
    ["policies: [no-root] }", "policies: no-root }", "15:21 units.Root.policies - must be a list"],
    [
      "2027-01-31",
      "2027-02-29",
      "23:16 exemptions.0.expiresOn - must be a day that exists, as YYYY-MM-DD",
    ],
    [
      "2027-01-31",
      "31.1.2027",
      "23:16 exemptions.0.expiresOn - must be a day that exists, as YYYY-MM-DD",
    ],
    ["reason: trial", 'reason: " "', "21:13 exemptions.0.reason - must not be empty"],
    [
      "units:\n  Root: {",
      "leaveAlone: [p-FullAWSAccess]\nunits:\n  Root: {",
      "14:14 leaveAlone.0 - is AWS's own policy and always attached: leave it out",
    ],
    [
      "policies: [no-root] }",
      "policies: [no-root, FullAWSAccess] }",
      "15:31 units.Root.policies.1 - is AWS's own and always attached: leave it out",
    ],
  ])("refuses %j changed to %j", (before, after, complaint) => {
    expect(yaml(before, after)).toEqual([`holdfast.yaml:${complaint}`]);
  });

  it.each([
    "../../etc/passwd",
    "/etc/passwd",
    "policies/../../x.json",
    "a\\..\\b",
    ".",
    "a//b",
    "",
  ])("refuses %j as the file of a policy and never reads it", (path) => {
    const added = `policies:\n  freeze: { file: ${JSON.stringify(path)} }\nunits:\n  Root: {`;
    expect(yaml("units:\n  Root: {", added)).toEqual([
      "holdfast.yaml:15:19 policies.freeze.file - must be a path inside the baseline directory, such as policies/name.json",
    ]);
  });
});

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
      '  dev: "1',
      '  payer: { id: "100000000001", policies: [freeze] }\n  dev: "1',
      ["12:42 accounts.payer.policies - control policies have no effect on the management account"],
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
      '20:10 exemptions.0.key - "Root/Wrk" is neither a unit nor an account (did you mean "Root/Work"?)',
    ],
  ])("refuses %j changed to %j", (before, after, complaint) => {
    expect(yaml(before, after)).toEqual([`holdfast.yaml:${complaint}`]);
  });

  it("refuses a second exemption of the same subject, whose end would be ambiguous", () => {
    const entry = FILES["holdfast.yaml"].split("exemptions:\n")[1] ?? "";
    expect(yaml(entry, entry + entry.replace("2027", "2028"))).toEqual([
      "holdfast.yaml:25:10 exemptions.1.key - dev is exempt from scp-attachment already",
    ]);
  });
});

describe("policies", () => {
  const declare = (settings: string) =>
    edited(
      "holdfast.yaml",
      "units:\n  Root: {",
      `policies: { freeze: ${settings} }\nunits:\n  Root: {`,
    );

  it("takes type, description and file from the declaration", () => {
    const { "policies/freeze.json": _, ...others } = declare(
      "{ description: No changes, file: shared/freeze.json }",
    );
    const baseline = load({ ...others, "shared/freeze.json": FILES["policies/freeze.json"] });
    expect(baseline.policies[0]).toMatchObject({ name: "freeze", description: "No changes" });
  });

  it("reports a name without a file where it is first used", () => {
    expect(yaml("[no-root, freeze]", "[no-rot, freeze]")).toEqual([
      'holdfast.yaml:17:50 units.Root/Work/Live.policies.0 - there is no file policies/no-rot.json (did you mean "no-root"?)',
      "holdfast.yaml:17:50 units.Root/Work/Live.policies.0 - no-rot has no id in the lock file (add its id to holdfast.lock.json)",
    ]);
  });

  it("reports a policy file that nothing names", () => {
    expect(complaints({ ...FILES, "policies/lost.json": FILES["policies/freeze.json"] })).toEqual([
      "policies/lost.json:1:1 - nothing in holdfast.yaml names this policy (attach it to a unit, declare it under `policies`, or delete the file)",
    ]);
  });

  it("reports an illegible policy at its own line", () => {
    expect(freeze('{\n  "Version": "2012-10-17",\n  "Statment": []\n}')[0]).toMatch(
      /^policies\/freeze\.json:3:\d+ - .*Statment/,
    );
  });

  it.each([
    [
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}',
      "1:66 Statement.Principal - a service control policy can't have Principal",
    ],
    [
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*"}]}',
      "1:38 Statement.0.Resource - Resource or NotResource is missing",
    ],
    [
      '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}',
      '1:1 Version - Version must be "2012-10-17"',
    ],
    ['{"Version":"2012-10-17","Statement":[]}', "1:37 Statement - there is no statement"],
  ])("refuses the service control policy %s", (text, complaint) => {
    expect(freeze(text)).toEqual([`policies/freeze.json:${complaint}`]);
  });

  it("refuses a resource control policy that allows or that names principals", () => {
    const files = declare("{ type: RESOURCE_CONTROL_POLICY }");
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    expect(complaints({ ...files, "policies/freeze.json": text })).toEqual([
      'policies/freeze.json:1:38 Statement.0.Principal - Principal must be "*" in a resource control policy',
      "policies/freeze.json:1:48 Statement.0.Effect - a resource control policy can only deny",
    ]);
  });

  const sized = (length: number, principal: object) => {
    const document = (sid: string) => ({
      Version: "2012-10-17",
      Statement: [{ Sid: sid, Effect: "Deny", ...principal, Action: "*", Resource: "*" }],
    });
    const filler = length - JSON.stringify(document("")).length;
    return JSON.stringify(document("x".repeat(filler)), null, 2);
  };

  it("takes a service control policy of 10,240 characters without formatting, and no more", () => {
    expect(freeze(sized(10_240, {}))).toEqual([]);
    expect(freeze(sized(10_241, {}))).toEqual([
      "policies/freeze.json:1:1 - has 10241 characters without formatting; AWS takes 10240",
    ]);
  });

  it("takes a resource control policy of 5,120 characters without formatting, and no more", () => {
    const files = declare("{ type: RESOURCE_CONTROL_POLICY }");
    const found = (length: number) =>
      complaints({ ...files, "policies/freeze.json": sized(length, { Principal: "*" }) });
    expect(found(5_120)).toEqual([]);
    expect(found(5_121)).toHaveLength(1);
  });

  it.each([
    ["SERVICE_CONTROL_POLICY", 9],
    ["RESOURCE_CONTROL_POLICY", 4],
  ])("leaves room for AWS's own %s: %i fit beside it", (type, max) => {
    const withPolicies = (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `extra-${index}`);
      const declared = names.map((name) => `  ${name}: { type: ${type} }\n`).join("");
      const pins = names.map((name, index) => `"${name}": "p-1000000${index}",`).join(" ");
      const principal = type === "RESOURCE_CONTROL_POLICY" ? '"Principal": "*", ' : "";
      const text = FILES["policies/freeze.json"].replace('"Action"', `${principal}"Action"`);
      return complaints({
        ...FILES,
        "holdfast.yaml": FILES["holdfast.yaml"]
          .replace("units:\n  Root: {", `policies:\n${declared}units:\n  Root: {`)
          .replace("accounts: [dev]", `accounts: [dev], policies: [${names.join(", ")}]`),
        "holdfast.lock.json": FILES["holdfast.lock.json"].replace(
          '"policies": {',
          `"policies": { ${pins}`,
        ),
        ...Object.fromEntries(names.map((name) => [`policies/${name}.json`, text])),
      });
    };
    expect(withPolicies(max)).toEqual([]);
    expect(withPolicies(max + 1)).toEqual([
      expect.stringContaining(`units.Root/Work.policies - Root/Work declares ${max + 1} `),
    ]);
  });

  it("refuses a policy that is listed twice", () => {
    expect(yaml("policies: [no-root] }", "policies: [no-root, no-root] }")).toEqual([
      "holdfast.yaml:15:31 units.Root.policies.1 - no-root is listed twice",
    ]);
  });

  it("refuses to leave alone what is declared", () => {
    expect(yaml("units:\n  Root: {", "leaveAlone: [p-00000001]\nunits:\n  Root: {")).toEqual([
      "holdfast.yaml:14:14 leaveAlone.0 - is the id of no-root, which is declared",
    ]);
  });
});

describe("the lock file", () => {
  it.each([
    ['"p-00000001"', '"p-1"', "10:16 policies.no-root - must be a policy id (p-…)"],
    [
      '"p-00000001"',
      '"p-FullAWSAccess"',
      "10:16 policies.no-root - is AWS's own policy and always attached: leave it out",
    ],
    [
      '"p-00000001"',
      '"p-00000002"',
      "11:15 policies.freeze - p-00000002 is the id of no-root already",
    ],
    [
      '"ou-ab12-00000001"',
      '"ou-xx12-00000001"',
      "6:18 units.Root/Work - ou-xx12-00000001 is not below r-ab12",
    ],
    [
      '"ou-ab12-00000001"',
      '"ou-ab12-00000002"',
      "7:23 units.Root/Work/Live - ou-ab12-00000002 is the id of Root/Work already",
    ],
    ['"r-ab12"', '"R-ab12"', "4:11 root - must be a root id (r-…)"],
    ['"o-abcdefghij"', '"o-short"', "3:19 organization - must be an organization id (o-…)"],
    ['"version": 1', '"version": 1, "extra": 1', "2:17 extra - unknown key"],
    [
      '"freeze"',
      '"fereze"',
      '11:5 policies.fereze - names nothing in the baseline (did you mean "freeze"?)',
    ],
    [
      '"units": {',
      '"units": { "Root": "ou-ab12-00000003",',
      "5:14 units.Root - the root's id belongs to `root`",
    ],
    ['"units": {', '"units": { "Root/Work": "ou-ab12-00000003",', "6:5 - Map keys must be unique"],
  ])("refuses %s changed to %s", (before, after, complaint) => {
    expect(lock(before, after)).toContain(`holdfast.lock.json:${complaint}`);
  });

  it("must pin every unit and every policy", () => {
    expect(lock('    "no-root": "p-00000001",\n', "")).toEqual([
      "holdfast.yaml:15:22 units.Root.policies.0 - no-root has no id in the lock file (add its id to holdfast.lock.json)",
    ]);
    expect(lock('    "Root/Work": "ou-ab12-00000001",\n', "")).toEqual([
      "holdfast.yaml:16:3 units.Root/Work - has no id in the lock file (add its id to holdfast.lock.json)",
    ]);
  });

  it("is JSON, not YAML", () => {
    expect(lock('"version": 1,', "version: 1,")[0]).toMatch(
      /^holdfast.lock.json:1:1 - is not JSON/,
    );
  });

  it("may be indented with tabs", () => {
    const text = JSON.stringify(JSON.parse(FILES["holdfast.lock.json"]), null, "\t");
    expect(load({ ...FILES, "holdfast.lock.json": text }).hash).toBe(load().hash);
  });
});

/** The same value with the keys of its maps, and lists that are sets, in another order. */
function shuffled(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) {
    return shuffle(value, next).map((one) => shuffled(one, next));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, shuffled(one, next)] as const);
  return Object.fromEntries(shuffle(entries, next));
}

function shuffle<T>(values: readonly T[], next: () => number): T[] {
  return values
    .map((value) => ({ value, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
