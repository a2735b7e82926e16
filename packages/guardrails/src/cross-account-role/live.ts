/** A role's trust policy now, and who the pinned principals of its declaration are now. */
import {
  AwsError,
  type Baseline,
  type Caller,
  type DeclaredTrust,
  type Observed,
  type ResourceKey,
} from "@holdfast/core";
import { PolicyError, parsePolicy } from "@holdfast/policy/read";
import { iamOf, unlessGone } from "../accounts/places.ts";
import { declaredOf } from "./keys.ts";

export type Live = {
  readonly arn: string;
  /** `AROA…`: a role that is made again under its name has another one. */
  readonly id: string;
  /** The trust policy's text. */
  readonly policy: string;
  /** ARN of each pinned principal -> its unique id now; null: there is none of that name. */
  readonly principals: { readonly [arn: string]: string | null };
};

export type Reads =
  | "iam:GetAccountAuthorizationDetails"
  | "iam:GetRole"
  | "iam:GetUser"
  | "organizations:ListAccounts";

/** One call, and one for each principal whose id is pinned. */
export async function observe(
  { account, resource: role }: ResourceKey,
  aws: Caller<Reads>,
  baseline: Baseline,
): Promise<Observed<Live>> {
  const found = await unlessGone(() =>
    aws.at(iamOf(account)).call("iam:GetRole", { RoleName: role }),
  );
  if (found === undefined) return { kind: "absent" };
  const declared = declaredOf(baseline, account, role);
  const principals = await principalsOf(declared, aws);
  return { kind: "present", live: { ...roleOf(found.Role ?? {}, "iam:GetRole"), principals } };
}

/**
 * As IAM describes a role; the policy comes URL-encoded. Throws an `AwsError` where a part is missing,
 * or the policy can't be read: then nobody knows whom it lets in.
 */
export function roleOf(
  role: {
    readonly Arn?: string | undefined;
    readonly RoleId?: string | undefined;
    readonly AssumeRolePolicyDocument?: string | undefined;
  },
  action: Reads,
): Omit<Live, "principals"> {
  const { Arn: arn, RoleId: id, AssumeRolePolicyDocument: encoded } = role;
  if (arn === undefined || id === undefined || encoded === undefined) {
    throw new AwsError(action, "IncompleteRole", "refused", "a role without id or trust policy");
  }
  return { arn, id, policy: decoded(encoded, action) };
}

function decoded(encoded: string, action: Reads): string {
  try {
    const text = decodeURIComponent(encoded);
    parsePolicy(text);
    return text;
  } catch (cause) {
    if (!(cause instanceof PolicyError || cause instanceof URIError)) throw cause;
    const message = `a trust policy that can't be read: ${cause.message}`;
    throw new AwsError(action, "MalformedPolicyDocument", "refused", message, { cause });
  }
}

/** Who stands behind the declared names now. A look that fails fails it all: nobody is taken for absent. */
export async function principalsOf(
  declared: DeclaredTrust | undefined,
  aws: Caller<Reads>,
): Promise<Live["principals"]> {
  const found: Record<string, string | null> = {};
  for (const { kind, arn, id } of declared?.principals ?? []) {
    if (id === undefined) continue;
    found[arn] = (await idOf(kind, arn, aws)) ?? null;
  }
  return found;
}

async function idOf(kind: string, arn: string, aws: Caller<Reads>): Promise<string | undefined> {
  const [, , , , account = ""] = arn.split(":");
  const name = arn.split("/").at(-1) ?? "";
  const iam = aws.at(iamOf(account));
  // The same name on another path is somebody else.
  if (kind === "role") {
    const found = await unlessGone(() => iam.call("iam:GetRole", { RoleName: name }));
    return found?.Role?.Arn === arn ? found.Role.RoleId : undefined;
  }
  const found = await unlessGone(() => iam.call("iam:GetUser", { UserName: name }));
  return found?.User?.Arn === arn ? found.User.UserId : undefined;
}
