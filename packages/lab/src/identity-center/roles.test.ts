import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION } from "../lab.fixture.ts";
import {
  ADMIN,
  AWS_ADMIN,
  AWS_VIEW,
  assignment,
  type CenterLab,
  centerLab,
  OMAR,
  OPS,
  set,
  VIEW,
  withCenter,
} from "./center.fixture.ts";

/** IAM's records in an account, in order. */
const iam = ({ lab }: CenterLab, account: string) =>
  lab.records().filter(({ eventSource, recipientAccountId }) => {
    return eventSource === "iam.amazonaws.com" && recipientAccountId === account;
  });
const names = (lab: CenterLab, account: string) => iam(lab, account).map((one) => one.eventName);

describe("the role of a permission set", () => {
  it("is made under Identity Center's own role in a member account", async () => {
    const lab = centerLab();
    await lab.sso().createAccountAssignment(assignment(PLAYGROUND, VIEW, OMAR));
    await lab.pass();
    const [created, attached, ...others] = iam(lab, PLAYGROUND);
    const roleName = expect.stringMatching(/^AWSReservedSSO_View_[0-9a-f]{16}$/);
    expect(created).toMatchObject({
      eventName: "CreateRole",
      userIdentity: {
        type: "AssumedRole",
        arn: `arn:aws:sts::${PLAYGROUND}:assumed-role/AWSServiceRoleForSSO/AWS-SSO`,
        invokedBy: "sso.amazonaws.com",
      },
      sourceIPAddress: "sso.amazonaws.com",
      requestParameters: {
        path: "/aws-reserved/sso.amazonaws.com/",
        roleName,
        description: "View",
        maxSessionDuration: 43_200,
        assumeRolePolicyDocument: expect.stringContaining("sts:AssumeRoleWithSAML"),
      },
      responseElements: {
        role: { arn: expect.stringContaining(`:role/aws-reserved/sso.amazonaws.com/AWSReserved`) },
      },
    });
    expect(attached).toMatchObject({
      eventName: "AttachRolePolicy",
      requestParameters: { roleName, policyArn: AWS_VIEW },
      responseElements: null,
    });
    expect(others).toEqual([]);
  });

  it("is made under the caller in the management account, and removed under neither", async () => {
    const lab = centerLab();
    const input = assignment(MANAGEMENT, VIEW, OMAR);
    await lab.sso().createAccountAssignment(input);
    await lab.pass();
    await lab.sso().deleteAccountAssignment(input);
    await lab.pass();
    expect(names(lab, MANAGEMENT)).toEqual([
      "CreateRole",
      "AttachRolePolicy",
      "DetachRolePolicy",
      "DeleteRole",
    ]);
    const callers = iam(lab, MANAGEMENT).map(({ userIdentity }) => userIdentity);
    const human = {
      arn: expect.stringContaining("/admin@securecart.example"),
      invokedBy: "sso.amazonaws.com",
    };
    const service = {
      arn: expect.stringContaining("/AWSServiceRoleForSSO/"),
      invokedBy: "sso.amazonaws.com",
    };
    expect(callers).toMatchObject([human, human, service, service]);
  });

  it("is changed where its set has changed", async () => {
    const lab = centerLab();
    const { sso } = lab;
    const named = set(VIEW);
    const InlinePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    const CustomerManagedPolicyReference = { Name: "deploy", Path: "/teams/" };
    const provision = async () => {
      await sso().provisionPermissionSet({ ...named, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
      await lab.pass();
      return iam(lab, PRODUCTION).map(({ eventName, requestParameters }) => {
        const { roleName: _, ...parameters } = Object(requestParameters);
        return [eventName, ...Object.values(parameters)];
      });
    };
    const policyArn = `arn:aws:iam::${PRODUCTION}:policy/teams/deploy`;
    await sso().putInlinePolicyToPermissionSet({ ...named, InlinePolicy });
    await sso().detachManagedPolicyFromPermissionSet({ ...named, ManagedPolicyArn: AWS_VIEW });
    await sso().attachCustomerManagedPolicyReferenceToPermissionSet({
      ...named,
      CustomerManagedPolicyReference,
    });
    await sso().putPermissionsBoundaryToPermissionSet({
      ...named,
      PermissionsBoundary: { ManagedPolicyArn: AWS_ADMIN },
    });
    const first = [
      ["UpdateRole", "View", 43_200],
      ["DetachRolePolicy", AWS_VIEW],
      ["AttachRolePolicy", policyArn],
      ["PutRolePolicy", "AwsSSOInlinePolicy", InlinePolicy],
      ["PutRolePermissionsBoundary", AWS_ADMIN],
    ];
    expect(await provision()).toEqual(first);

    await sso().deleteInlinePolicyFromPermissionSet(named);
    await sso().putPermissionsBoundaryToPermissionSet({
      ...named,
      PermissionsBoundary: { CustomerManagedPolicyReference },
    });
    const second = [
      ["UpdateRole", "View", 43_200],
      ["DeleteRolePolicy", "AwsSSOInlinePolicy"],
      ["PutRolePermissionsBoundary", policyArn],
    ];
    expect(await provision()).toEqual([...first, ...second]);

    await sso().deletePermissionsBoundaryFromPermissionSet(named);
    const third = [["UpdateRole", "View", 43_200], ["DeleteRolePermissionsBoundary"]];
    expect(await provision()).toEqual([...first, ...second, ...third]);
  });

  it("has the Region in its path where the instance is elsewhere", async () => {
    const organization = { ...withCenter.organization, identityCenterRegion: "eu-central-1" };
    const lab = centerLab({ baseline: { ...withCenter, organization } });
    const client = lab.sso(MANAGEMENT, "eu-central-1");
    await client.createAccountAssignment(assignment(PLAYGROUND, ADMIN, OMAR));
    await client.createAccountAssignment(assignment(PLAYGROUND, VIEW, OPS));
    await lab.pass();
    expect(iam(lab, PLAYGROUND)[0]?.requestParameters).toMatchObject({
      path: "/aws-reserved/sso.amazonaws.com/eu-central-1/",
    });
    const call = lab.lab.records().find(({ eventName }) => eventName === "CreateAccountAssignment");
    expect(call?.awsRegion).toBe("eu-central-1");
  });
});

describe("a call of Identity Center", () => {
  it("is recorded with the first letters of its members lowered, and with its answer", async () => {
    const { lab, sso } = centerLab();
    const input = assignment(PLAYGROUND, VIEW, OMAR);
    await sso().createAccountAssignment(input);
    await sso().createPermissionSet({ InstanceArn: input.InstanceArn, Name: "Quiet", Tags: [] });
    await sso().updatePermissionSet({ ...set(VIEW), Description: "quiet" });
    const [create, made, updated] = lab.records();
    const named = {
      targetId: PLAYGROUND,
      targetType: "AWS_ACCOUNT",
      permissionSetArn: VIEW,
      principalType: "USER",
      principalId: OMAR,
    };
    expect(create).toMatchObject({
      eventSource: "sso.amazonaws.com",
      eventName: "CreateAccountAssignment",
      awsRegion: "us-east-1",
      recipientAccountId: MANAGEMENT,
    });
    expect(create?.requestParameters).toEqual({ instanceArn: input.InstanceArn, ...named });
    expect(create?.responseElements).toEqual({
      accountAssignmentCreationStatus: {
        ...named,
        status: "IN_PROGRESS",
        requestId: create?.requestID,
      },
    });
    expect(made?.requestParameters).toEqual({
      instanceArn: input.InstanceArn,
      name: "Quiet",
      tags: [],
    });
    expect(made?.responseElements).toEqual({
      permissionSet: {
        name: "Quiet",
        permissionSetArn: expect.stringContaining("/ps-"),
        createdDate: "Nov 20, 2026, 9:00:00\u202fAM",
        sessionDuration: "PT1H",
      },
    });
    expect(updated?.responseElements).toBeNull();
  });
});
