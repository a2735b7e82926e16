import { describe, expect, it } from "vitest";
import { complaints, FILES, type Files } from "../fixture.ts";
import { allowing, CENTER, changed, extended, pinned } from "./fixture.ts";

const WHERE = /^(holdfast\.yaml|holdfast\.lock\.json):/;

/** What is wrong, without the file's name. */
const wrong = (files: Files) => complaints(files).map((one) => one.replace(WHERE, ""));
const without = (line: string) => changed([line, ""]);
const many = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => name(index)).join(", ");

describe("the fixture", () => {
  it("loads", () => {
    expect(complaints(CENTER)).toEqual([]);
  });
});

describe("permission sets", () => {
  const admin = (rest: string) =>
    changed(["Admin: { managedPolicies: [AdministratorAccess] }", `Admin: { ${rest} }`]);

  it.each([
    [
      "managedPolicies: [IAMFullAccess, arn:aws:iam::aws:policy/IAMFullAccess]",
      [
        "25:45 permissionSets.Admin.managedPolicies.1 - arn:aws:iam::aws:policy/IAMFullAccess is listed twice",
      ],
    ],
    [
      "customerManagedPolicies: [a, /team/a, /a]",
      ["25:50 permissionSets.Admin.customerManagedPolicies.2 - /a is listed twice"],
    ],
    [
      `managedPolicies: [${many(12, (index) => `A${index}`)}], customerManagedPolicies: [${many(9, (index) => `b${index}`)}]`,
      ["25:10 permissionSets.Admin - has 21 managed policies; a role takes 20 at most"],
    ],
    [
      `managedPolicies: [${many(21, (index) => `A${index}`)}]`,
      ["25:29 permissionSets.Admin.managedPolicies - are more than the 20 that AWS allows at most"],
    ],
    [
      `tags: { ${many(51, (index) => `t${index}: x`)} }`,
      ["25:18 permissionSets.Admin.tags - are 51; AWS takes 50"],
    ],
    [
      "tags: { aws:team: x }",
      [
        "25:20 permissionSets.Admin.tags.aws:team - must not begin with aws:, which AWS keeps for itself",
      ],
    ],
    [
      'description: "全部"',
      ["25:25 permissionSets.Admin.description - must consist of Latin-1 characters"],
    ],
    [
      'relayState: "https://a.example/<x>"',
      ["25:24 permissionSets.Admin.relayState - must be an address of characters that AWS takes"],
    ],
    [
      "sessionDuration: PT13H",
      [
        "25:29 permissionSets.Admin.sessionDuration - must be an ISO 8601 duration of one to twelve hours, such as PT8H",
      ],
    ],
    [
      "inlinePolicy: policies/none.json",
      ["25:26 permissionSets.Admin.inlinePolicy - there is no file policies/none.json"],
    ],
  ])("judges %s", (rest, found) => {
    expect(wrong(admin(rest))).toEqual(found);
  });

  it("are named as AWS lets them be", () => {
    const long = "x".repeat(33);
    expect(wrong(named(long))).toContainEqual(
      expect.stringContaining("must be 1 to 32 letters, digits or any of + = , . @ _ -"),
    );
    expect(wrong(named("ps-0123456789abcdef"))).toContainEqual(
      expect.stringContaining("looks like the id of a permission set"),
    );

    function named(name: string): Files {
      return changed(
        ["  Admin: {", `  ${name}: {`],
        ["permissionSet: Admin", `permissionSet: ${name}`],
      );
    }
  });

  it("have an inline policy that AWS has room for", () => {
    const long = allowing(...Array.from({ length: 2_000 }, (_, index) => `s3:GetObject${index}`));
    expect(complaints({ ...CENTER, "policies/reader-inline.json": long })).toEqual([
      expect.stringMatching(/^policies\/reader-inline\.json:1:1 - has \d+ .* AWS takes 32768$/),
    ]);
  });
});

describe("documents of managed policies", () => {
  const files = { "policies/a.json": allowing("s3:*") };

  it.each([
    [
      "{ ReadOnlyAcces: policies/a.json }",
      [
        '36:27 managedPolicyDocuments.ReadOnlyAcces - no permission set has this policy (did you mean "ReadOnlyAccess"?)',
      ],
    ],
    [
      "{ teams/readers: policies/a.json }",
      [
        '36:27 managedPolicyDocuments.teams/readers - no permission set has this policy (did you mean "/teams/readers"?)',
      ],
    ],
    [
      "{ ReadOnlyAccess: policies/a.json, arn:aws:iam::aws:policy/ReadOnlyAccess: policies/a.json }",
      [
        "36:60 managedPolicyDocuments.arn:aws:iam::aws:policy/ReadOnlyAccess - is the same policy as ReadOnlyAccess",
      ],
    ],
    ["{ /limits/most: policies/a.json, ReadOnlyAccess: policies/a.json }", []],
  ])("judges %s", (documents, found) => {
    expect(wrong(extended(`managedPolicyDocuments: ${documents}\n`, files))).toEqual(found);
  });
});

