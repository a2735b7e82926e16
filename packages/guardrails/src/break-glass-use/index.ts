/** Access for emergencies stays unused: signing in, taking the role, calling anything. */
import {
  type Baseline,
  defineTripwire,
  type EventPattern,
  type Meaning,
  type ResourceKey,
  type Subject,
  type TrailRecord,
  type Watch,
} from "@holdfast/core";
import { accountName, accountSubject, callOf, keyIn, who } from "../tripwire/about.ts";
import { isLogin, isOnTheWay, mfaOf } from "../tripwire/sign-in.ts";
import {
  acting,
  FEDERATES,
  federatedTo,
  type Principal,
  portions,
  reservedName,
  taken,
} from "./principals.ts";

const HOUR = 3_600_000;
const ID = "break-glass-use";

export const breakGlassUse = defineTripwire({
  id: ID,
  severity: "CRITICAL",
  title: "Break-glass access stays unused",
  why: "It is exempt from the policies that bind everybody else: used without an emergency, it is the shortest way past all of them.",
  docs: "packages/guardrails/src/break-glass-use/README.md",
  tactic: "Initial Access",
  incidentMs: 4 * HOUR,
  watches: (baseline) => [
    ...permissionSetWatches(baseline),
    ...portions(baseline, "role").flatMap((names) => {
      const arn = suffixes(names);
      return [
        watch({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } }),
        watch({ eventSource: ["sts.amazonaws.com"], requestParameters: { roleArn: arn } }),
      ];
    }),
    ...portions(baseline, "user").flatMap((names) => {
      const userName = names.map((name) => name.split("/").at(-1) ?? name);
      return [
        watch({ userIdentity: { type: ["IAMUser"], arn: suffixes(names) } }),
        // A failed sign-in has no ARN.
        watch({ eventSource: ["signin.amazonaws.com"], userIdentity: { userName } }),
      ];
    }),
  ],
  subject,
  meaning(record, baseline) {
    if (isOnTheWay(record)) return undefined;
    const [federated] = federatedTo(record, baseline);
    if (federated !== undefined) return took(record, federated, baseline);
    const [user] = acting(record, baseline);
    if (user !== undefined) return use(record, user, baseline);
    const [role] = taken(record, baseline);
    return role === undefined ? undefined : took(record, role, baseline);
  },
});

/** Sessions of permission sets, as Identity Center hands them out and as they act. */
function permissionSetWatches({ breakGlass }: Baseline): Watch[] {
  const { permissionSets = [] } = breakGlass ?? {};
  return permissionSets.flatMap((set) => [
    watch({
      eventSource: ["sso.amazonaws.com"],
      eventName: FEDERATES,
      serviceEventDetails: { role_name: [set] },
    }),
    watch({
      userIdentity: {
        sessionContext: { sessionIssuer: { userName: [{ prefix: reservedName(set) }] } },
      },
    }),
  ]);
}

function took(record: TrailRecord, principal: Principal, baseline: Baseline): Meaning {
  const what = `${taker(record, baseline)} took ${inAccount(principal, baseline)}`;
  if (record.errorCode === undefined) return { what };
  return { what: `${what}: ${record.errorCode}`, severity: "MEDIUM" };
}

/** People of Identity Center have an id in records, and a name in the baseline where they are declared. */
function taker(record: TrailRecord, { identityCenter }: Baseline): string {
  const { type, name } = record.actor;
  if (type !== "IdentityCenterUser") return who(record);
  const people = [
    ...(identityCenter?.groups ?? []).flatMap(({ members }) => members),
    ...(identityCenter?.assignments ?? []).map(({ principal }) => principal),
  ];
  return people.find(({ id }) => id === name)?.name ?? `user ${name}`;
}

/** Whoever uses one may do so for a year before it is needed: reads count as well. */
function watch(detail: EventPattern): Watch {
  return {
    pattern: {
      source: [{ prefix: "aws." }],
      "detail-type": [{ suffix: " via CloudTrail" }],
      detail,
    },
    failed: "include",
    readOnly: true,
    keys: keysOf,
  };
}

function suffixes(names: readonly string[]) {
  return names.map((name) => ({ suffix: `:${name}` }));
}

function keysOf(record: TrailRecord, baseline: Baseline): ResourceKey[] {
  const all = [
    ...acting(record, baseline),
    ...taken(record, baseline),
    ...federatedTo(record, baseline),
  ];
  return all.map(({ account, name }) => keyIn(ID, { account, region: "us-east-1" }, name));
}

function use(record: TrailRecord, user: Principal, baseline: Baseline): Meaning | undefined {
  const { errorCode, readOnly, actor } = record;
  const principal = inAccount(user, baseline);
  if (isLogin(record)) {
    if (errorCode !== undefined) {
      return { what: `a sign-in as ${principal} failed`, severity: "MEDIUM" };
    }
    return { what: `${principal} signed in${mfaOf(record)}` };
  }
  // Services read with the principal's rights for a page that it has opened.
  if (readOnly && actor.invokedBy !== undefined) return undefined;
  const what = `${principal} called ${callOf(record)}`;
  return { what: errorCode === undefined ? what : `${what}: ${errorCode}` };
}

function inAccount({ account, name }: Principal, baseline: Baseline): string {
  return `${name} of ${accountName(baseline, account)}`;
}

function subject(key: ResourceKey, baseline: Baseline): Subject {
  if (key.resource.startsWith("permission-set/")) return accountSubject(key, baseline);
  return {
    ...accountSubject(key, baseline),
    resourceType: key.resource.startsWith("role/") ? "AwsIamRole" : "AwsIamUser",
    resourceId: `arn:aws:iam::${key.account}:${key.resource}`,
  };
}
