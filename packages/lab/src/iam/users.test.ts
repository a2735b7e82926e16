import { describe, expect, it } from "vitest";
import { MANAGEMENT, PLAYGROUND, PRODUCTION, refusal, testLab } from "../lab.fixture.ts";
import { iamOf, stsOf } from "./iam.fixture.ts";

const UserName = "eve";
const DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const document = (Action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });

async function withKey() {
  const lab = testLab();
  const iam = iamOf(lab);
  await iam.createUser({ UserName });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return { lab, iam, key: AccessKey?.AccessKeyId ?? "" };
}

describe("users", () => {
  it("are found by their name, whatever its case, in their own account alone", async () => {
    const lab = testLab();
    const iam = iamOf(lab);
    const { User } = await iam.createUser({ UserName: "Eve", Path: "/staff/" });
    expect(User).toMatchObject({
      Path: "/staff/",
      UserName: "Eve",
      Arn: `arn:aws:iam::${MANAGEMENT}:user/staff/Eve`,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    });
    expect((await iam.getUser({ UserName: "eve" })).User).toEqual(User);
    expect(await refusal(iam.createUser({ UserName: "EVE" }))).toBe("EntityAlreadyExistsException");
    expect((await iam.listUsers({})).Users).toEqual([User]);
    expect((await iam.listUsers({ PathPrefix: "/other/" })).Users).toEqual([]);
    const elsewhere = iamOf(lab, PLAYGROUND);
    expect(await refusal(elsewhere.getUser({ UserName: "eve" }))).toBe("NoSuchEntityException");
  });

  it("call by an active key, with the rights of their policies", async () => {
    const { lab, iam, key } = await withKey();
    const { Arn } = await stsOf(lab, key).getCallerIdentity({});
    expect(Arn).toBe(`arn:aws:iam::${MANAGEMENT}:user/eve`);
    expect(await refusal(iamOf(lab, key).listUsers({}))).toMatch(/^AccessDenied/);
    await iam.putUserPolicy({
      UserName,
      PolicyName: "look",
      PolicyDocument: document("iam:ListUsers"),
    });
    expect((await iamOf(lab, key).listUsers({})).Users).toHaveLength(1);
    await iam.attachUserPolicy({ UserName, PolicyArn: DENY_ALL });
    expect(await refusal(iamOf(lab, key).listUsers({}))).toMatch(/^AccessDenied/);
    await iam.detachUserPolicy({ UserName, PolicyArn: DENY_ALL });
    await iam.updateAccessKey({ UserName, AccessKeyId: key, Status: "Inactive" });
    expect(await refusal(iamOf(lab, key).listUsers({}))).toBe("InvalidClientTokenId");
  });

  it("are bound by the control policies of their account", async () => {
    const iam = iamOf(testLab(), PRODUCTION);
    expect(await refusal(iam.createUser({ UserName }))).toMatch(/^AccessDenied/);
  });

  it("have two access keys at most, and ten managed policies", async () => {
    const { iam } = await withKey();
    await iam.createAccessKey({ UserName });
    expect(await refusal(iam.createAccessKey({ UserName }))).toBe("LimitExceededException");
    const names =
      "AdministratorAccess PowerUserAccess IAMFullAccess IAMReadOnlyAccess AWSOrganizationsFullAccess AWSOrganizationsReadOnlyAccess AmazonSQSFullAccess AWSCloudFormationFullAccess AWSSupportAccess ReadOnlyAccess";
    for (const name of names.split(" ")) {
      await iam.attachUserPolicy({ UserName, PolicyArn: `arn:aws:iam::aws:policy/${name}` });
    }
    const more = iam.attachUserPolicy({ UserName, PolicyArn: DENY_ALL });
    expect(await refusal(more)).toBe("LimitExceededException");
    expect(await refusal(iam.attachUserPolicy({ UserName, PolicyArn: ADMIN }))).toBe(
      "nothing was refused",
    );
    const page = await iam.listAttachedUserPolicies({ UserName, MaxItems: 4 });
    expect(page).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
    const rest = await iam.listAttachedUserPolicies({ UserName, Marker: page.Marker });
    expect([...(page.AttachedPolicies ?? []), ...(rest.AttachedPolicies ?? [])]).toHaveLength(10);
  });

  it("have 2,048 characters of written policies, white space apart", async () => {
    const { iam } = await withKey();
    const put = (PolicyDocument: string) =>
      iam.putUserPolicy({ UserName, PolicyName: "long", PolicyDocument });
    const long = document(`s3:${"a".repeat(1_950)}`);
    expect(await refusal(put(long + " ".repeat(3_000)))).toBe("nothing was refused");
    const more = iam.putUserPolicy({ UserName, PolicyName: "more", PolicyDocument: document("*") });
    expect(await refusal(more)).toBe("LimitExceededException");
    expect(await refusal(put("{}"))).toBe("MalformedPolicyDocumentException");
  });

  it("have a password that can't be changed while it is being made", async () => {
    const { lab, iam } = await withKey();
    await iam.createLoginProfile({ UserName, Password: "correct horse" });
    const away = () => refusal(iam.deleteLoginProfile({ UserName }));
    expect(await away()).toBe("EntityTemporarilyUnmodifiableException");
    await lab.clock.drain(lab.clock.now() + 3_000);
    expect(await away()).toBe("nothing was refused");
    expect(await refusal(iam.getLoginProfile({ UserName }))).toBe("NoSuchEntityException");
  });

  it("go once everything of theirs is gone", async () => {
    const { iam, key } = await withKey();
    expect(await refusal(iam.deleteUser({ UserName }))).toBe("DeleteConflictException");
    await iam.deleteAccessKey({ UserName, AccessKeyId: key });
    await iam.deleteUser({ UserName });
    expect(await refusal(iam.getUser({ UserName }))).toBe("NoSuchEntityException");
  });

  it("leave no secret in the trail", async () => {
    const { lab, iam } = await withKey();
    await iam.createLoginProfile({ UserName, Password: "correct horse" });
    const { ServiceSpecificCredential } = await iam.createServiceSpecificCredential({
      UserName,
      ServiceName: "bedrock.amazonaws.com",
    });
    const trail = JSON.stringify(lab.records());
    expect(trail).toContain('"CreateLoginProfile"');
    expect(trail).not.toContain("correct horse");
    expect(trail).not.toContain(ServiceSpecificCredential?.ServicePassword);
    expect(trail).not.toMatch(/secretAccessKey/i);
    expect(lab.records().at(-1)).toMatchObject({
      eventSource: "iam.amazonaws.com",
      awsRegion: "us-east-1",
      recipientAccountId: MANAGEMENT,
    });
  });
});

