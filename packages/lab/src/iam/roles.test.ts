import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, refusal, testLab } from "../lab.fixture.ts";
import type { Lab } from "../model.ts";
import { iamOf, stsOf, trustOf } from "./iam.fixture.ts";

const CALLER = `arn:aws:iam::${MANAGEMENT}:role/CiCd`;
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const RoleName = "DeployRole";
const RoleArn = `arn:aws:iam::${PLAYGROUND}:role/${RoleName}`;

/** A role of the management account that may take any other, and a session of it. */
async function caller(lab: Lab): Promise<string> {
  const iam = iamOf(lab);
  const AssumeRolePolicyDocument = trustOf(MANAGEMENT);
  await iam.createRole({ RoleName: "CiCd", AssumeRolePolicyDocument });
  await iam.attachRolePolicy({ RoleName: "CiCd", PolicyArn: ADMIN });
  return session(lab, MANAGEMENT, CALLER);
}

async function session(lab: Lab, key: string, arn: string, ExternalId?: string): Promise<string> {
  const request = { RoleArn: arn, RoleSessionName: "test", ExternalId };
  const { Credentials } = await stsOf(lab, key).assumeRole(request);
  return Credentials?.AccessKeyId ?? "";
}

async function deployRole(lab: Lab, trust: string): Promise<void> {
  await iamOf(lab, PLAYGROUND).createRole({ RoleName, AssumeRolePolicyDocument: trust });
}

const trustNow = async (lab: Lab): Promise<string> => {
  const { Role } = await iamOf(lab, PLAYGROUND).getRole({ RoleName });
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
};

describe("roles", () => {
  it("let in whom they trust, and nobody else", async () => {
    const lab = testLab();
    const key = await caller(lab);
    await deployRole(lab, trustOf(CALLER));
    const taken = await session(lab, key, RoleArn);
    const { Arn } = await stsOf(lab, taken).getCallerIdentity({});
    expect(Arn).toBe(`arn:aws:sts::${PLAYGROUND}:assumed-role/DeployRole/test`);
    expect(await refusal(session(lab, MANAGEMENT, RoleArn))).toBe("AccessDenied");
    expect(await refusal(session(lab, PLAYGROUND, RoleArn))).toBe("AccessDenied");
  });

  it("let in whoever knows the external id", async () => {
    const lab = testLab();
    const key = await caller(lab);
    await deployRole(lab, trustOf(CALLER, { StringEquals: { "sts:ExternalId": "8412" } }));
    expect(await refusal(session(lab, key, RoleArn))).toBe("AccessDenied");
    expect(await refusal(session(lab, key, RoleArn, "1"))).toBe("AccessDenied");
    expect(await session(lab, key, RoleArn, "8412")).toMatch(/^ASIA/);
  });

  it("may do what their policies say", async () => {
    const lab = testLab();
    await deployRole(lab, trustOf(MANAGEMENT));
    const key = await session(lab, MANAGEMENT, RoleArn);
    expect(await refusal(iamOf(lab, key).listUsers({}))).toMatch(/^AccessDenied/);
    await iamOf(lab, PLAYGROUND).attachRolePolicy({ RoleName, PolicyArn: ADMIN });
    expect((await iamOf(lab, key).listUsers({})).Users).toEqual([]);
  });

  it("are bound to the one that was named, and show its id once it is gone", async () => {
    const lab = testLab();
    await caller(lab);
    const home = iamOf(lab);
    const id = (await home.getRole({ RoleName: "CiCd" })).Role?.RoleId;
    await deployRole(lab, trustOf(CALLER));
    expect(await trustNow(lab)).toBe(trustOf(CALLER));
    expect(await refusal(home.deleteRole({ RoleName: "CiCd" }))).toBe("DeleteConflictException");
    await home.detachRolePolicy({ RoleName: "CiCd", PolicyArn: ADMIN });
    await home.deleteRole({ RoleName: "CiCd" });
    expect(await trustNow(lab)).toBe(trustOf(id ?? ""));
    // Made again under the same name it is somebody else, until the policy is saved again.
    const successor = await caller(lab);
    expect(await trustNow(lab)).toBe(trustOf(id ?? ""));
    expect(await refusal(session(lab, successor, RoleArn))).toBe("AccessDenied");
    const again = { RoleName, PolicyDocument: trustOf(CALLER) };
    await iamOf(lab, PLAYGROUND).updateAssumeRolePolicy(again);
    expect(await session(lab, successor, RoleArn)).toMatch(/^ASIA/);
  });

  it("can't name who is not there", async () => {
    const lab = testLab();
    for (const principal of [CALLER, "AROAAAAAAAAAAAAAAAAAA"]) {
      const made = deployRole(lab, trustOf(principal));
      expect(await refusal(made)).toBe("MalformedPolicyDocumentException");
    }
    expect(await refusal(deployRole(lab, trustOf("999999999999")))).toBe("nothing was refused");
  });

  it("of the lab and of AWS can be seen and not changed", async () => {
    const lab = testLab();
    const iam = iamOf(lab);
    const { RoleDetailList = [] } = await iam.getAccountAuthorizationDetails({ Filter: ["Role"] });
    const names = RoleDetailList.map(({ RoleName: name = "" }) => name);
    expect(names).toEqual([
      expect.stringMatching(/^AWSReservedSSO_AdministratorAccess_/),
      "holdfast-test-enforce",
    ]);
    const change = { RoleName: names[0] ?? "", PolicyDocument: trustOf("*") };
    expect(await refusal(iam.updateAssumeRolePolicy(change))).toBe("UnmodifiableEntityException");
  });
});

describe("GetAccountAuthorizationDetails", () => {
  it("gives users and roles in one list of pages", async () => {
    const lab = testLab();
    const iam = iamOf(lab, PLAYGROUND);
    await iam.createUser({ UserName: "eve" });
    await iam.attachUserPolicy({ UserName: "eve", PolicyArn: ADMIN });
    await deployRole(lab, trustOf(MANAGEMENT));
    const found: unknown[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.getAccountAuthorizationDetails({ MaxItems: 1, Marker });
      found.push(...(page.UserDetailList ?? []), ...(page.RoleDetailList ?? []));
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(found).toMatchObject([
      { UserName: "eve", AttachedManagedPolicies: [{ PolicyArn: ADMIN }] },
      { RoleName: expect.stringMatching(/^AWSReservedSSO_/) },
      { RoleName, AssumeRolePolicyDocument: encodeURIComponent(trustOf(MANAGEMENT)) },
    ]);
    const { UserDetailList = [] } = await iam.getAccountAuthorizationDetails({ Filter: ["Role"] });
    expect(UserDetailList).toEqual([]);
  });
});
