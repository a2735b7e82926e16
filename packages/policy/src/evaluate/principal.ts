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

/**
 * How a statement names a principal; `caller` for a statement without a Principal element.
 * @param bounded whether the principal has a permissions boundary
 */
export function namedBy(
  { Effect, Principal: named, NotPrincipal: excepted }: PolicyStatement,
  principal: Principal,
  bounded: boolean,
  where: string,
): Named {
  if (named !== undefined) return closest(waysNamed(named, principal, where));
  if (excepted === undefined) return "caller";
  const ways = waysNamed(excepted, principal, where);
  // IAM User Guide, "NotPrincipal": with Deny it always reaches whoever has a permissions boundary.
  const spared =
    Effect === "Deny" ? !bounded && isSpared(ways, principal) : closest(ways) !== "nobody";
  return spared ? "nobody" : "caller";
}

/**
 * Whether a Deny excepts the principal under each of its names: AWS validates the account, then the
 * user or the role, then the session. With the account alone everybody in it is still denied, and
 * with the user alone the account is.
 */
function isSpared(
  ways: readonly Named[],
  { arn, session, service, federated }: Principal,
): boolean {
  if (service !== undefined || federated !== undefined) return ways.includes("caller");
  if (arn.endsWith(":root")) return closest(ways) !== "nobody"; // Account and user in one.
  const names: Named[] = session === undefined ? ["account"] : ["account", "role"];
  return names.every((one) => ways.includes(one)) && ways.includes("caller");
}

const CLOSENESS: readonly Named[] = ["caller", "role", "account"];

function closest(ways: readonly Named[]): Named {
  return CLOSENESS.find((one) => ways.includes(one)) ?? "nobody";
}

function waysNamed(block: PrincipalBlock, principal: Principal, where: string): readonly Named[] {
  if (block === "*") return CLOSENESS;
  return Object.entries(block).flatMap(([kind, values]) =>
    many(values).flatMap((value) =>
      // Everybody with AWS credentials, also anonymous callers.
      kind === "AWS" && value === "*" ? CLOSENESS : matchOf(kind, value, principal, where),
    ),
  );
}

function matchOf(kind: string, value: string, principal: Principal, where: string): Named {
  if (kind === "AWS") return awsMatch(value, principal);
  if (kind === "Service") return value === principal.service ? "caller" : "nobody";
  if (kind === "Federated") return value === principal.federated ? "caller" : "nobody";
  const problem = `a principal of the kind ${JSON.stringify(kind)} can't be evaluated`;
  throw new PolicyError("UNSUPPORTED_STATEMENT", problem, { where });
}

function awsMatch(value: string, { arn, account, session, id, service }: Principal): Named {
  if (service !== undefined) return "nobody"; // It is named as a service.
  if (value === session) return "caller";
  if (value === arn || value === id) return session === undefined ? "caller" : "role";
  const isAccount =
    value === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1] === account;
  return isAccount ? "account" : "nobody";
}
