/** How many requests a second of CPU time are decided by the policies on the way to an account, read once. */
import type { Baseline } from "@holdfast/core";
import { levelsFor } from "@holdfast/core/baseline";
import { type CompiledPolicies, Context, compilePolicies, type Request } from "@holdfast/policy";
import { loadActionUniverse } from "@holdfast/policy/universe";
import { cpuTime } from "./cpu-time.ts";
import type { Figure } from "./figure.ts";

/** Milliseconds of CPU time, for all accounts together. */
const LENGTH = 2_000;

const ALL = {
  name: "AdministratorAccess",
  document: {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "*", Resource: "*" },
  },
} as const;

const PRINCIPALS = [
  "role/Developer",
  "role/holdfast/observe",
  "role/stacksets-exec-0123456789abcdef",
  "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef",
  "user/alice",
  "root",
];
const REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-2"];

export async function policyEvaluation(baseline: Baseline): Promise<Figure[]> {
  const { services } = await loadActionUniverse();
  const actions = [...services].flatMap(([service, names]) =>
    names.map((name) => `${service}:${name}`),
  );
  const paths = baseline.accounts.map((account) => ({
    policies: compilePolicies({
      serviceControl: levelsFor(baseline, account, "SERVICE_CONTROL_POLICY"),
      identity: [ALL],
    }),
    requests: requestsOf(account.id, actions),
  }));
  for (const path of paths) decideAll(path); // Until the engine has compiled what is hot.

  const startedAt = cpuTime();
  let decided = 0;
  let denied = 0;
  let elapsed = 0;
  while (elapsed < LENGTH) {
    for (const path of paths) {
      denied += decideAll(path);
      decided += path.requests.length;
    }
    elapsed = cpuTime() - startedAt;
  }
  const share = Math.round((denied / decided) * 100);
  return [
    {
      id: "policy.evaluation",
      title: "Decisions by the SCPs on the way to an account",
      value: (decided / elapsed) * 1000,
      unit: "decisions/s",
      goal: { atLeast: 1_000_000, because: "rehearsals replay months of records" },
      note: `${paths.length} accounts of SecureCart, ${actions.length} actions, ${share} % denied`,
    },
  ];
}

/** Every action once, by principals and in Regions that take turns. */
function requestsOf(account: string, actions: readonly string[]): readonly Request[] {
  const callers = PRINCIPALS.flatMap((name) =>
    REGIONS.map((region) => {
      const arn = `arn:aws:iam::${account}:${name}`;
      const context = new Context({
        "aws:PrincipalArn": arn,
        "aws:PrincipalAccount": account,
        "aws:PrincipalOrgID": "o-5ecurecart",
        "aws:RequestedRegion": region,
      });
      return { principal: { arn, account }, context };
    }),
  );
  return actions.flatMap((action, index) => {
    const caller = callers[index % callers.length];
    const resource = `arn:aws:iam::${account}:role/app-${index % 97}`;
    return caller === undefined ? [] : [{ action, resource, ...caller }];
  });
}

function decideAll({
  policies,
  requests,
}: {
  readonly policies: CompiledPolicies;
  readonly requests: readonly Request[];
}): number {
  let denied = 0;
  for (const request of requests) if (!policies.decide(request).allowed) denied += 1;
  return denied;
}
