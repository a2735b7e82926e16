import { describe, expect, it } from "vitest";
import type { Files } from "../fixture.ts";
import { check, findings, SOUND } from "../lint/fixture.ts";
import { CENTERED, centered, expecting } from "./people.fixture.ts";

/** What each request of one expectation came to, as its failures tell if the opposite is expected. */
function outcomes(expectation: string, files = CENTERED): string[] {
  const failures = (expect: string) =>
    check(expecting(files, `{ name: n, ${expectation}, expect: ${expect} }`)).expectations
      ?.failed ?? [];
  return [...failures("allowed"), ...failures("denied")].flatMap(({ cases }) =>
    cases.map(({ account, got, because }) => `${account} ${got}: ${because}`),
  );
}

/** What does not hold. */
const failures = (files: Files) => findings(files).filter((one) => one.startsWith("error"));

describe("a group", () => {
  it("may do in each account what the permission set that it has there allows", () => {
    expect(
      outcomes("principal: group/Devs, action: sqs:DeleteQueue, accounts: [dev, prod]"),
    ).toEqual([
      "prod denied: the permission set Reader does not allow it",
      "dev allowed: the permission set Power allows it",
    ]);
  });

  it("may do nothing where it has none", () => {
    expect(outcomes("principal: group/Devs, action: s3:GetObject, accounts: management")).toEqual([
      "management denied: group/Devs has no permission set in management",
    ]);
  });

  it("is under the organization's policies", () => {
    expect(outcomes("principal: group/Ops, action: cloudtrail:StopLogging, accounts: dev")).toEqual(
      ["dev denied: work denies it by Trail, attached to Root/Work"],
    );
    const by =
      "principal: group/Ops, action: cloudtrail:StopLogging, accounts: dev, expect: denied";
    expect(findings(expecting(CENTERED, `{ name: n, ${by}, by: work }`))).toEqual([]);
    expect(findings(expecting(CENTERED, `{ name: n, ${by}, by: guard }`))).toEqual([
      expect.stringContaining(
        "by group/Ops in dev must be denied by guard, but work denies it by Trail",
      ),
    ]);
  });

  it("is under none of them in the management account, but its own permissions count", () => {
    const files = centered(["accounts: all }", "accounts: [all, management] }"]);
    const stop = "action: cloudtrail:StopLogging, accounts: management";
    expect(outcomes(`principal: group/Ops, ${stop}`, files)).toEqual([
      "management allowed: the permission set Admin allows it",
    ]);
    expect(outcomes(`principal: permission-set/Admin, ${stop}`, files)).toEqual([
      "management allowed: control policies never limit the management account",
    ]);
  });

  it("is refused what the inline policy denies, and what the boundary doesn't allow", () => {
    const inline = "principal: group/Devs, action: sns:DeleteTopic, accounts: dev";
    expect(outcomes(inline)).toEqual([
      "dev denied: inline policy of the permission set Power denies it by #1",
    ]);
    const bounded = centered([
      "Power: { ",
      "Power: { boundary: { managedPolicy: AmazonS3FullAccess }, ",
    ]);
    expect(
      outcomes("principal: group/Devs, action: sqs:DeleteQueue, accounts: dev", bounded),
    ).toEqual(["dev denied: the boundary of the permission set Power does not allow it"]);
  });

  it("chooses its permission sets one by one", () => {
    const both = centered([
      "assignments:\n",
      "assignments:\n  - { group: Devs, permissionSet: Reader, accounts: dev }\n",
    ]);
    expect(outcomes("principal: group/Devs, action: sqs:DeleteQueue, accounts: dev", both)).toEqual(
      ["dev allowed: the permission set Power allows it"],
    );
    // Reader doesn't allow it, so the policy is not what refuses it whichever set they choose.
    const by =
      "{ name: n, principal: group/Devs, action: cloudtrail:StopLogging, accounts: dev, expect: denied, by: work }";
    expect(findings(expecting(both, by)).filter((one) => one.includes("does not hold"))).toEqual(
      [],
    );
  });
});

