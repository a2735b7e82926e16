import { describe, expect, it } from "vitest";
import { check, findings, SOUND } from "../lint/fixture.ts";

/** The sound baseline with expectations: each a map in YAML's flow style. */
const expecting = (...expectations: readonly string[]) => ({
  ...SOUND,
  "expectations.yaml": `version: 1\nexpectations:\n${expectations.map((one) => `  - ${one}\n`).join("")}`,
});
const STOP = "principal: root, action: cloudtrail:StopLogging";

describe("expectations", () => {
  it("are counted, and those that hold say nothing", () => {
    const files = expecting(
      `{ name: a, ${STOP}, expect: denied, by: work }`,
      "{ name: b, principal: role/Any, action: s3:GetObject, expect: allowed }",
    );
    expect(check(files)).toEqual({
      problems: [],
      expectations: { total: 2, held: 2, failed: [] },
    });
  });

  it("need not be there", () => {
    expect(check(SOUND)).toEqual({ problems: [] });
  });

  it("name the statement, policy and level that denied what should be allowed", () => {
    const { problems, expectations } = check(
      expecting(`{ name: trail, ${STOP}, accounts: dev, expect: allowed }`),
    );
    expect(problems).toMatchObject([
      {
        rule: "expectation-failed",
        severity: "error",
        file: "expectations.yaml",
        line: 3,
        column: 5,
        message:
          '"trail" does not hold: cloudtrail:StopLogging by arn:aws:iam::100000000002:root must be allowed, but work denies it by Trail, attached to Root/Work',
        related: { file: "policies/work.json", line: 4, column: 5 },
      },
    ]);
    expect(expectations).toEqual({
      total: 1,
      held: 0,
      failed: [
        {
          name: "trail",
          expect: "allowed",
          cases: [
            {
              principal: "arn:aws:iam::100000000002:root",
              account: "dev",
              action: "cloudtrail:StopLogging",
              resource: "*",
              got: "denied",
              policy: "work",
              statement: "Trail",
              level: "Root/Work",
              because: "work denies it by Trail, attached to Root/Work",
            },
          ],
        },
      ],
    });
  });

  it("fail for each combination of callers, actions and resources that comes out otherwise", () => {
    const { expectations } = check(
      expecting(
        "{ name: n, principal: [root, role/A], action: [cloudtrail:StopLogging, s3:GetObject], resource: ['*', 'arn:aws:s3:::b'], expect: denied }",
      ),
    );
    // Two callers in two accounts may read two resources; the trail stays.
    expect(expectations?.failed[0]?.cases.map(({ action }) => action)).toEqual(
      Array.from({ length: 8 }, () => "s3:GetObject"),
    );
  });

  it("fail if another policy denies than the one that should", () => {
    expect(findings(expecting(`{ name: n, ${STOP}, expect: denied, by: guard }`))).toEqual([
      expect.stringContaining("must be denied by guard, but work denies it by Trail"),
    ]);
  });

  it("hold if the policy that should deny does, also where another one comes before it", () => {
    const also = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
    };
    const files = {
      ...expecting(`{ name: n, ${STOP}, expect: denied, by: work }`),
      "policies/guard.json": JSON.stringify(also),
    };
    expect(findings(files).filter((one) => one.includes("does not hold"))).toEqual([]);
  });

  it("say that nothing reaches the management account, which only its name stands for", () => {
    const rule = `{ name: n, ${STOP}, accounts: [Root, all], expect: denied }`;
    expect(findings(expecting(rule))).toEqual([]);
    expect(findings(expecting(rule.replace("[Root, all]", "management")))).toEqual([
      expect.stringContaining("control policies never limit the management account"),
    ]);
  });

  it("say that nothing reaches a service-linked role", () => {
    const role = "role/aws-service-role/x.amazonaws.com/R";
    expect(
      findings(
        expecting(
          `{ name: n, principal: ${role}, action: cloudtrail:StopLogging, expect: denied }`,
        ),
      ),
    ).toEqual([expect.stringContaining("control policies never limit service-linked roles")]);
  });

  it("fill in account ids and the role of a permission set", () => {
    const { expectations } = check(
      expecting(
        `{ name: n, principal: permission-set/Admin, accounts: dev, action: iam:GetRole, resource: ['arn:aws:iam::\${account}:role/A', 'arn:aws:iam::\${prod}:role/A'], expect: denied }`,
      ),
    );
    const [first, second] = expectations?.failed[0]?.cases ?? [];
    expect(first?.principal).toBe(
      "arn:aws:iam::100000000002:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef",
    );
    expect([first?.resource, second?.resource]).toEqual([
      "arn:aws:iam::100000000002:role/A",
      "arn:aws:iam::100000000003:role/A",
    ]);
  });

  it("take condition keys from the context, in any case, instead of the derived ones", () => {
    const regional = {
      ...expecting(
        "{ name: n, principal: role/A, action: s3:GetObject, context: { AWS:requestedregion: eu-west-1 }, expect: denied, by: work }",
      ),
      "policies/work.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Deny",
          Action: "s3:*",
          Resource: "*",
          Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
        },
      }),
    };
    expect(findings(regional)).toEqual([]);
  });

  it("are all looked at, whatever is wrong with the one before", () => {
    const files = expecting(
      `{ name: a, ${STOP}, accounts: nowhere, expect: denied }`,
      `{ name: b, ${STOP}, expect: allowed }`,
      `{ name: c, ${STOP}, expect: denied }`,
    );
    expect(check(files).problems.map(({ rule, line }) => [rule, line])).toEqual([
      ["reference", 3],
      ["expectation-failed", 4],
    ]);
    expect(check(files).expectations).toMatchObject({ total: 3, held: 1 });
  });
});

