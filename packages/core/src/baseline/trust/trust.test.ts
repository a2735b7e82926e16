import { describe, expect, it } from "vitest";
import { complaints, edited, FILES, load } from "../fixture.ts";

const ROLE = "AROAEXAMPLEDEPLOY0001";
const CI = "AROAEXAMPLECICD000001";

const DEPLOY = `  - role: Deploy
    account: prod
    principals: ["role:dev/ci/CiCd", "account:management", "arn:aws:iam::999999999999:root"]
    externalId: required
    conditions: { StringEquals: { "aws:PrincipalTag/team": [ops] }, Bool: { "aws:SecureTransport": "true" } }
`;

const PINS = {
  "prod/Deploy": {
    role: ROLE,
    externalId: "deploy-7f3a",
    principals: { "role:dev/ci/CiCd": CI },
  },
};

function withTrust(section = DEPLOY, trust: object = PINS) {
  const files = edited("holdfast.yaml", "exemptions:\n", `trust:\n${section}exemptions:\n`);
  const lock = { ...JSON.parse(FILES["holdfast.lock.json"]), trust };
  return { ...files, "holdfast.lock.json": JSON.stringify(lock) };
}

describe("roles that trust principals beyond their account", () => {
  it("are compiled to ARNs and pinned ids, in an order that leaves no trace", () => {
    expect(load(withTrust()).trust).toEqual([
      {
        account: "100000000003",
        role: "Deploy",
        id: ROLE,
        principals: [
          {
            kind: "account",
            name: "account:management",
            arn: "arn:aws:iam::100000000001:root",
          },
          {
            kind: "role",
            name: "role:dev/ci/CiCd",
            arn: "arn:aws:iam::100000000002:role/ci/CiCd",
            id: CI,
          },
          {
            kind: "account",
            name: "arn:aws:iam::999999999999:root",
            arn: "arn:aws:iam::999999999999:root",
          },
        ],
        externalId: "deploy-7f3a",
        conditions: {
          Bool: { "aws:SecureTransport": "true" },
          StringEquals: { "aws:PrincipalTag/team": ["ops"] },
        },
      },
    ]);
  });

  it("are unknown if nobody declared any, and none if the list is empty", () => {
    expect(load(FILES)).not.toHaveProperty("trust");
    const files = edited("holdfast.yaml", "exemptions:\n", "trust: []\nexemptions:\n");
    expect(load(files).trust).toEqual([]);
  });

  const one = (more: string, role = "Deploy") => `  - { role: ${role}, account: prod, ${more} }\n`;
  const pinned = { "prod/Deploy": { role: ROLE } };

  it.each([
    [
      "in an account that is not there",
      '  - { role: Deploy, account: pord, principals: ["account:dev"] }\n',
      { "pord/Deploy": { role: ROLE } },
      'trust.0.account - no account is named pord (did you mean "prod"?)',
    ],
    [
      "principals of an account that is not there",
      one('principals: ["role:dve/CiCd"]'),
      pinned,
      "no account is named dve",
    ],
    ["everybody", one('principals: ["*"]'), pinned, "must be role:<account>/<name>"],
    ["a bare account id", one('principals: ["100000000002"]'), pinned, "must be role:<account>"],
    [
      "the organization's own by ARN, which nothing would pin",
      one('principals: ["arn:aws:iam::100000000002:role/CiCd"]'),
      pinned,
      "write role:dev/<name>",
    ],
    [
      "a principal twice",
      one('principals: ["account:dev", "account:dev"]'),
      pinned,
      "account:dev is listed twice",
    ],
    [
      "a role twice, whatever its case",
      one('principals: ["account:dev"]') + one('principals: ["account:dev"]', "DEPLOY"),
      { ...pinned, "prod/DEPLOY": { role: `${ROLE}X` } },
      "prod/DEPLOY is declared twice",
    ],
    [
      "a provider without conditions",
      one('principals: ["arn:aws:iam::100000000003:oidc-provider/example.com"]'),
      pinned,
      "every user is trusted",
    ],
    [
      "another account's provider",
      one('principals: ["arn:aws:iam::100000000002:saml-provider/Idp"]'),
      pinned,
      "is a provider of another account",
    ],
    ["without a pin", one('principals: ["account:dev"]'), {}, "prod/Deploy has no id"],
    [
      "with a principal that is not pinned",
      one('principals: ["role:dev/CiCd"]'),
      pinned,
      "role:dev/CiCd has no id in the lock file",
    ],
    [
      "with an external id that is not pinned",
      one('principals: ["account:dev"], externalId: required'),
      pinned,
      "there is no external id in the lock file",
    ],
    [
      "with a pin that nobody needs",
      one('principals: ["account:dev"]'),
      { "prod/Deploy": { role: ROLE, principals: { "role:dev/CiCd": CI } } },
      "names nothing in the baseline",
    ],
  ])("can't be declared %s", (_what, section, pins, complaint) => {
    expect(complaints(withTrust(section, pins)).join("\n")).toContain(complaint);
  });

  it("can be exempt, also where they are not declared", () => {
    const files = edited("holdfast.yaml", "    key: dev\n", "    key: dev/Vendor\n");
    expect(load(files).exemptions).toMatchObject([{ key: "dev/Vendor" }]);
    const stranger = edited("holdfast.yaml", "    key: dev\n", "    key: dve/Vendor\n");
    expect(complaints(stranger).join("\n")).toContain("nothing that an alert could be about");
  });
});
