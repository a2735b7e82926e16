/** What users call AWS with: access keys, service-specific credentials, certificates, SSH keys. */
import { createHash } from "node:crypto";
import type { Random } from "@holdfast/core";
import type { LabClock } from "../clock.ts";
import { randomHex, randomUpper } from "../random.ts";
import type { Call, Operation } from "../service.ts";
import type { Accounts } from "./accounts.ts";
import { limitExceeded, noSuch } from "./errors.ts";
import { type Input, nameIn, statusIn, text } from "./input.ts";
import type { Credential, CredentialKind, User } from "./state.ts";
import { userNameIn } from "./users.ts";

/** How IAM names one kind of them, and how many a user may have. */
interface Kind {
  readonly kind: CredentialKind;
  /** Of the calls: `Create` + this, or `Upload` + this. */
  readonly noun: string;
  readonly plural: string;
  readonly makes: "Create" | "Upload";
  /** Member of inputs and outputs with its id. */
  readonly idMember: string;
  /** Member of the output in which Create or Upload tells it, and List all of them. */
  readonly member: string;
  readonly listMember: string;
  readonly prefix: string;
  /** IAM quotas; of service-specific credentials for each service. */
  readonly most: number;
  readonly quota: string;
  /** Member of the input with its text. */
  readonly body?: string;
}

const KINDS: readonly Kind[] = [
  {
    kind: "access-key",
    noun: "AccessKey",
    plural: "AccessKeys",
    makes: "Create",
    idMember: "AccessKeyId",
    member: "AccessKey",
    listMember: "AccessKeyMetadata",
    prefix: "AKIA",
    most: 2,
    quota: "AccessKeysPerUser",
  },
  {
    kind: "service-specific",
    noun: "ServiceSpecificCredential",
    plural: "ServiceSpecificCredentials",
    makes: "Create",
    idMember: "ServiceSpecificCredentialId",
    member: "ServiceSpecificCredential",
    listMember: "ServiceSpecificCredentials",
    prefix: "ACCA",
    most: 2,
    quota: "ServiceSpecificCredentialsPerUser",
  },
  {
    kind: "signing-certificate",
    noun: "SigningCertificate",
    plural: "SigningCertificates",
    makes: "Upload",
    idMember: "CertificateId",
    member: "Certificate",
    listMember: "Certificates",
    prefix: "",
    most: 2,
    quota: "SigningCertificatesPerUser",
    body: "CertificateBody",
  },
  {
    kind: "ssh-public-key",
    noun: "SSHPublicKey",
    plural: "SSHPublicKeys",
    makes: "Upload",
    idMember: "SSHPublicKeyId",
    member: "SSHPublicKey",
    listMember: "SSHPublicKeys",
    prefix: "APKA",
    most: 5,
    quota: "SSHPublicKeysPerUser",
    body: "SSHPublicKeyBody",
  },
];

interface Tools {
  readonly clock: Pick<LabClock, "now">;
  readonly random: Random;
}

export function credentialOperations(
  accounts: Accounts,
  tools: Tools,
): Readonly<Record<string, Operation>> {
  return Object.assign({}, ...KINDS.map((kind) => operationsOf(kind, accounts, tools)));
}

function operationsOf(kind: Kind, accounts: Accounts, tools: Tools): Record<string, Operation> {
  const userOf = (call: Call) => accounts.user(call.principal.account, userNameIn(call));

  /** Throws `NoSuchEntityException` where the user has none of that id. */
  function change(input: Input, call: Call, to: (one: Credential) => Credential | undefined) {
    const user = userOf(call);
    const id = text(input, kind.idMember, 128);
    if (!user.credentials.some((one) => one.kind === kind.kind && one.id === id)) {
      throw noSuch(`${kind.noun} with id ${id}`);
    }
    const credentials = user.credentials.flatMap((one) => (one.id === id ? (to(one) ?? []) : one));
    accounts.putUser({ ...user, credentials });
    return {};
  }

  return {
    [`${kind.makes}${kind.noun}`](input, call) {
      const user = userOf(call);
      const one = made(kind, input, tools);
      const like = user.credentials.filter(
        ({ kind: other, service }) => other === kind.kind && service === one.service,
      );
      if (like.length >= kind.most) {
        throw limitExceeded(`Cannot exceed quota for ${kind.quota}: ${kind.most}`);
      }
      accounts.putUser({ ...user, credentials: [...user.credentials, one] });
      return { [kind.member]: { ...shape(kind, user, one), ...onceOf(kind, one, tools.random) } };
    },
    [`List${kind.plural}`](input, call) {
      const user = accounts.viewUser(call.principal.account, userNameIn(call));
      const own = user.credentials.filter((one) => one.kind === kind.kind);
      return accounts.listed(kind.listMember, input, own, (one) => shape(kind, user, one));
    },
    [`Update${kind.noun}`]: (input, call) =>
      change(input, call, (one) => ({ ...one, status: statusIn(input) })),
    [`Delete${kind.noun}`]: (input, call) => change(input, call, () => undefined),
  };
}

function made({ kind, prefix, body }: Kind, input: Input, { clock, random }: Tools): Credential {
  return {
    kind,
    id: prefix === "" ? randomUpper(random, 24) : `${prefix}${randomUpper(random, 16)}`,
    status: "Active",
    created: clock.now(),
    ...(kind === "service-specific" && { service: nameIn(input, "ServiceName") }),
    ...(body !== undefined && { body: text(input, body, 16_384) }),
  };
}

/** What only the answer to Create or Upload shows. */
function onceOf({ kind }: Kind, { body = "" }: Credential, random: Random): Record<string, string> {
  switch (kind) {
    case "access-key":
      return { SecretAccessKey: randomHex(random, 40) };
    case "service-specific":
      return { ServicePassword: randomHex(random, 44) };
    case "ssh-public-key":
      return { SSHPublicKeyBody: body, Fingerprint: fingerprint(body) };
    case "signing-certificate":
      return {};
  }
}

function fingerprint(body: string): string {
  const digest = createHash("md5").update(body).digest("hex");
  return digest.match(/../g)?.join(":") ?? "";
}

function shape(kind: Kind, { name }: User, one: Credential): Record<string, unknown> {
  const { id, status, created, service, body } = one;
  return {
    UserName: name,
    [kind.idMember]: id,
    Status: status,
    [kind.makes === "Upload" ? "UploadDate" : "CreateDate"]: new Date(created),
    ...(service !== undefined && { ServiceName: service, ServiceUserName: `${name}-at-lab` }),
    ...(kind.kind === "signing-certificate" && { CertificateBody: body }),
  };
}