/** The sound baseline with one more policy, attached to the root. */
const withPolicy = (type: string, document: object, ...expectations: readonly string[]) => ({
  ...expecting(...expectations),
  "holdfast.yaml": `${(SOUND["holdfast.yaml"] ?? "").replace("[guard]", "[guard, extra]")}policies: { extra: { type: ${type} } }\n`,
  "holdfast.lock.json": (SOUND["holdfast.lock.json"] ?? "").replace(
    '"guard"',
    '"extra": "p-00000003", "guard"',
  ),
  "policies/extra.json": JSON.stringify(document),
});

describe("expectations by a policy that is no service control policy", () => {
  const perimeter = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Ours",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      },
    ],
  };
  const stranger = (by: string) =>
    `{ name: n, principal: "arn:aws:iam::999999999999:role/A", action: s3:GetObject, resource: "arn:aws:s3:::b/1", resourceAccount: prod, expect: denied, by: ${by} }`;

  it("hold where a resource control policy is the one that denies it", () => {
    const files = withPolicy("RESOURCE_CONTROL_POLICY", perimeter, stranger("extra"));
    expect(check(files)).toMatchObject({ problems: [], expectations: { total: 1, held: 1 } });
  });

  it("fail where the resource control policy denies it and another is named", () => {
    const files = withPolicy("RESOURCE_CONTROL_POLICY", perimeter, stranger("work"));
    expect(findings(files)).toEqual([
      expect.stringContaining("must be denied by work, but extra denies it by Ours"),
    ]);
  });

  it("can't be used with one that denies nothing, whatever it configures", () => {
    const files = withPolicy("TAG_POLICY", { tags: {} }, stranger("extra"));
    expect(findings(files)).toEqual([
      expect.stringContaining("extra denies no call: it is a policy of type TAG_POLICY"),
    ]);
  });
});

describe("expectations that can't be used", () => {
  const one = (rest: string) => findings(expecting(`{ name: n, ${rest} }`));

  it.each([
    [
      `${STOP}, accounts: devv, expect: denied`,
      'reference expectations.yaml:3:75 "devv" is neither an account nor a unit',
    ],
    [`${STOP}, expect: denied, by: wrk`, "reference expectations.yaml:3:85 no policy is named wrk"],
    [
      `${STOP}, resourceAccount: proud, expect: denied`,
      "reference expectations.yaml:3:82 no account is named proud",
    ],
    [
      `${STOP}, resource: "\${acount}", expect: denied`,
      "reference expectations.yaml:3:75 no account is named acount",
    ],
    [
      `${STOP}, expect: allowed, by: work`,
      "schema expectations.yaml:3:86 only goes with expect: denied",
    ],
    [`${STOP}, expected: denied`, "schema expectations.yaml:3:65 unknown key"],
    [
      "principal: Alice, action: s3:GetObject, expect: denied",
      "schema expectations.yaml:3:27 must be root, role/<name>",
    ],
    [
      "principal: root, action: s3, expect: denied",
      "schema expectations.yaml:3:41 must be one action",
    ],
    [
      "principal: [], action: s3:GetObject, expect: denied",
      "schema expectations.yaml:3:27 is empty",
    ],
    [
      `${STOP}, context: { a: { b: c } }, expect: denied`,
      "schema expectations.yaml:3:79 must be text, a number",
    ],
    [
      "principal: sns.amazonaws.com, action: s3:PutObject, accounts: dev, expect: denied",
      "reference expectations.yaml:3:78 says where root, role/",
    ],
  ])("%s: %s", (rest, complaint) => {
    expect(one(rest)).toContainEqual(expect.stringContaining(`error ${complaint}`));
  });

  it("are told together with what keeps the baseline from loading", () => {
    const files = {
      ...expecting("{ name: n }"),
      "holdfast.yaml": (SOUND["holdfast.yaml"] ?? "").replace("[dev, prod]", "[dev, prd]"),
    };
    const rules = check(files).problems.map(({ file, rule }) => `${file} ${rule}`);
    expect(new Set(rules)).toEqual(
      new Set(["expectations.yaml schema", "holdfast.yaml reference"]),
    );
  });

  it("can't share a name", () => {
    const files = expecting(
      `{ name: n, ${STOP}, expect: denied }`,
      `{ name: n, ${STOP}, expect: denied }`,
    );
    expect(findings(files)).toEqual([
      "error reference expectations.yaml:4:13 is the name of another one already",
    ]);
  });
});
