/** How people come to have users, and what those call AWS with. */
import type { IAM } from "@aws-sdk/client-iam";
import * as fc from "fast-check";
import { attackIn } from "./iam.ts";
import type { Attack, Scenarios } from "./scenarios.ts";

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const DENY_ALL = managed("AWSDenyAll");
/** As many as a user may have. */
const TEN =
  "AdministratorAccess PowerUserAccess IAMFullAccess IAMReadOnlyAccess AWSOrganizationsFullAccess AWSOrganizationsReadOnlyAccess AmazonSQSFullAccess AWSCloudFormationFullAccess AWSSupportAccess ReadOnlyAccess"
    .split(" ")
    .map(managed);

/** IAM refuses to change a password while it is being made. */
const BEING_MADE = 5_000;

/** Something done with a user, which is made if it is not there. */
function withUser(
  account: string,
  title: string,
  act: (iam: IAM, UserName: string) => Promise<unknown>,
  UserName = "eve",
): Attack {
  return attackIn(account, `makes a user ${UserName} with ${title}`, async (iam, { lab }) => {
    await iam.createUser({ UserName }).catch(() => {});
    await act(iam, UserName);
    await lab.clock.drain(lab.clock.now() + BEING_MADE);
  });
}

const nothing = (account: string) => withUser(account, "nothing", async () => {});
const accessKey = (account: string) =>
  withUser(account, "an access key", (iam, UserName) => iam.createAccessKey({ UserName }));
const password = (account: string) =>
  withUser(account, "a password", (iam, UserName) =>
    iam.createLoginProfile({ UserName, Password: "correct horse battery" }),
  );
const apiKey = (account: string) =>
  withUser(account, "a key for Bedrock", (iam, UserName) =>
    iam.createServiceSpecificCredential({ UserName, ServiceName: "bedrock.amazonaws.com" }),
  );
const certificate = (account: string) =>
  withUser(account, "a signing certificate", (iam, UserName) =>
    iam.uploadSigningCertificate({ UserName, CertificateBody: "-----BEGIN CERTIFICATE-----" }),
  );
const sshKey = (account: string) =>
  withUser(account, "an SSH key", (iam, UserName) =>
    iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: "ssh-rsa AAAA" }),
  );
const tenPolicies = (account: string) =>
  withUser(account, "ten policies and two keys", async (iam, UserName) => {
    for (const PolicyArn of TEN) await iam.attachUserPolicy({ UserName, PolicyArn });
    await iam.createAccessKey({ UserName });
    await iam.createAccessKey({ UserName });
  });

const frees = (account: string) =>
  attackIn(account, "takes the quarantine of eve away", (iam) =>
    iam.detachUserPolicy({ UserName: "eve", PolicyArn: DENY_ALL }),
  );
const wakes = (account: string) =>
  attackIn(account, "makes a key of eve active", async (iam) => {
    const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: "eve" });
    const AccessKeyId = AccessKeyMetadata[0]?.AccessKeyId ?? "";
    await iam.updateAccessKey({ UserName: "eve", AccessKeyId, Status: "Active" });
  });

/** The user of another path is not the declared one. */
const namesake = attackIn("dev", "makes a user olivia, who is for emergencies elsewhere", (iam) =>
  iam.createUser({ UserName: "olivia", Path: "/break-glass/" }),
);

const emergencyKey = attackIn("production", "makes an access key of olivia", (iam) =>
  iam.createAccessKey({ UserName: "olivia" }),
);
const noEmergency = attackIn("security", "deletes olivia", async (iam) => {
  const UserName = "olivia";
  await iam.deleteLoginProfile({ UserName });
  await iam.detachUserPolicy({ UserName, PolicyArn: managed("AdministratorAccess") });
  await iam.deleteUser({ UserName });
});

const attacks = [nothing, accessKey, password, apiKey, certificate, sshKey, frees, wakes];

export const iamUser: Scenarios = {
  drifts: [
    nothing("dev"),
    accessKey("dev"),
    password("production"),
    apiKey("playground"),
    certificate("management"),
    sshKey("finance"),
    tenPolicies("management"),
    namesake,
    emergencyKey,
  ],
  told: [noEmergency],
  attacks: fc
    .tuple(fc.constantFrom(...attacks), fc.constantFrom("dev", "playground", "management"))
    .map(([attack, account]) => attack(account)),
};
