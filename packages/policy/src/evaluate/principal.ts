/** Whether a Principal element is about the one who calls, and how closely it names them. */
import type { PolicyStatement, PrincipalBlock } from "../document.ts";
import { PolicyError } from "../errors.ts";
import { many } from "../many.ts";
import type { Principal } from "./request.ts";

/**
 * `caller`: the user, the session or everybody; `role`: the role behind the session; `account`: the
 * account, whose own policies must then allow as well. AWS tells them apart within one account: only
 * the first is beyond boundary and session policies.
 */
export type Named = "caller" | "role" | "account" | "nobody";

/** How a statement names a principal; `caller` for a statement without a Principal element. */
export function namedBy(
  { Principal: named, NotPrincipal: excepted }: PolicyStatement,
  principal: Principal,
  where: string,
): Named {
  if (named !== undefined) return closest(named, principal, where);
  if (excepted === undefined) return "caller";
  // Not the account alone has to be excepted but whoever calls: otherwise it is denied all the same.
  return closest(excepted, principal, where) === "nobody" ? "caller" : "nobody";
}

const CLOSENESS: readonly Named[] = ["caller", "role", "account", "nobody"];

function closest(block: PrincipalBlock, principal: Principal, where: string): Named {
  if (block === "*") return "caller";
  const found = Object.entries(block).flatMap(([kind, values]) =>
    many(values).map((value) => matchOf(kind, value, principal, where)),
  );
  return CLOSENESS.find((one) => found.includes(one)) ?? "nobody";
}

function matchOf(kind: string, value: string, principal: Principal, where: string): Named {
  if (kind === "AWS") return awsMatch(value, principal);
  if (kind === "Service") return value === principal.service ? "caller" : "nobody";
  if (kind === "Federated") return value === principal.federated ? "caller" : "nobody";
  const problem = `a principal of the kind ${JSON.stringify(kind)} can't be evaluated`;
  throw new PolicyError("UNSUPPORTED_STATEMENT", problem, { where });
}

function awsMatch(value: string, { arn, account, session, id, service }: Principal): Named {
  // Everybody with AWS credentials, also anonymous callers; a service is named as one.
  if (value === "*") return "caller";
  if (service !== undefined) return "nobody";
  if (value === session) return "caller";
  if (value === arn || value === id) return session === undefined ? "caller" : "role";
  const isAccount =
    value === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1] === account;
  return isAccount ? "account" : "nobody";
}