describe("each kind of credential", () => {
  it.each([
    [
      "SSH keys",
      async (iam: ReturnType<typeof iamOf>) => {
        const made = await iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: "ssh-rsa AAAA" });
        const SSHPublicKeyId = made.SSHPublicKey?.SSHPublicKeyId ?? "";
        await iam.updateSSHPublicKey({ UserName, SSHPublicKeyId, Status: "Inactive" });
        return (await iam.listSSHPublicKeys({ UserName })).SSHPublicKeys;
      },
    ],
    [
      "certificates",
      async (iam: ReturnType<typeof iamOf>) => {
        const made = await iam.uploadSigningCertificate({ UserName, CertificateBody: "-----" });
        const CertificateId = made.Certificate?.CertificateId ?? "";
        await iam.updateSigningCertificate({ UserName, CertificateId, Status: "Inactive" });
        return (await iam.listSigningCertificates({ UserName })).Certificates;
      },
    ],
    [
      "service-specific credentials",
      async (iam: ReturnType<typeof iamOf>) => {
        const service = { UserName, ServiceName: "bedrock.amazonaws.com" };
        const made = await iam.createServiceSpecificCredential(service);
        const ServiceSpecificCredentialId =
          made.ServiceSpecificCredential?.ServiceSpecificCredentialId ?? "";
        await iam.updateServiceSpecificCredential({
          UserName,
          ServiceSpecificCredentialId,
          Status: "Inactive",
        });
        return (await iam.listServiceSpecificCredentials({ UserName })).ServiceSpecificCredentials;
      },
    ],
  ])("is listed as it was left: %s", async (_, leave) => {
    const { iam } = await withKey();
    expect(await leave(iam)).toMatchObject([{ UserName, Status: "Inactive" }]);
  });

  it("is nobody's once it is deleted", async () => {
    const { iam } = await withKey();
    const gone = iam.deleteAccessKey({ UserName, AccessKeyId: "AKIAAAAAAAAAAAAAAAAA" });
    expect(await refusal(gone)).toBe("NoSuchEntityException");
  });
});