describe("a policy whose document is not known", () => {
  const custom = centered(["Power: { ", "Power: { customerManagedPolicies: [/teams/devs], "]);
  const request = (action: string) => `principal: group/Devs, action: ${action}, accounts: dev`;

  it("may allow what others don't, and deny what others allow", () => {
    const open =
      "dev unreadable: the permission set Power has /teams/devs, whose document is not known";
    expect(outcomes(request("sqs:DeleteQueue"), custom)).toEqual([open, open]);
    expect(outcomes(request("iam:CreateRole"), custom)).toEqual([open, open]);
  });

  it("changes nothing about what is denied anyway", () => {
    expect(outcomes(request("sns:DeleteTopic"), custom)).toEqual([
      "dev denied: inline policy of the permission set Power denies it by #1",
    ]);
    expect(outcomes(request("cloudtrail:StopLogging"), custom)).toEqual([
      "dev denied: work denies it by Trail, attached to Root/Work",
    ]);
  });

  it("may be a boundary, which only limits", () => {
    const bounded = centered([
      "Power: { ",
      "Power: { boundary: { customerManagedPolicy: /limit }, ",
    ]);
    const open = "dev unreadable: the permission set Power has /limit, whose document is not known";
    expect(outcomes(request("sqs:DeleteQueue"), bounded)).toEqual([open, open]);
    expect(outcomes(request("iam:CreateRole"), bounded)).toEqual([
      "dev denied: the permission set Power does not allow it",
    ]);
  });

  it("is known where the baseline brings it", () => {
    const files = {
      ...custom,
      "holdfast.yaml": `${custom["holdfast.yaml"]}managedPolicyDocuments: { /teams/devs: policies/iam/devs.json }\n`,
      "policies/iam/devs.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "Roles", Effect: "Allow", Action: "iam:CreateRole", Resource: "*" }],
      }),
    };
    expect(outcomes(request("iam:CreateRole"), files)).toEqual([
      "dev allowed: the permission set Power allows it",
    ]);
  });
});

describe("a user", () => {
  it("may do what any of their groups may, and what they are assigned themselves", () => {
    expect(
      outcomes("principal: user/dana, action: sqs:DeleteQueue, accounts: [dev, prod]"),
    ).toEqual([
      "prod denied: the permission set Reader does not allow it",
      "dev allowed: the permission set Power allows it",
    ]);
    const direct = centered([
      "assignments:\n",
      "assignments:\n  - { user: dana, permissionSet: Admin, accounts: prod }\n",
    ]);
    expect(
      outcomes("principal: user/dana, action: sqs:DeleteQueue, accounts: prod", direct),
    ).toEqual(["prod allowed: the permission set Admin allows it"]);
  });

  it("may be in a group whose members are not declared", () => {
    const loose = centered(["groups:\n  Ops: { members: [olivia] }\n", "groups:\n"], {
      // Nobody names Olivia then.
      users: ["dana"],
    });
    const perhaps =
      "dev unreadable: the permission set Admin allows it to the members of Ops, who are not declared";
    expect(outcomes("principal: user/dana, action: iam:CreateRole, accounts: dev", loose)).toEqual([
      perhaps,
      perhaps,
    ]);
    expect(outcomes("principal: user/dana, action: sqs:DeleteQueue, accounts: dev", loose)).toEqual(
      ["dev allowed: the permission set Power allows it"],
    );
  });

  it("whom Identity Center doesn't know is an IAM user of unlimited permissions", () => {
    expect(outcomes("principal: user/legacy-ci, action: sqs:DeleteQueue, accounts: dev")).toEqual([
      "dev allowed: no policy denies it",
    ]);
  });

  it("has their id in the condition keys of their sessions", () => {
    const id = "60ca4aed-0234-232d-c948-148da272224a";
    const deny = {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Trail",
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { StringEquals: { "identitystore:UserId": id } },
        },
      ],
    };
    const files = { ...CENTERED, "policies/work.json": JSON.stringify(deny) };
    const request = (who: string) => `principal: ${who}, action: sqs:DeleteQueue, accounts: dev`;
    expect(outcomes(request("user/olivia"), files)).toEqual([
      "dev denied: work denies it by Trail, attached to Root/Work",
    ]);
    expect(outcomes(request("user/dana"), files)).toEqual([
      "dev allowed: the permission set Power allows it",
    ]);
  });
});

