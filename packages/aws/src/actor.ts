/** Who made a call, out of `userIdentity`. For people: anything may be missing or empty. */
import type { Actor } from "@holdfast/core";
import { isObject, textOf } from "./json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** `record` is a CloudTrail record; never throws. */
export function parseActor(record: Fields): Actor {
  const identity = membersIn(record, "userIdentity");
  const type = textOf(identity.type) ?? (identity.invokedBy ? "Service" : "Unknown");
  const found = {
    arn: textOf(identity.arn),
    account: textOf(identity.accountId),
    role: roleOf(identity),
    sourceIp: textOf(record.sourceIPAddress),
    userAgent: textOf(record.userAgent),
    invokedBy: textOf(identity.invokedBy),
  };
  const known = Object.entries(found).filter(([, value]) => value !== undefined);
  return { type, name: nameOf(type, identity), ...Object.fromEntries(known) };
}

function nameOf(type: string, identity: Fields): string {
  if (type === "Root") return "root";
  const candidates = [
    // An assumed role's ARN and principal id end in the session's name.
    type === "AssumedRole" ? after("/", textOf(identity.arn)) : undefined,
    type === "AssumedRole" ? after(":", textOf(identity.principalId)) : undefined,
    textOf(identity.userName),
    // IdentityCenterUser has neither name nor ARN.
    textOf(membersIn(identity, "onBehalfOf").userId),
    after("/", textOf(identity.arn)),
    textOf(identity.invokedBy),
    textOf(identity.principalId),
    textOf(identity.accountId),
  ];
  return candidates.find((name) => name !== undefined) ?? "unknown";
}

/**
 * ARN of the role behind a session. `sessionIssuer` is there but empty for Root and for console
 * sessions of IAM users, and names a user in federated sessions.
 */
function roleOf(identity: Fields): string | undefined {
  const issuer = membersIn(membersIn(identity, "sessionContext"), "sessionIssuer");
  return issuer.type === "Role" ? textOf(issuer.arn) : undefined;
}

function after(separator: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const at = text.lastIndexOf(separator);
  return at < 0 ? undefined : textOf(text.slice(at + 1));
}

function membersIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isObject(value) ? value : {};
}
