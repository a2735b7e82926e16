import { describe, expect, it } from "vitest";
import { complaints, edited } from "./fixture.ts";

const yaml = (before: string, after: string) => complaints(edited("holdfast.yaml", before, after));

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
