import {
  type Action,
  AwsError,
  type Baseline,
  type Caller,
  type Place,
  type SurveyContext,
  type SurveyPart,
} from "@holdfast/core";
import type { PolicyDocument } from "@holdfast/policy";
import { describe, expect, it } from "vitest";
import {
  admitting,
  baselineWith,
  CI,
  CI_ID,
  DEPLOY,
  DEVOPS,
  OUTSIDE,
  PRODUCTION,
  policy,
  ROLE,
  ROLE_ID,
} from "./fixture.ts";
import { keyOf } from "./keys.ts";
import { observe, type Reads } from "./live.ts";
import { survey } from "./survey.ts";

interface Role {
  readonly arn: string;
  readonly id: string;
  /** URL-encoded, as IAM gives it. */
  readonly trust: string;
}

const encoded = (document: PolicyDocument) => encodeURIComponent(JSON.stringify(document));
const role = (arn: string, id: string, document = policy(admitting(CI))): Role => ({
  arn,
  id,
  trust: encoded(document),
});

const RIGHT = role(ROLE, ROLE_ID);
const CICD = role(CI, CI_ID, policy(admitting(DEVOPS, null)));
const baseline = baselineWith(DEPLOY);
const KEY = keyOf(baseline, PRODUCTION, "DeployRole");

const denied = (action: Action) => new AwsError(action, "AccessDenied", "denied", "no");

/** IAM in accounts with these roles; in any other the role that looks can't be taken. */
function iam(accounts: Readonly<Record<string, readonly Role[]>>, listed = Object.keys(accounts)) {
  const answers = (place: Place | undefined, action: Reads, input: { RoleName?: string }) => {
    if (place === undefined) {
      return { Accounts: listed.map((Id) => ({ Id, State: "ACTIVE" })) };
    }
    const roles = accounts[place.account];
    if (roles === undefined) throw denied(action);
    const shown = roles.map(({ arn, id, trust }) => ({
      Arn: arn,
      RoleId: id,
      RoleName: arn.split("/").at(-1),
      AssumeRolePolicyDocument: trust,
    }));
    if (action === "iam:GetAccountAuthorizationDetails") return { RoleDetailList: shown };
    const name = input.RoleName?.toLowerCase();
    const Role = shown.find(({ RoleName }) => RoleName?.toLowerCase() === name);
    if (Role === undefined) throw new AwsError(action, "NoSuchEntityException", "gone", "none");
    return { Role };
  };
  const at = (place?: Place): Caller<Reads> => ({
    call: async (action, input) => answers(place, action, input as never) as never,
    async *pages(action, input) {
      yield answers(place, action, input as never) as never;
    },
    at,
  });
  return at();
}

async function surveyed(aws: Caller<Reads>, of: Baseline = baseline) {
  const unread: SurveyPart[] = [];
  const context: SurveyContext = {
    isAbout: () => true,
    turn: () => () => true,
    notChecked: (part) => void unread.push(part),
    beyond: () => expect.unreachable(),
  };
  const found: Record<string, string> = {};
  for await (const { key, observed } of survey(aws, of, context)) {
    found[`${key.account}/${key.resource}`] = observed.kind;
  }
  return { found, unread };
}

describe("a role", () => {
  it("is read with the ids of those who are pinned", async () => {
    const aws = iam({ [PRODUCTION]: [RIGHT], [DEVOPS]: [CICD] });
    expect(await observe(KEY, aws, baseline)).toEqual({
      kind: "present",
      live: {
        arn: ROLE,
        id: ROLE_ID,
        policy: JSON.stringify(policy(admitting(CI))),
        principals: { [CI]: CI_ID },
      },
    });
  });

  it.each([
    ["deleted", [], null],
    [
      "another one's on another path",
      [role(CI.replace("/", "/x/"), "AROAEXAMPLEOTHER00001")],
      null,
    ],
    ["another one's", [role(CI, "AROAEXAMPLEOTHER00001")], "AROAEXAMPLEOTHER00001"],
  ])("knows that a trusted name is %s", async (_what, roles, id) => {
    const observed = await observe(KEY, iam({ [PRODUCTION]: [RIGHT], [DEVOPS]: roles }), baseline);
    expect(observed).toMatchObject({ live: { principals: { [CI]: id } } });
  });

  it("is absent only if IAM says so", async () => {
    expect(await observe(KEY, iam({ [PRODUCTION]: [] }), baseline)).toEqual({ kind: "absent" });
    await expect(observe(KEY, iam({}), baseline)).rejects.toThrow("AccessDenied");
  });

  it("is unknown as long as nobody can tell who a trusted name is", async () => {
    await expect(observe(KEY, iam({ [PRODUCTION]: [RIGHT] }), baseline)).rejects.toThrow(
      "AccessDenied",
    );
  });

  it.each(["%", "{}", encodeURIComponent('{"Statement":"all"}')])(
    "is unknown with a trust policy that can't be read: %s",
    async (trust) => {
      const aws = iam({ [PRODUCTION]: [{ ...RIGHT, trust }], [DEVOPS]: [CICD] });
      await expect(observe(KEY, aws, baseline)).rejects.toThrow(AwsError);
    },
  );
});

describe("a survey", () => {
  const vendor = role(
    `arn:aws:iam::${DEVOPS}:role/Vendor`,
    "AROAEXAMPLEVENDOR0001",
    policy(admitting(OUTSIDE)),
  );

  it("finds declared roles, and others that let somebody in from beyond their account", async () => {
    const aws = iam({ [PRODUCTION]: [RIGHT], [DEVOPS]: [CICD, vendor] });
    expect(await surveyed(aws)).toEqual({
      found: { [`${PRODUCTION}/DeployRole`]: "present", [`${DEVOPS}/Vendor`]: "present" },
      unread: [],
    });
  });

  it("knows that a declared role is gone, also in an account that nobody lists", async () => {
    const aws = iam({ [PRODUCTION]: [], [DEVOPS]: [CICD] }, [DEVOPS]);
    expect(await surveyed(aws)).toEqual({
      found: { [`${PRODUCTION}/DeployRole`]: "absent" },
      unread: [],
    });
  });

  it("says which account it could not read, and goes on with the others", async () => {
    const other = "100000000007";
    const aws = iam({ [PRODUCTION]: [RIGHT], [DEVOPS]: [CICD, vendor] }, [DEVOPS, other]);
    expect(await surveyed(aws)).toEqual({
      found: { [`${PRODUCTION}/DeployRole`]: "present", [`${DEVOPS}/Vendor`]: "present" },
      unread: [{ account: other, region: "us-east-1" }],
    });
  });

  it("does not let a role that can't be read hide the others of its account", async () => {
    const odd = { ...vendor, arn: `arn:aws:iam::${DEVOPS}:role/Odd`, trust: "{}" };
    const aws = iam({ [PRODUCTION]: [RIGHT], [DEVOPS]: [odd, CICD, vendor] });
    expect((await surveyed(aws)).found).toMatchObject({
      [`${DEVOPS}/Odd`]: "unknown",
      [`${DEVOPS}/Vendor`]: "present",
    });
  });

  it("takes a role for unknown whose trusted principal can't be looked up", async () => {
    expect(await surveyed(iam({ [PRODUCTION]: [RIGHT] }))).toMatchObject({
      found: { [`${PRODUCTION}/DeployRole`]: "unknown" },
    });
  });

  it("asks nothing as long as nobody has declared who trusts whom", async () => {
    const { trust: _, ...undeclared } = baseline;
    expect(await surveyed(iam({}), undeclared)).toEqual({ found: {}, unread: [] });
  });
});