describe("assignments", () => {
  const ops = (rest: string) =>
    changed(["{ group: Ops, permissionSet: Admin, accounts: all }", rest]);

  it.each([
    [
      "{ group: Ops, permissionSet: Admn, accounts: all }",
      '32:34 assignments.0.permissionSet - no permission set is named Admn (did you mean "Admin"?)',
    ],
    [
      "{ group: Ops, permissionSet: Admin, accounts: [dev, Root/Wrk] }",
      '32:57 assignments.0.accounts.1 - "Root/Wrk" is neither an account nor a unit (did you mean "Root/Work"?)',
    ],
    [
      "{ group: Ops, permissionSet: Admin, accounts: [dev, dev] }",
      "32:57 assignments.0.accounts.1 - dev is listed twice",
    ],
    [
      "{ group: Ops, user: omar, permissionSet: Admin, accounts: dev }",
      "32:5 assignments.0 - must name either a group or a user",
    ],
    [
      "{ group: Opss, permissionSet: Admin, accounts: all }",
      "32:14 assignments.0.group - Opss has no id in the lock file (add its id to identityCenter.groups of holdfast.lock.json)",
    ],
    [
      "{ user: otto, permissionSet: Admin, accounts: all }",
      "32:13 assignments.0.user - otto has no id in the lock file (add its id to identityCenter.users of holdfast.lock.json)",
    ],
  ])("judges %s", (assignment, found) => {
    expect(wrong(ops(assignment))).toContain(found);
  });

  it("are said once", () => {
    const twice = "  - { group: Ops, permissionSet: Admin, accounts: [dev, all] }\ngroups:";
    expect(wrong(changed(["groups:", twice]))).toContainEqual(
      expect.stringContaining("assignments.2.accounts.1 - Admin is assigned to Ops in all already"),
    );
  });
});

describe("groups", () => {
  it("that are not guarded have no members that somebody would see to", () => {
    const loose = ["members: [olivia, omar]", "guarded: false, members: [olivia, omar]"] as const;
    expect(wrong(changed(loose))).toContain(
      "35:35 groups.Ops.members - nobody sees to the members of Ops: it is not guarded (leave out guarded: false, or these)",
    );
  });

  it("have each member once", () => {
    expect(wrong(changed(["[olivia, omar]", "[olivia, omar, olivia]"]))).toEqual([
      "35:34 groups.Ops.members.2 - olivia is listed twice",
    ]);
  });
});

describe("just-in-time grants", () => {
  const grant = (rest: string) =>
    wrong(extended(`justInTime:\n  - { ${rest}, maximumDuration: PT4H, reason: tickets }\n`));

  it.each([
    ["permissionSet: Admin, accounts: all, principal: '*@example.com'", []],
    ["permissionSet: 'Ad*n', accounts: dev", []],
    ["group: 'O*'", []],
    [
      "permissionSet: Admn, accounts: all",
      [
        '37:22 justInTime.0.permissionSet - "Admn" matches no declared permission set (did you mean "Admin"?)',
      ],
    ],
    [
      "permissionSet: 'jit-*', accounts: all",
      ['37:22 justInTime.0.permissionSet - "jit-*" matches no declared permission set'],
    ],
    ["group: Devs", ['37:14 justInTime.0.group - "Devs" matches no guarded group']],
    [
      "permissionSet: Admin, accounts: prd",
      [
        '37:39 justInTime.0.accounts - "prd" is neither an account nor a unit (did you mean "prod"?)',
      ],
    ],
    [
      "group: Ops, permissionSet: Admin, accounts: dev",
      ["37:5 justInTime.0 - must name either a permission set or a group"],
    ],
    [
      "group: Ops, principalType: group",
      [
        "37:34 justInTime.0.principalType - goes with a permission set: members of a group are users",
      ],
    ],
  ])("judges %s", (rest, found) => {
    expect(grant(rest)).toEqual(found);
  });
});

describe("without permission sets", () => {
  it("nothing else of Identity Center can be declared", () => {
    const text = `assignments:
  - { group: Ops, permissionSet: Admin, accounts: all }
groups: { Ops: {} }
justInTime:
  - { group: Ops, maximumDuration: PT4H, reason: tickets }
managedPolicyDocuments: { ReadOnlyAccess: policies/freeze.json }
`;
    const files = { ...FILES, "holdfast.yaml": FILES["holdfast.yaml"] + text };
    expect(wrong(files).map((one) => one.replace(/^\d+:\d+ /, ""))).toEqual([
      "assignments - needs permissionSets, which are not declared",
      "groups - needs permissionSets, which are not declared",
      "justInTime - needs permissionSets, which are not declared",
      "managedPolicyDocuments - needs permissionSets, which are not declared",
    ]);
  });

  it("there is nothing to pin", () => {
    const files = { ...CENTER, "holdfast.yaml": FILES["holdfast.yaml"] };
    expect(wrong({ ...files, "policies/reader-inline.json": "" })).toContainEqual(
      expect.stringContaining("identityCenter - pins what the baseline does not declare"),
    );
  });
});

describe("the ids of Identity Center", () => {
  it("are there for every set, group and user", () => {
    const { "holdfast.lock.json": lock, ...rest } = CENTER;
    const files = { ...rest, "holdfast.lock.json": FILES["holdfast.lock.json"] };
    expect(lock).toContain("identityCenter");
    expect(wrong(files)).toEqual([
      "24:1 permissionSets - have no ids in the lock file (add identityCenter to holdfast.lock.json)",
    ]);
  });

  it("belong to something that is declared", () => {
    const found = wrong(
      without("  - { group: Devs, permissionSet: Reader, accounts: Root/Work }\n"),
    );
    expect(found).toEqual([
      expect.stringContaining("identityCenter.groups.Devs - names nothing in the baseline"),
    ]);
  });

  it("are each of one name", () => {
    const copied = pinned([
      "74a0dbf5-e14e-eb63-c0a1-4ddaa74c77b5",
      "60ca4aed-0234-232d-c948-148da272224a",
    ]);
    expect(wrong(copied)).toEqual([
      expect.stringContaining(
        "identityCenter.users.omar - 60ca4aed-0234-232d-c948-148da272224a is the id of olivia already",
      ),
    ]);
  });
});
