/** An exemption by name is as strong as the name: whoever can make or take it is exempt as well. */
import { matchesGlob, type PolicyStatement } from "@holdfast/policy";
import type { Account, Policy } from "../model.ts";
import { policyProblem, type StatementPlace, statementsOf } from "../places.ts";
import type { Path } from "../positions.ts";
import { controlPolicies } from "../query.ts";
import { reachedBy } from "./reach.ts";
import { example, permissionSetRole } from "./realistic.ts";
import type { Found, LintContext, LintRule } from "./rule.ts";

/** Calls that make such a principal, or make somebody it. */
const TAKEOVERS: Readonly<Record<"role" | "user", readonly string[]>> = {
  role: ["iam:CreateRole", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
  user: [
    "iam:CreateUser",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
  ],
};

/** Paths that only AWS itself creates in: the names below them are nobody's to take. */
const RESERVED = /:role\/aws-(reserved|service-role)\//;

const EXEMPTING =
  /^(?:For(?:All|Any)Values?:)?(?:Arn|String)Not(?:Like|Equals)(?:IgnoreCase)?(?:IfExists)?$/;

export const exemptNameUnprotected: LintRule = {
  id: "exempt-name-unprotected",
  severity: "error",
  title: "Nobody can make or take over a principal that a deny spares",
  help:
    "A deny that spares a role or user by its ARN can be walked around by whoever is allowed to create " +
    "that name, to change who may assume it, or to assume it. Deny iam:CreateRole, " +
    "iam:UpdateAssumeRolePolicy and sts:AssumeRole (for users: iam:CreateUser, iam:CreateAccessKey, " +
    "iam:CreateLoginProfile, iam:UpdateLoginProfile) on the spared name to everybody else.",
  check(context) {
    const holes = new Map<string, Hole[]>();
    for (const policy of controlPolicies(context.baseline)) {
      if (policy.type !== "SERVICE_CONTROL_POLICY") continue;
      for (const place of statementsOf(policy)) {
        for (const hole of holesIn(policy, place, context)) {
          holes.set(hole.pattern, [...(holes.get(hole.pattern) ?? []), hole]);
        }
      }
    }
    return [...holes].map(([pattern, list]) => problemOf(pattern, list, context));
  },
};

/** A spared name that is free to take. */
interface Hole {
  readonly pattern: string;
  readonly policy: string;
  /** Of the name, in the policy's file. */
  readonly path: Path;
  /** Accounts in which an administrator can take it, each with a call that does. */
  readonly open: ReadonlyMap<string, string>;
}

function holesIn(policy: Policy, place: StatementPlace, context: LintContext): Hole[] {
  const spared = sparedBy(place.statement);
  const patterns = spared.map(({ pattern }) => pattern);
  const accounts = reachedBy(policy, context.baseline);
  return spared.flatMap(({ pattern, path }) => {
    const open = accounts.flatMap((account): [string, string][] => {
      const action = takeover(pattern, patterns, account, context);
      return action === undefined ? [] : [[account.name, action]];
    });
    if (open.length === 0) return [];
    const at = [...place.path, ...path];
    return [{ pattern, policy: policy.name, path: at, open: new Map(open) }];
  });
}

/** One name is one problem, however often it is spared: shown where it is spared first. */
function problemOf(pattern: string, holes: readonly Hole[], { places }: LintContext): Found {
  const [first, ...others] = holes;
  if (first === undefined) throw new TypeError("a problem needs a hole");
  const open = new Map(holes.flatMap((hole) => [...hole.open]));
  const [[account, action] = ["", ""]] = open;
  const more = open.size > 1 ? ` (and of ${open.size - 1} more)` : "";
  const where = others.length > 0 ? `, here and in ${others.length} more` : "";
  const message = `${pattern} is spared${where}, but an administrator of ${account}${more} may call ${action} for such a name`;
  const takeovers = TAKEOVERS[kindOf(pattern)].join(", ");
  const hint = `deny ${takeovers} on it to everybody who is not spared`;
  return { subject: pattern, ...policyProblem(places, first.policy, first.path, message, hint) };
}

/** The principals that a deny leaves out by their ARN, and where in the statement they stand. */
function sparedBy({ Effect, Condition = {} }: PolicyStatement) {
  if (Effect !== "Deny") return [];
  return Object.entries(Condition)
    .filter(([operator]) => EXEMPTING.test(operator))
    .flatMap(([operator, keys]) =>
      Object.entries(keys)
        .filter(([key]) => key.toLowerCase() === "aws:principalarn")
        .flatMap(([key, written]) => {
          const values = [written].flat().map(String);
          return values.map((pattern, index) => ({
            pattern,
            path: ["Condition", operator, key, ...(values.length > 1 ? [index] : [])],
          }));
        }),
    );
}

/** A call by which an ordinary administrator of the account becomes what the pattern spares. */
function takeover(
  pattern: string,
  spared: readonly string[],
  account: Account,
  { baseline, judge }: LintContext,
): string | undefined {
  const target = example(pattern, account);
  if (target === undefined || RESERVED.test(target)) return undefined;
  const administrators = [
    permissionSetRole(baseline, "AdministratorAccess"),
    "role/Administrator",
    "user/administrator",
  ].map((name) => `arn:aws:iam::${account.id}:${name}`);
  const ordinary = administrators.find((arn) => !spared.some((one) => matchesGlob(one, arn)));
  if (ordinary === undefined) return undefined;
  return TAKEOVERS[kindOf(target)].find((action) => {
    const call = { principal: ordinary, action, resource: target, owner: account.id };
    // A condition that can't be read protects nothing that anybody could vouch for.
    return judge(call).kind !== "denied";
  });
}

function kindOf(principal: string): "role" | "user" {
  return /(^|[:*])user\//.test(principal) ? "user" : "role";
}
