/** Holdfast's own roles can do what the guardrails declare, in every account and Region. */
import { nameOf, ROLE_PATH } from "../../deployment/names.ts";
import type { Declared } from "../../guardrail.ts";
import type { Account } from "../model.ts";
import { type Need, refusals } from "./refusals.ts";
import type { LintContext, LintRule } from "./rule.ts";

export const holdfastLockedOut: LintRule = {
  id: "holdfast-locked-out",
  severity: "error",
  title: "No policy keeps Holdfast's own roles from their work",
  help:
    "Holdfast observes and remediates member accounts through roles under /holdfast/, which the " +
    "organization's policies limit like any other. Spare `arn:aws:iam::*:role/holdfast/*` in the " +
    "statement, and let nobody else have such a name: see exempt-name-unprotected.",
  check: (context) =>
    refusals(context, needsOf(context), "spare arn:aws:iam::*:role/holdfast/* in this statement"),
};

function needsOf(context: LintContext): Need[] {
  const { baseline } = context;
  const members = baseline.accounts.filter(({ id }) => id !== baseline.organization.management);
  return members.flatMap((account) => [
    ...assumed(context, account),
    ...baseline.organization.regions.flatMap((region) => [
      forwarded(context, account, region),
      ...declared(context, account, region),
    ]),
  ]);
}

/** The management account's function takes on the member roles; EventBridge takes on the forwarder's. */
function assumed({ baseline, stage }: LintContext, { name, id }: Account): Need[] {
  const { management, id: organization } = baseline.organization;
  const enforcer = nameOf(stage, "enforce-accounts");
  const forwarder = nameOf(stage, "forward");
  const call = { action: "sts:AssumeRole", owner: id, where: name };
  return [
    ...(["observe", "remediate"] as const).map((role) => ({
      ...call,
      who: enforcer,
      principal: roleArn(management, enforcer),
      resource: roleArn(id, nameOf(stage, role)),
    })),
    {
      ...call,
      who: "EventBridge",
      principal: "events.amazonaws.com",
      resource: roleArn(id, forwarder),
      context: { "aws:SourceAccount": id, "aws:SourceOrgID": organization },
    },
  ];
}

/** Rules on the account's default bus send what they match to the hub. */
function forwarded({ baseline, stage }: LintContext, { name, id }: Account, region: string): Need {
  const { management, hubRegion } = baseline.organization;
  const forwarder = nameOf(stage, "forward");
  return {
    who: forwarder,
    where: name,
    principal: roleArn(id, forwarder),
    action: "events:PutEvents",
    resource: `arn:aws:events:${hubRegion}:${management}:event-bus/${nameOf(stage, "hub")}`,
    owner: management,
    context: { "aws:RequestedRegion": region },
  };
}

/** What the guardrails that work in member accounts read and write there. */
function declared(context: LintContext, account: Account, region: string): Need[] {
  const there = context.guardrails.filter(({ domain }) => domain === "accounts");
  return there.flatMap(({ reads, writes }) => [
    ...calls(reads, "observe"),
    ...calls(writes, "remediate"),
  ]);

  function calls(list: readonly Declared[], role: "observe" | "remediate"): Need[] {
    const who = nameOf(context.stage, role);
    // What is called at home no policy binds: that is the management account.
    const away = list.filter(({ home }) => home !== true);
    return away.flatMap((call) =>
      rightsFor(call, context.baseline).flatMap(({ action, resources }) =>
        resources.map((pattern) => ({
          who,
          where: account.name,
          principal: roleArn(account.id, who),
          action,
          resource: concrete(pattern, account.id, region),
          owner: account.id,
          context: { "aws:RequestedRegion": region },
        })),
      ),
    );
  }
}

/** The call itself, and what AWS demands besides. */
function rightsFor({ action, resources, further }: Declared, baseline: LintContext["baseline"]) {
  const others = further?.(baseline) ?? [];
  return [
    { action, resources: resources(baseline) },
    ...others.flatMap(({ actions, resources: on }) =>
      actions.map((one) => ({ action: one, resources: on })),
    ),
  ];
}

/** One resource of this account that a declared ARN pattern stands for. */
function concrete(pattern: string, account: string, region: string): string {
  if (pattern === "*") return pattern;
  const [arn, partition, service, inRegion, inAccount, ...rest] = pattern.split(":");
  const filled = [inRegion === "*" ? region : inRegion, inAccount === "*" ? account : inAccount];
  return [arn, partition, service, ...filled, rest.join(":").replaceAll("*", "any")].join(":");
}

function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role${ROLE_PATH}${name}`;
}
