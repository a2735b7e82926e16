/** What a call of IAM is about. */
import type { Call } from "../service.ts";

/** `100000000009/role/DeployRole`: names are unique in an account, paths say nothing. */
export function objectId(
  kind: "user" | "role",
  { account, name }: { readonly account: string; readonly name: string },
): string {
  return `${account}/${kind}/${name}`;
}

/** The user or role that it names. Undefined: it is about all of them. */
export function objectInIam({ input, principal: { account } }: Call): string | undefined {
  const { UserName: user, RoleName: role } = input;
  if (typeof user === "string") return objectId("user", { account, name: user });
  return typeof role === "string" ? objectId("role", { account, name: role }) : undefined;
}

/** What a call about the user, role or trail with this ARN is about; undefined: it is no such ARN. */
export function objectOfArn(arn: string): string | undefined {
  const [, account, kind, name] =
    /^arn:aws:(?:iam:|cloudtrail:[a-z0-9-]+):(\d{12}):(user|role|trail)\/(?:.+\/)?([^/]+)$/.exec(
      arn,
    ) ?? [];
  return account === undefined ? undefined : `${account}/${kind}/${name}`;
}