describe("anybody", () => {
  const only = (except: string) =>
    failures(
      expecting(
        CENTERED,
        `{ name: n, principal: anybody, ${except}action: iam:CreateRole, accounts: [dev, prod], expect: denied }`,
      ),
    );

  it("is everybody who is assigned something anywhere, but for those who are excepted", () => {
    expect(only("except: group/Ops, ")).toEqual([]);
    expect(only("")).toEqual([
      expect.stringContaining(
        "iam:CreateRole by group/Ops in dev must be denied, but the permission set Admin allows it (and 1 more)",
      ),
    ]);
  });

  it("includes users with an assignment of their own, who come in no group's name", () => {
    const direct = centered([
      "assignments:\n",
      "assignments:\n  - { user: olivia, permissionSet: Admin, accounts: prod }\n",
    ]);
    const rule =
      "{ name: n, principal: anybody, except: group/Ops, action: iam:CreateRole, accounts: [dev, prod], expect: denied }";
    expect(failures(expecting(direct, rule))).toEqual([
      expect.stringMatching(
        /by user\/olivia in prod must be denied, but the permission set Admin allows it$/,
      ),
    ]);
  });
});

describe("an approximation", () => {
  it("is told once for all the expectations that rest on it", () => {
    const reads = (name: string) =>
      `{ name: ${name}, principal: group/Devs, action: [s3:GetObject, sqs:ListQueues], accounts: prod, expect: allowed }`;
    const { problems } = check(expecting(CENTERED, reads("a"), reads("b")));
    expect(problems).toEqual([
      expect.objectContaining({
        rule: "approximated-policy",
        severity: "note",
        subject: "ReadOnlyAccess",
        path: "permissionSets.Reader",
        message: expect.stringContaining(
          "2 expectations rest on an approximation: ReadOnlyAccess is taken for",
        ),
      }),
    ]);
  });

  it("is not told where an exact policy allows or denies it anyway", () => {
    const files = centered(["[ReadOnlyAccess]", "[ReadOnlyAccess, AmazonS3ReadOnlyAccess]"]);
    const rules = [
      "{ name: a, principal: group/Devs, action: s3:GetObject, accounts: prod, expect: allowed }",
      "{ name: b, principal: group/Devs, action: cloudtrail:StopLogging, accounts: prod, expect: denied }",
    ];
    expect(findings(expecting(files, ...rules))).toEqual([]);
  });
});

describe("people that can't be meant", () => {
  it.each([
    [
      "principal: group/Opps, action: s3:GetObject",
      "Identity Center knows no group/Opps in groups or assignments",
    ],
    [
      "principal: user/dana@example.com, action: s3:GetObject",
      "Identity Center knows no user/dana@example.com in groups or assignments",
    ],
    ["principal: anybody, except: group/Opps, action: s3:GetObject", "there is no group/Opps"],
    [
      "principal: group/Ops, except: group/Ops, action: s3:GetObject",
      "only goes with principal: anybody",
    ],
    [
      "principal: anybody, except: role/A, action: s3:GetObject",
      "must be group/<name> or user/<name>",
    ],
  ])("%s: %s", (rest, complaint) => {
    const found = findings(expecting(CENTERED, `{ name: n, ${rest}, expect: denied }`));
    expect(found).toEqual([expect.stringContaining(complaint)]);
  });

  it("are nobody where Identity Center is not declared", () => {
    const found = findings(
      expecting(
        SOUND,
        "{ name: n, principal: [group/Ops, anybody], action: s3:GetObject, expect: denied }",
      ),
    ).filter((one) => one.includes("expectations.yaml"));
    expect(found).toEqual([
      expect.stringContaining("knows no group/Ops"),
      expect.stringContaining("nobody is assigned anything"),
    ]);
  });
});
