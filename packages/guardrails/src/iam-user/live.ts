/** A user as it is now, and everything that it can call AWS with. */
import {
  AwsError,
  type Baseline,
  type Caller,
  type Observed,
  type ResourceKey,
  type SurveyContext,
  type Surveyed,
} from "@holdfast/core";
import { accountsOf, iamOf, inEach, unlessGone } from "../accounts/places.ts";
import { orUnknown } from "../or-unknown.ts";
import { declaredKeys, keyOf } from "./keys.ts";

/** One of a user's credentials. */
export type Credential = { readonly id: string; readonly active: boolean };

export type Live = {
  readonly arn: string;
  /** As IAM writes it. */
  readonly name: string;
  /** `AIDA…`: a user that is made again under its name has another one. */
  readonly id: string;
  readonly accessKeys: readonly Credential[];
  /** Whether it can sign in to the console. */
  readonly password: boolean;
  readonly serviceCredentials: readonly (Credential & { readonly service: string })[];
  readonly certificates: readonly Credential[];
  readonly sshKeys: readonly Credential[];
  /** ARNs of the managed policies that are attached to it, in order. */
  readonly policies: readonly string[];
};

export type Reads =
  | "iam:GetLoginProfile"
  | "iam:GetUser"
  | "iam:ListAccessKeys"
  | "iam:ListAttachedUserPolicies"
  | "iam:ListServiceSpecificCredentials"
  | "iam:ListSigningCertificates"
  | "iam:ListSSHPublicKeys"
  | "iam:ListUsers"
  | "organizations:ListAccounts";

type Iam = Caller<Reads>;

/** Seven calls. One that fails fails it all: no credential may be taken for absent. */
export async function observe(
  { account, resource: UserName }: ResourceKey,
  aws: Caller<Reads>,
): Promise<Observed<Live>> {
  const iam = aws.at(iamOf(account));
  const found = await unlessGone(() => iam.call("iam:GetUser", { UserName }));
  if (found === undefined) return { kind: "absent" };
  const { Arn: arn, UserId: id, UserName: name } = found.User ?? {};
  if (arn === undefined || id === undefined || name === undefined) {
    throw new AwsError("iam:GetUser", "IncompleteUser", "refused", "a user without name or id");
  }
  const live = await unlessGone(() => heldBy(UserName, iam));
  // Deleted while it was being read.
  if (live === undefined) return { kind: "absent" };
  return { kind: "present", live: { arn, name, id, ...live } };
}

async function heldBy(UserName: string, iam: Iam): Promise<Omit<Live, "arn" | "name" | "id">> {
  const [accessKeys, serviceCredentials, certificates, sshKeys, policies, profile] =
    await Promise.all([
      all(iam.pages("iam:ListAccessKeys", { UserName }), ({ AccessKeyMetadata = [] }) =>
        AccessKeyMetadata.map((one) => credential(one.AccessKeyId, one.Status)),
      ),
      all(
        iam.pages("iam:ListServiceSpecificCredentials", { UserName }),
        ({ ServiceSpecificCredentials = [] }) =>
          ServiceSpecificCredentials.map((one) => ({
            ...credential(one.ServiceSpecificCredentialId, one.Status),
            service: one.ServiceName ?? "",
          })),
      ),
      all(iam.pages("iam:ListSigningCertificates", { UserName }), ({ Certificates = [] }) =>
        Certificates.map((one) => credential(one.CertificateId, one.Status)),
      ),
      all(iam.pages("iam:ListSSHPublicKeys", { UserName }), ({ SSHPublicKeys = [] }) =>
        SSHPublicKeys.map((one) => credential(one.SSHPublicKeyId, one.Status)),
      ),
      all(iam.pages("iam:ListAttachedUserPolicies", { UserName }), ({ AttachedPolicies = [] }) =>
        AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
      ),
      unlessGone(() => iam.call("iam:GetLoginProfile", { UserName })),
    ]);
  const password = profile !== undefined;
  return { accessKeys, password, serviceCredentials, certificates, sshKeys, policies };
}

/** Whatever IAM does not call inactive counts as usable, `Expired` apart. */
function credential(id = "", status = ""): Credential {
  return { id, active: status !== "Inactive" && status !== "Expired" };
}

async function all<Page, T>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly T[],
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...itemsOf(page));
  return found;
}

/** Every user in every account, declared or not; what can't be read is said of its account. */
export async function* survey(
  aws: Caller<Reads>,
  baseline: Baseline,
  context: SurveyContext,
): AsyncGenerator<Surveyed<Live>> {
  if (baseline.iamUsers === undefined) return;
  const declared = declaredKeys(baseline);
  const accounts = await accountsOf(
    aws,
    declared.map(({ account }) => account),
  );
  yield* inEach(accounts, context, async (account) => {
    const keys = new Map(
      declared.filter((key) => key.account === account).map((key) => [key.resource, key] as const),
    );
    for await (const { Users = [] } of aws.at(iamOf(account)).pages("iam:ListUsers", {})) {
      for (const { UserName: name } of Users) {
        if (name === undefined) {
          throw new AwsError("iam:ListUsers", "IncompleteUser", "refused", "a user without a name");
        }
        const key = keyOf(baseline, account, name);
        keys.set(key.resource, key);
      }
    }
    return Promise.all(
      [...keys.values()].map(async (key) => ({
        key,
        observed: await orUnknown(() => observe(key, aws)),
      })),
    );
  });
}
